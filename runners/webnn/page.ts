/**
 * What runs in the browser: takes programs from the host, builds and dispatches each with `navigator.ml`, and posts
 * the answers. The host serves this file with its types stripped.
 *
 * @module
 */

import type {
  MLContext,
  MLGraph,
  MLGraphBuilder,
  MLOperand,
  MLTensor,
  OperandLimits,
  OpSupportLimits,
  WebnnWindow,
} from "./idl.ts";
import { fetchLarge, PacketReader, PacketWriter, socketLimit } from "./packet.ts";
import type {
  AnsweredTensor,
  Argument,
  Call,
  OperandLimit,
  Program,
  ProgramAnswer,
  TensorDescriptor,
} from "./program.ts";

type Operands = ReadonlyMap<string, MLOperand>;

/** The graph cannot be expressed within the context's limits. */
class Unsupported extends Error {}
/** A builder method or `build()` threw. */
class Rejected extends Error {}

const browser = globalThis as unknown as WebnnWindow;

/** `opSupportLimits()` of a new context, or what `createContext` threw. */
export async function probe(): Promise<{ limits: OpSupportLimits } | { exception: string }> {
  try {
    return { limits: (await createContext()).opSupportLimits() };
  } catch (error) {
    return { exception: describe(error) };
  }
}

