/**
 * Dispatching a graph.
 *
 * @module
 */

import type { Destroyable, MLContext, MLGraph, MLTensor } from "./idl.ts";
import type { PacketReader, PacketWriter } from "./packet.ts";
import type { AnsweredTensor, Program, TensorDescriptor } from "./program.ts";

/** Dispatches with data A, B, A through one set of tensors. */
export async function dispatch(
  context: MLContext,
  graph: MLGraph,
  program: Program,
  packet: PacketReader,
  outputs: readonly [string, TensorDescriptor][],
  reply: PacketWriter,
  destroyables: Destroyable[],
): Promise<{ dispatches: AnsweredTensor[][]; dispatchMs: number }> {
  const create = async (descriptor: TensorDescriptor, use: "readable" | "writable"): Promise<MLTensor> => {
    const tensor = await context.createTensor({ ...descriptor, [use]: true });
    destroyables.push(tensor);
    return tensor;
  };
  const inputs = program.operands.flatMap((operand) =>
    operand.kind === "input" && operand.used ? [operand] : []
  );
  const inputTensors = await Promise.all(
    inputs.map(({ dataType, shape }) => create({ dataType, shape }, "writable")),
  );
  const outputTensors = await Promise.all(outputs.map(([, descriptor]) => create(descriptor, "readable")));
  const named = (names: readonly string[], tensors: readonly MLTensor[]) =>
    Object.fromEntries(names.map((name, index) => [name, tensors[index]]));
  const namedInputs = named(inputs.map(({ name }) => name), inputTensors);
  const namedOutputs = named(outputs.map(([name]) => name), outputTensors);

  const dispatches: AnsweredTensor[][] = [];
  const start = performance.now();
  for (const set of [0, 1, 0] as const) {
    inputs.forEach(({ data }, index) => context.writeTensor(inputTensors[index], packet.read(data[set])));
    context.dispatch(graph, namedInputs, namedOutputs);
    const data = await Promise.all(outputTensors.map((tensor) => context.readTensor(tensor)));
    dispatches.push(outputs.map(([name, { dataType, shape }], index) => ({
      name,
      dataType,
      shape,
      data: reply.add(new Uint8Array(data[index])),
    })));
  }
  return { dispatches, dispatchMs: (performance.now() - start) / dispatches.length };
}
