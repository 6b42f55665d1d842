/**
 * From a case's graph to an ONNX model, for every backend that takes ONNX.
 *
 * @module
 */

import { createElements } from "../../graph/data_type.ts";
import type { Graph, Node, Operand } from "../../graph/graph.ts";
import type { Descriptor, Tensor } from "../../graph/tensor.ts";
import type { Operands } from "../../reference/operator.ts";
import { operators } from "../../reference/operators.ts";
import { ValidationError } from "../../reference/validation_error.ts";
import type { Lowering } from "./call.ts";
import { comparisons } from "./comparisons.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { Model, type Value } from "./model.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { normalization } from "./normalization.ts";
import { products } from "./products.ts";
import { quantization } from "./quantization.ts";
import { recurrent } from "./recurrent.ts";
import { reductions } from "./reductions.ts";
import { resampling } from "./resampling.ts";
import { unary } from "./unary.ts";
import { UnsupportedError } from "./unsupported.ts";

/** How each operator is said in ONNX. */
export const lowerings: Readonly<Record<string, Lowering>> = {
  ...comparisons,
  ...convolution,
  ...elementwise,
  ...indexing,
  ...movement,
  ...normalization,
  ...pooling,
  ...products,
  ...quantization,
  ...recurrent,
  ...reductions,
  ...resampling,
  ...unary,
};

/** A graph as an ONNX model, whose inputs and outputs have the names they have in the graph. */
export interface Lowered {
  readonly bytes: Uint8Array;
  readonly outputs: ReadonlyMap<string, Descriptor>;
  /** The ONNX nodes in words: `Conv of float32`. */
  readonly nodes: readonly string[];
  /** What had to be said in more than the one ONNX operator that is meant. */
  readonly rewrites: readonly string[];
}

/**
 * Lowers a graph: constants become initializers, inputs graph inputs, each node one ONNX node and what its layout takes.
 * @throws {UnsupportedError} when ONNX cannot express it.
 */
export function lower(graph: Graph): Lowered {
  const model = new Model();
  const values = new Map<string, Value>();
  for (const [name, operand] of graph.operands) values.set(name, leaf(model, name, operand));
  for (const node of graph.nodes) {
    const results = [lowerNode(model, node, values)].flat();
    node.outputs.forEach((name, index) => values.set(name, results[index]));
  }
  const outputs = new Map<string, Descriptor>();
  for (const name of graph.outputs) {
    const value = values.get(name)!;
    model.output(name, value);
    outputs.set(name, { dataType: value.dataType, shape: value.shape });
  }
  return { bytes: model.encode(), outputs, nodes: model.nodes, rewrites: model.rewrites };
}

function leaf(model: Model, name: string, operand: Operand): Value {
  if (operand.kind === "input") return model.input(name, operand);
  return model.constant(operand.kind === "scalarConstant" ? scalarTensor(operand) : operand.tensor, name);
}

function scalarTensor({ dataType, value }: Extract<Operand, { kind: "scalarConstant" }>): Tensor {
  const data = createElements(dataType, 1);
  data[0] = value;
  return { dataType, shape: [], data };
}

function lowerNode(model: Model, node: Node, values: ReadonlyMap<string, Value>) {
  const operator = operators.get(node.operator);
  const lowering = Object.hasOwn(lowerings, node.operator) ? lowerings[node.operator] : undefined;
  if (!operator || !lowering) throw new UnsupportedError(`the lowering to ONNX has no ${node.operator}`);
  const operands: Operands<Value> = Object.fromEntries(
    Object.entries(node.operands).map(([name, given]) => [
      name,
      typeof given === "string" ? values.get(given)! : given.map((each) => values.get(each)!),
    ]),
  );
  try {
    const outputs = operator.infer(operands, node.options);
    const [output] = outputs;
    const options = operator.resolve(operands, node.options);
    return lowering(
      { operator: node.operator, operands, given: node.options, options, outputs, output },
      model,
    );
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new UnsupportedError(`only valid graphs can be lowered to ONNX: ${error.message}`);
  }
}