/** Answers programs until the host is gone. Rejects when a context is lost: the GPU process has died. */
export function answerAll(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}/cases`);
    socket.binaryType = "arraybuffer";
    socket.onclose = () => resolve();
    socket.onmessage = ({ data }) => answer(data).then(send, reject);

    async function answer(program: ArrayBuffer | typeof fetchLarge): Promise<Uint8Array<ArrayBuffer>> {
      if (program instanceof ArrayBuffer) return await answerTo(program);
      return await answerTo(await (await fetch("/large")).arrayBuffer());
    }

    async function send(answer: Uint8Array<ArrayBuffer>): Promise<void> {
      if (answer.length <= socketLimit) socket.send(answer);
      else await fetch("/large", { method: "POST", body: answer });
    }
  });
}

async function answerTo(program: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  const packet = new PacketReader(program);
  const reply = new PacketWriter();
  const context = await createContext();
  const lost = context.lost.then(({ message }): never => {
    throw new Error(`the WebNN context was lost: ${message}`);
  });
  const answer = await Promise.race([run(context, packet, reply), lost]);
  lost.catch(() => {});
  context.destroy();
  return reply.finish(answer);
}

function createContext(): Promise<MLContext> {
  const { ml } = browser.navigator;
  if (!ml) throw new Error("there is no navigator.ml");
  return ml.createContext({ deviceType: "cpu" });
}

async function run(context: MLContext, packet: PacketReader, reply: PacketWriter): Promise<ProgramAnswer> {
  const program = packet.header as Program;
  const destroyables: { destroy(): void }[] = [];
  const start = performance.now();
  let built: number | undefined;
  try {
    const { graph, outputs } = await build(context, program, packet, destroyables);
    built = performance.now();
    const buildMs = built - start;
    const { dispatches, dispatchMs } = await dispatch(
      context,
      graph,
      program,
      packet,
      outputs,
      reply,
      destroyables,
    );
    return { kind: "outputs", dispatches, buildMs, dispatchMs };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "unsupported", message: error.message };
    const buildMs = (built ?? performance.now()) - start;
    if (error instanceof Rejected) {
      const { name, message } = error.cause instanceof Error
        ? error.cause
        : { name: "", message: String(error.cause) };
      return { kind: "rejected", exception: name, message, buildMs };
    }
    return { kind: "error", message: describe(error), buildMs };
  } finally {
    for (const each of destroyables) each.destroy();
  }
}

/** Builds the graph. Throws `Unsupported` or `Rejected`. */
async function build(
  context: MLContext,
  program: Program,
  packet: PacketReader,
  destroyables: { destroy(): void }[],
): Promise<{ graph: MLGraph; outputs: [string, TensorDescriptor][] }> {
  const limits = context.opSupportLimits();
  const builder = new browser.MLGraphBuilder(context);
  const operands = new Map<string, MLOperand>();
  for (const operand of program.operands) {
    const { name, dataType } = operand;
    if (operand.kind === "scalarConstant") {
      requireWithin(limits.constant, { dataType, shape: [] }, `constant ${name}`);
      operands.set(name, rejecting(() => builder.constant(dataType, operand.value)));
      continue;
    }
    const descriptor = { dataType, shape: operand.shape };
    if (operand.kind === "input") {
      requireWithin(limits.input, descriptor, `input ${name}`);
      operands.set(name, rejecting(() => builder.input(name, descriptor)));
    } else if (operand.kind === "constant") {
      requireWithin(limits.constant, descriptor, `constant ${name}`);
      const data = packet.read(operand.data);
      operands.set(name, rejecting(() => builder.constant(descriptor, data)));
    } else {
      requireWithin(limits.constant, descriptor, `constant tensor ${name}`);
      const tensor = await context.createConstantTensor(descriptor, packet.read(operand.data));
      destroyables.push(tensor);
      operands.set(name, rejecting(() => builder.constant(tensor)));
    }
  }
  for (const call of program.calls) {
    const results = invoke(builder, call, operands, limits);
    call.outputs.forEach((name, index) => operands.set(name, results[index]));
  }
  const outputs = program.outputs.map((name): [string, MLOperand] => [name, get(operands, name)]);
  for (const [name, operand] of outputs) requireWithin(limits.output, operand, `output ${name}`);
  try {
    const graph = await builder.build(Object.fromEntries(outputs));
    destroyables.push(graph);
    return {
      graph,
      outputs: outputs.map(([name, { dataType, shape }]) => [name, { dataType, shape: [...shape] }]),
    };
  } catch (cause) {
    throw new Rejected("build", { cause });
  }
}

/** Calls one method of the builder. */
function invoke(
  builder: MLGraphBuilder,
  call: Call,
  operands: Operands,
  limits: OpSupportLimits,
): MLOperand[] {
  const method = (builder as unknown as Record<string, unknown>)[call.method];
  if (typeof method !== "function") throw new Unsupported(`MLGraphBuilder has no method ${call.method}`);
  const valueOf = (argument: Argument): unknown => {
    if (argument === null) return undefined;
    if (argument.kind === "value") return argument.value;
    const names = argument.kind === "operand" ? [argument.names] : argument.names;
    const values = names.map((name) => get(operands, name));
    for (const operand of values) requireWithinMethod(limits, call.method, argument.limit, operand);
    return argument.kind === "operand" ? values[0] : values;
  };
  const values = call.arguments.map(valueOf);
  if (call.options) {
    values.push(Object.fromEntries(call.options.map(([name, argument]) => [name, valueOf(argument)])));
  }
  const result: unknown = rejecting(() => method.apply(builder, values));
  return (Array.isArray(result) ? result : [result]) as MLOperand[];
}

function get(operands: Operands, name: string): MLOperand {
  const operand = operands.get(name);
  if (!operand) throw new Error(`the graph has no operand ${name}`);
  return operand;
}

function rejecting<T>(step: () => T): T {
  try {
    return step();
  } catch (cause) {
    throw new Rejected("builder", { cause });
  }
}

/** What the spec itself refuses is left to the builder; what only this context refuses is unsupported. */
function requireWithinMethod(
  limits: OpSupportLimits,
  method: string,
  allowed: OperandLimit,
  { dataType, shape }: TensorDescriptor,
): void {
  const specAllows = allowed.dataTypes.includes(dataType) && shape.length >= allowed.rank[0] &&
    shape.length <= allowed.rank[1];
  const limit = (limits[method] as Record<string, OperandLimits> | undefined)?.[allowed.argument];
  if (specAllows && limit) {
    requireWithin(limit, { dataType, shape }, `${method} argument ${allowed.argument}`);
  }
}

function requireWithin(limit: OperandLimits, { dataType, shape }: TensorDescriptor, what: string): void {
  if (!limit.dataTypes.includes(dataType)) {
    throw new Unsupported(
      `${what}: opSupportLimits() allows data types ${limit.dataTypes.join(", ")}, not ${dataType}`,
    );
  }
  const { min, max } = limit.rankRange;
  if (shape.length < min || shape.length > max) {
    throw new Unsupported(`${what}: opSupportLimits() allows ranks ${min} to ${max}, not ${shape.length}`);
  }
}

/** Dispatches with data A, B, A through one set of tensors. */
async function dispatch(
  context: MLContext,
  graph: MLGraph,
  program: Program,
  packet: PacketReader,
  outputs: readonly [string, TensorDescriptor][],
  reply: PacketWriter,
  destroyables: { destroy(): void }[],
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

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

Object.assign(globalThis, { probe, answerAll });
