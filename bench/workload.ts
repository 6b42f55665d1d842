/**
 * One operator on one set of operands, timed on the reference and on its peers.
 *
 * @module
 */

import * as ort from "onnxruntime-node";
import type { Graph, Operand } from "../graph/graph.ts";
import { profiles } from "../graph/profile.ts";
import { elementCount, type Tensor } from "../graph/tensor.ts";
import type { Options } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";
import { lower } from "../runners/onnx/lower.ts";
import { atLeast, atMost, type Line } from "./line.ts";
import { inMilliseconds, noise, time, timeInTurn, type Times } from "./measure.ts";

/** What is timed. */
export interface Workload {
  readonly title: string;
  readonly operator: string;
  /** Shape of each operand; the first is an input, the others are constants. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly options: Options;
  /** GFLOP/s that the reference is to reach with radii. */
  readonly least: number;
  /** The kernel alone: values, and nothing of their radii. Gets the operands in the order of `shapes`. */
  readonly valuesOnly: (operands: readonly Float64Array[]) => void;
  /** The same in TF.js on the CPU, outputs read back. Gets the operands in the order of `shapes`. */
  readonly tfjs: (operands: readonly Float32Array[]) => unknown;
}

type Operand32 = readonly [name: string, tensor: Tensor & { readonly data: Float32Array<ArrayBuffer> }];

/** Times a workload. FLOPs are 2 × the multiply-adds of the values, whatever is computed beside them. */
export async function* timed(workload: Workload): AsyncGenerator<Line> {
  const { operator: name, shapes, options, least } = workload;
  const operator = operators.get(name)!;
  const tensors = Object.entries(shapes).map(([operand, shape], i): Operand32 => {
    return [operand, { dataType: "float32", shape, data: noise(elementCount(shape), i + 1) }];
  });
  const values = tensors.map(([, { data }]) => Float64Array.from(data));
  const balls = Object.fromEntries(
    tensors.map(([operand, { dataType, shape }], i) => [operand, { dataType, shape, v: values[i] }]),
  );
  const operations = 2 * operator.multiplyAdds!(Object.fromEntries(tensors), options);
  const gigaflops = ({ cost }: Times) => operations / cost / 1e6;
  const figure = (times: Times) => `${gigaflops(times).toFixed(2)} GFLOP/s, ${inMilliseconds(times)}`;
  const evaluate = () => operator.evaluate(balls, options, profiles.ieee);

  const [own, bare] = await timeInTurn([evaluate, () => workload.valuesOnly(values)], 15, 2000);
  yield {
    what: "reference, with radii",
    figure: figure(own),
    target: atLeast(gigaflops(own), least, "GFLOP/s"),
  };
  const cost = own.cost / bare.cost;
  yield {
    what: "reference, values only",
    figure: `${figure(bare)}; radii cost × ${cost.toFixed(2)}`,
    target: atMost(cost, 2, "×"),
  };
  const [{ shape }] = operator.infer(Object.fromEntries(tensors), options);
  const bytes = mostAllocated(evaluate), result = elementCount(shape);
  const operands = values.reduce((sum, { length }) => sum + length, 0);
  const anElement = (bytes + 8 * operands) / (result + operands);
  yield {
    what: "memory, with radii",
    figure: `${anElement.toFixed(1)} bytes an element alive, ${(bytes / result).toFixed(1)} new a result`,
    target: atMost(anElement, 32, "bytes"),
  };
  const tfjs = await time(() => workload.tfjs(tensors.map(([, { data }]) => data)), 1, 0);
  yield { what: "TF.js cpu", figure: `${figure(tfjs)}; reference × ${ratio(tfjs, own)} as fast` };
  const native = await timeOrt(name, tensors, options);
  yield {
    what: "onnxruntime-node, one thread",
    figure: `${figure(native)}; reference × ${ratio(native, own)} as fast`,
  };
}

function ratio(peer: Times, own: Times): string {
  return (peer.cost / own.cost).toPrecision(2);
}

/** Bytes of all arrays that a run allocates. A garbage collection in the middle hides some, so the most of a few runs. */
function mostAllocated(run: () => unknown): number {
  let most = 0;
  for (let i = 0; i < 5; i++) {
    const before = Deno.memoryUsage().external;
    run();
    most = Math.max(most, Deno.memoryUsage().external - before);
  }
  return most;
}

async function timeOrt(operator: string, tensors: readonly Operand32[], options: Options): Promise<Times> {
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
  const times = await time(() => session.run(feeds));
  await session.release();
  return times;
}
