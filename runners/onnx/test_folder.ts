/**
 * ONNX backend tests: a model, and data sets of inputs with the outputs that they must give.
 *
 * @module
 */

import type { Inputs } from "../../graph/case.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { lower } from "./lower.ts";
import { tensorProto } from "./model.ts";
import { encodeTensor } from "./proto.ts";

/** Inputs by name, and the outputs that they must give. */
export interface DataSet {
  readonly inputs: Inputs;
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/**
 * The files of an ONNX backend test, by their paths in its folder: `model.onnx`, `test_data_set_0/input_0.pb`, … with
 * inputs and outputs in the model's order.
 * @throws {UnsupportedError} when ONNX cannot express the graph.
 */
export function testFolder(graph: Graph, dataSets: readonly DataSet[]): Map<string, Uint8Array> {
  const files = new Map([["model.onnx", lower(graph).bytes]]);
  const inputNames = [...graph.operands].filter(([, { kind }]) => kind === "input").map(([name]) => name);
  dataSets.forEach(({ inputs, outputs }, set) => {
    const write = (kind: string, names: readonly string[], tensors: ReadonlyMap<string, Tensor>) =>
      names.forEach((name, i) =>
        files.set(`test_data_set_${set}/${kind}_${i}.pb`, encodeTensor(tensorProto(tensors.get(name)!, name)))
      );
    write("input", inputNames, inputs);
    write("output", graph.outputs, outputs);
  });
  return files;
}
