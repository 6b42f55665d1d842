/**
 * A case as JavaScript that calls `MLGraphBuilder`, to be pasted into the console of a page.
 *
 * @module
 */

import type { Inputs } from "../../graph/case.ts";
import { type DataType, type Elements, isInt64 } from "../../graph/data_type.ts";
import type { ExpectedOutput } from "../../graph/expectation.ts";
import type { Node, Operand } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Operator } from "../../reference/operator.ts";
import { decimal, written } from "../literal.ts";
import { allowed, isExact, type Reproduction, signedZeros } from "../reproduction.ts";
import { reachable, toBytes } from "./lower.ts";

/** The typed array that a page hands WebNN for each data type. */
const arrays: Readonly<Record<DataType, string>> = {
  float32: "Float32Array",
  float16: "Float16Array",
  int32: "Int32Array",
  uint32: "Uint32Array",
  int64: "BigInt64Array",
  uint64: "BigUint64Array",
  int8: "Int8Array",
  uint8: "Uint8Array",
  int4: "Uint8Array",
  uint4: "Uint8Array",
};

/** Names that the program itself needs, or that no variable may have. */
const reserved = new Set(
  ("context builder graph dispatches tensorsOf text wrong console navigator MLGraphBuilder undefined NaN Infinity " +
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof var void while with yield").split(" "),
);

/** The program. It prints each element that is wrong, with what was expected. */
export function javascriptOf(reproduction: Reproduction, operators: ReadonlyMap<string, Operator>): string {
  const { case: { graph }, about, dispatches } = reproduction;
  const names = variables([...graph.operands.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  const of = (name: string) => names.get(name)!;
  const operands = [...graph.operands].map(([name, operand]) =>
    `const ${of(name)} = ${operandSource(name, operand)};`
  );
  const calls = graph.nodes.map((node) => callSource(node, operators.get(node.operator)!, of));
  const outputs = graph.outputs.map((name) => property(name, of(name))).join(", ");
  const needed = reachable(graph);
  const inputsSource = (inputs: Inputs) =>
    entries(
      [...inputs].filter(([name]) => needed.has(name)).map(([name, tensor]) =>
        property(name, tensorSource(tensor))
      ),
    );
  const sets = dispatches.map(({ inputs, expected }) =>
    `  {\n    inputs: {${inputsSource(inputs)}},\n` +
    `    expected: {${
      entries([...expected].map(([name, output]) => property(name, expectedSource(output))))
    }},\n  },`
  );
  return `${about.map((line) => `// ${line}`.trimEnd()).join("\n")}
//
// Paste this into the console of a page that came over https or from localhost, or load it
// with <script type="module">. It prints what is wrong.

const context = await navigator.ml.createContext({deviceType: 'cpu'});
const builder = new MLGraphBuilder(context);

${[...operands, ...calls].join("\n")}
const graph = await builder.build({${outputs}});

const dispatches = [
${sets.join("\n")}
];

async function tensorsOf(descriptors, use) {
  const tensors = {};
  for (const [name, {dataType, shape}] of Object.entries(descriptors)) {
    tensors[name] = await context.createTensor({dataType, shape, [use]: true});
  }
  return tensors;
}

const text = (x) => Object.is(x, -0) ? '-0' : String(x);
const inputTensors = await tensorsOf(dispatches[0].inputs, 'writable');
const outputTensors = await tensorsOf(dispatches[0].expected, 'readable');
for (const [number, {inputs, expected}] of dispatches.entries()) {
  for (const [name, {data}] of Object.entries(inputs)) {
    context.writeTensor(inputTensors[name], data);
  }
  context.dispatch(graph, inputTensors, outputTensors);
  for (const [name, {shape, value, least = value, greatest = value, signedZeros = [], read}] of Object.entries(expected)) {
    const actual = read(await context.readTensor(outputTensors[name]));
    let wrong = 0;
    for (let i = 0; i < value.length; i++) {
      const isWithin = actual[i] >= least[i] && actual[i] <= greatest[i];
      if (Object.is(actual[i], value[i]) || (isWithin && !signedZeros.includes(i))) continue;
      wrong++;
      const index = shape.map((size, axis) =>
          Math.floor(i / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % size);
      if (wrong <= 20) console.log(\`\${name}[\${index}]: expected \${text(value[i])}, got \${text(actual[i])}\`);
    }
    console.log(\`dispatch \${number + 1}, \${name}: \${wrong} of \${value.length} elements are wrong\`);
  }
}
`;
}

/** A variable for each name; what is no identifier, or taken, gets another. */
function variables(names: readonly string[]): Map<string, string> {
  const taken = new Set(reserved).add("inputTensors").add("outputTensors");
  return new Map(names.map((name, i) => {
    let variable = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `operand${i + 1}`;
    while (taken.has(variable)) variable += "_";
    taken.add(variable);
    return [name, variable];
  }));
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A property of an object literal, in short where key and variable have one name. */
function property(key: string, source: string): string {
  if (key === source) return key;
  return `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key)}: ${source}`;
}

function entries(properties: readonly string[]): string {
  return properties.length === 0 ? "" : `\n      ${properties.join(",\n      ")},\n    `;
}

function descriptorSource({ dataType, shape }: { dataType: string; shape: readonly number[] }): string {
  return `{dataType: '${dataType}', shape: [${shape.join(", ")}]}`;
}

function operandSource(name: string, operand: Operand): string {
  if (operand.kind === "input") return `builder.input(${quote(name)}, ${descriptorSource(operand)})`;
  if (operand.kind === "scalarConstant") {
    return `builder.constant('${operand.dataType}', ${valueSource(operand.value)})`;
  }
  const { tensor } = operand;
  const descriptor = descriptorSource(tensor), data = elementsSource(tensor);
  if (operand.kind === "constant") return `builder.constant(${descriptor}, ${data})`;
  return `builder.constant(await context.createConstantTensor(${descriptor}, ${data}))`;
}

function callSource(node: Node, operator: Operator, of: (name: string) => string): string {
  const argument = (name: string): string => {
    if (Object.hasOwn(node.options, name)) return valueSource(node.options[name]);
    if (!Object.hasOwn(node.operands, name)) return "undefined";
    const names = node.operands[name];
    return typeof names === "string" ? of(names) : `[${names.map(of).join(", ")}]`;
  };
  const plain = operator.arguments.map(argument);
  const options = [...Object.keys(node.operands), ...Object.keys(node.options)]
    .filter((name) => !operator.arguments.includes(name))
    .map((name) => property(name, argument(name)));
  if (options.length > 0) plain.push(`{${options.join(", ")}}`);
  while (plain.at(-1) === "undefined") plain.pop();
  const outputs = node.outputs.map(of);
  const results = outputs.length > 1 || returnLists.has(node.operator)
    ? `[${outputs.join(", ")}]`
    : outputs[0];
  return `const ${results} = builder.${node.operator}(${plain.join(", ")});`;
}

/** The methods that return a sequence, even of one operand. */
const returnLists = new Set(["split", "gru", "lstm", "lstmCell"]);

function valueSource(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map(valueSource).join(", ")}]`;
  return Object.is(value, -0) ? "-0" : String(value);
}

function tensorSource(tensor: Tensor): string {
  const { dataType, shape } = tensor;
  return `{dataType: '${dataType}', shape: [${shape.join(", ")}], data: ${elementsSource(tensor)}}`;
}

/** Elements as WebNN takes them: 4-bit integers two a byte. */
function elementsSource(tensor: Tensor): string {
  const { dataType } = tensor;
  const isPacked = dataType === "int4" || dataType === "uint4";
  const data: Elements = isPacked ? Uint8Array.from(toBytes(tensor)) : tensor.data;
  const array = arrays[dataType];
  const how = written({ data });
  const text = (x: number | bigint) =>
    isInt64(dataType) ? `${x}n` : decimal(x, isPacked ? "uint8" : dataType);
  if (how.kind === "same") return `new ${array}(${data.length}).fill(${text(how.element)})`;
  if (how.kind === "list") return `new ${array}([${how.elements.map(text).join(", ")}])`;
  return `new ${array}(Uint8Array.from(atob('${how.base64}'), (c) => c.charCodeAt(0)).buffer)`;
}

function expectedSource(output: ExpectedOutput): string {
  const { dataType, shape, value } = output;
  const numbers = (data: Iterable<number | bigint>) =>
    `[${
      Array.from(data, (x) => isInt64(dataType) ? `${x}n` : Object.is(x, -0) ? "-0" : String(x)).join(", ")
    }]`;
  const { least, greatest } = allowed(output);
  const bounds = isExact(output) ? "" : `, least: ${numbers(least)}, greatest: ${numbers(greatest)}`;
  const zeros = signedZeros(output);
  const signs = zeros.length > 0 ? `, signedZeros: [${zeros.join(", ")}]` : "";
  const isPacked = dataType === "int4" || dataType === "uint4";
  const values = isPacked ? numbers(value) : elementsSource({ dataType, shape, data: value });
  return `{dataType: '${dataType}', shape: [${shape.join(", ")}], value: ${values}${bounds}${signs}, read: ${
    readerSource(dataType)
  }}`;
}

function readerSource(dataType: DataType): string {
  if (dataType !== "int4" && dataType !== "uint4") return `(buffer) => new ${arrays[dataType]}(buffer)`;
  const nibble = dataType === "int4" ? "(x << 28) >> 28" : "x & 15";
  return `(buffer) => [...new Uint8Array(buffer)].flatMap((b) => [b, b >> 4]).map((x) => ${nibble})`;
}
