/**
 * Building a graph with `MLGraphBuilder`, within the context's limits.
 *
 * @module
 */

import type {
  Destroyable,
  MLContext,
  MLGraph,
  MLGraphBuilder,
  MLOperand,
  OperandLimits,
  OpSupportLimits,
  WebnnWindow,
} from "./idl.ts";
import type { PacketReader } from "./packet.ts";
import type { Argument, Call, OperandLimit, Program, TensorDescriptor } from "./program.ts";

export type Operands = ReadonlyMap<string, MLOperand>;

/** The graph cannot be expressed within the context's limits. */
export class Unsupported extends Error {}
/** A builder method or `build()` threw. */
export class Rejected extends Error {}

/** Builds the graph. Throws `Unsupported` or `Rejected`. */
export async function build(
  context: MLContext,
  Builder: WebnnWindow["MLGraphBuilder"],
  program: Program,
  packet: PacketReader,
  destroyables: Destroyable[],
): Promise<{ graph: MLGraph; outputs: [string, TensorDescriptor][] }> {
  const limits = context.opSupportLimits();
  const builder = new Builder(context);
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
    if (cause instanceof DOMException && cause.name === notSupported) throw new Unsupported(cause.message);
    throw new Rejected("build", { cause });
  }
}

/**
 * What `build()` rejects with in Chromium where the platform lacks something that `opSupportLimits()` cannot say,
 * such as dilations of a pooling.
 */
export const notSupported = "NotSupportedError";

/** Calls one method of the builder. Throws `Unsupported` or `Rejected`. */
function invoke(
  builder: MLGraphBuilder,
  call: Call,
  operands: Operands,
  limits: OpSupportLimits,
): MLOperand[] {
  const method = methodOf(builder, call.method);
  const { plain, options } = argumentsOf(call, operands, limits);
  requireResultType(limits, call);
  const result: unknown = rejecting(() => method.apply(builder, options ? [...plain, options] : [...plain]));
  return (Array.isArray(result) ? result : [result]) as MLOperand[];
}

/** A method of the builder. Throws `Unsupported` where it has none of that name. */
export function methodOf(builder: MLGraphBuilder, name: string): (...given: unknown[]) => unknown {
  const method = (builder as unknown as Record<string, unknown>)[name];
  if (typeof method !== "function") throw new Unsupported(`MLGraphBuilder has no method ${name}`);
  return method as (...given: unknown[]) => unknown;
}

/** The values of a call's arguments and options. Throws `Unsupported` for operands outside the limits. */
export function argumentsOf(
  call: Call,
  operands: Operands,
  limits: OpSupportLimits,
): { plain: unknown[]; options?: Record<string, unknown> } {
  const valueOf = (argument: Argument): unknown => {
    if (argument === null) return undefined;
    if (argument.kind === "value") return argument.value;
    const names = argument.kind === "operand" ? [argument.names] : argument.names;
    const values = names.map((name) => get(operands, name));
    for (const operand of values) requireWithinMethod(limits, call.method, argument.limit, operand);
    return argument.kind === "operand" ? values[0] : values;
  };
  return {
    plain: call.arguments.map(valueOf),
    options: call.options &&
      Object.fromEntries(call.options.map(([name, argument]) => [name, valueOf(argument)])),
  };
}

/** The operand of this name. */
export function get(operands: Operands, name: string): MLOperand {
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

/** `cast` is told the data type of its result, which the context may lack. */
function requireResultType(limits: OpSupportLimits, { method, names, arguments: given }: Call): void {
  const argument = given[names.indexOf("dataType")];
  const limit = (limits[method] as Record<string, OperandLimits> | undefined)?.output;
  if (argument?.kind !== "value" || !limit) return;
  requireWithin(limit, { dataType: String(argument.value), shape: [] }, `${method} output`);
}

/** Throws `Unsupported` for a tensor outside a limit of the context. */
export function requireWithin(
  limit: OperandLimits,
  { dataType, shape }: TensorDescriptor,
  what: string,
): void {
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
