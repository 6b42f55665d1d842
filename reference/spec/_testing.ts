/** A small text in the form of the specification's. */
export const sampleText = `<pre class='metadata'>
Status: w3c/ED
</pre>
## Common things ## {#api-common}
<script type=idl>
enum MLOperandDataType { "float32", "float16", "int8" };
enum MLUnused { "x" };
dictionary MLOperatorOptions {
  USVString label = "";
};
interface MLGraphBuilder {
  constructor(MLContext context);
  MLOperand input(USVString name, MLOperandDescriptor descriptor);
  Promise<MLGraph> build(MLNamedOperands outputs);
};
</script>
### Shrinking operations ### {#api-shrink}
<script type=idl>
dictionary MLShrinkOptions : MLOperatorOptions {
  MLOperand bias;
  [EnforceRange] unsigned long axis = 1;
  sequence<[EnforceRange] unsigned long> sizes;
  boolean keep = false;
  double epsilon = 1e-5; // a comment
  MLOperandDataType outputDataType = "int8";
};
partial interface MLGraphBuilder {
  sequence<MLOperand> shrink(MLOperand input,
    ([EnforceRange] unsigned long or sequence<[EnforceRange] unsigned long>) splits,
    unsigned long count, optional MLShrinkOptions options = {});
  MLOperand halve(sequence<MLOperand> inputs, optional MLOperatorOptions options = {});
};
</script>
<table id=t1 class='data' link-for="MLGraphBuilder/shrink(input, splits, count, options)">
  <thead><tr>
    <th>operand</th>
    <th>[=/allowed data types=]</th> <th>[=/required data types=]</th>
    <th>[=/allowed ranks=]</th> <th>[=/required ranks=]</th>
  </tr></thead>
  <tr>
    <td>{{input}}</td>
    <td>[=/any data type|any=]</td>
    <td>{{MLOperandDataType/"float16"}}, {{MLOperandDataType/"float32"}}</td>
    <td>1 to [=/any rank|N=]</td>
    <td>1 to 5</td>
  <tr>
    <td>{{MLOtherOptions/bias}}</td>
    <td>[=/same type as|same as=] {{input}}</td>
    <td>{{MLOperandDataType/"float32"}}</td>
    <td>0 to 2</td>
    <td>2</td>
  </tr>
  <tr>
    <td>*outputs[0]*</td>
    <td>{{MLOperandDataType/"int8"}}</td>
    <td>{{MLOperandDataType/"int8"}}</td>
    <td>[=/any rank|N=]</td>
    <td>0 to 5</td>
  </tr>
  <tr>
    <td>*outputs[1]* if {{MLShrinkOptions/keep}} is true</td>
    <td>[=/same type as|same as=] {{input}}</td>
    <td>{{MLOperandDataType/"float32"}}</td>
    <td>[=/same rank as|same as=] {{input}}</td>
    <td>1 to 5</td>
  </tr>
</table>
#### halve #### {#api-shrink-halve}
<table class='data' link-for="MLGraphBuilder/halve(inputs, options), MLGraphBuilder/other(input)">
  <tr><th>operand</th><th>[=/allowed data types=]</th><th>[=/allowed ranks=]</th></tr>
  <tr><td>{{inputs}}'s [=list/items=]</td><td>depends on the steps</td><td>4</td></tr>
  <tr>
    <td>*output*</td>
    <td>[=/same type as|same as=] {{inputs}}'s [=list/items=]</td>
    <td>{{inputs}}'s [=MLOperand/rank=] + 1</td>
  </tr>
</table>
<table class='data'><tr><th>Category</th></tr><tr><td>{{MLGraphBuilder/halve()}}</td></tr></table>
`;
