/**
 * One operator on one set of operands, timed on the reference and on its peers.
 *
 * @module
 */

import * as ort from "onnxruntime-node";
import type { Graph, Operand } from "../graph/graph.ts";
import { profiles } from "../graph/profile.ts";
import { elementCount, type Tensor } from "../graph/tensor.ts";
import type { Options, Result } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";
import { lower } from "../runners/onnx/lower.ts";
import { fastest, gigaflops, noise } from "./measure.ts";

/** What is timed. */
export interface Workload {
  readonly title: string;
  readonly operator: string;
  /** Shape of each operand; the first is an input, the others are constants. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly options: Options;
  /** The kernel alone: values, and nothing of their radii. Gets the operands in the order of `shapes`. */
  readonly valuesOnly: (operands: readonly Float64Array[]) => void;
  /** The same in TF.js on the CPU, outputs read back. Gets the operands in the order of `shapes`. */
  readonly tfjs: (operands: readonly Float32Array[]) => unknown;
}

/** Times a workload; every line says one thing. FLOPs are 2 × the multiply-adds of the values. */
export async function timed(workload: Workload): Promise<string[]> {
  const { title, operator: name, shapes, options } = workload;
  const operator = operators.get(name)!;
  const tensors = Object.entries(shapes).map(([operand, shape], i) => {
    return [operand, { dataType: "float32", shape, data: noise(elementCount(shape), i + 1) }] as const;
  });
  const values = tensors.map(([, { data }]) => Float64Array.from(data));
  const balls = Object.fromEntries(
    tensors.map(([operand, { dataType, shape }], i) => [operand, { dataType, shape, v: values[i] }]),
  );
  const descriptors = Object.fromEntries(tensors);
  const operations = 2 * operator.multiplyAdds!(descriptors, options);
  let [result] = operator.evaluate(balls, options, profiles.ieee);
  const own = await fastest(() => [result] = operator.evaluate(balls, options, profiles.ieee));
  const bare = await fastest(() => workload.valuesOnly(values));
  const tfjs = await fastest(() => workload.tfjs(tensors.map(([, { data }]) => data)), 2);
  const native = await timeOrt(name, tensors, options);
  const line = (who: string, ms: number) =>
    `  ${who.padEnd(34)}${ms.toFixed(2).padStart(9)} ms ${gigaflops(operations, ms).padStart(16)}`;
  return [
    title,
    line("reference, with radii", own),
    `${line("reference, values only", bare)}   radii cost × ${(own / bare).toFixed(2)}`,
    `${line("TF.js cpu", tfjs)}   reference is × ${(tfjs / own).toFixed(2)} as fast`,
    `${line("onnxruntime-node, one thread", native)}   reference is × ${(native / own).toFixed(4)} as fast`,
    `  ${bytesPerElement(result)} bytes an output element`,
  ];
}

/** Bytes of a result's arrays, each counted once, for each element. */
function bytesPerElement({ v, e, M, S, n, flags, undecided }: Result): number {
  const arrays = new Set([v, e, M, S, n, flags, undecided].filter((array) => array !== undefined));
  return [...arrays].reduce((sum, array) => sum + array.byteLength, 0) / v.length;
}

async function timeOrt(
  operator: string,
  tensors: readonly (readonly [string, Tensor & { readonly data: Float32Array<ArrayBuffer> }])[],
  options: Options,
): Promise<number> {
  const [[input, x]] = tensors;
  const graph: Graph = {
    operands: new Map(tensors.map(([name, tensor]): [string, Operand] => {
      const { dataType, shape } = tensor;
      return [name, name === input ? { kind: "input", dataType, shape } : { kind: "constant", tensor }];
    })),
    nodes: [{
      operator,
      operands: Object.fromEntries(tensors.map(([name]) => [name, name])),
      options,
      outputs: ["y"],
    }],
    outputs: ["y"],
  };
  const session = await ort.InferenceSession.create(lower(graph).bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const feeds = { [input]: new ort.Tensor("float32", x.data, x.shape) };
  const ms = await fastest(() => session.run(feeds));
  await session.release();
  return ms;
}
