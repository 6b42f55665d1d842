/**
 * Making a call that must be refused: what stands before it is made as it should be, and nothing is made of what it
 * returns.
 *
 * @module
 */

import type { Misuse, RawValue } from "../../graph/invalid.ts";
import {
  argumentsOf,
  get,
  methodOf,
  notSupported,
  type Operands,
  requireWithin,
  Unsupported,
} from "./build.ts";
import type { Destroyable, MLContext, MLGraphBuilder, MLOperand, MLTensor, WebnnWindow } from "./idl.ts";
import type { PacketReader } from "./packet.ts";
import type { Call, Program, ProgramAnswer, ProgramOperand } from "./program.ts";

/** What the page gives beside a context. */
export interface Tools {
  readonly Builder: WebnnWindow["MLGraphBuilder"];
  readonly createContext: () => Promise<MLContext>;
}

/** A call that is about to be made. */
interface Pending {
  readonly method: string;
  /** Names and values of the plain arguments. */
  readonly names: readonly string[];
  readonly plain: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Answers `rejected` with the exception, or `accepted`. */
export async function attempt(
  context: MLContext,
  tools: Tools,
  program: Program,
  packet: PacketReader,
): Promise<ProgramAnswer> {
  const { method: wrong, misuse } = program.invalid!;
  const start = performance.now();
  const maker = new Maker(context, tools, program, packet);
  try {
    const before = await maker.makeUntil(wrong);
    const pending = misuse ? await maker.misused(before, misuse) : before;
    return await outcome(maker.builder, pending, start);
  } catch (error) {
    const isLimit = error instanceof DOMException && error.name === notSupported;
    if (isLimit || error instanceof Unsupported) return { kind: "unsupported", message: error.message };
    const message = `before the call in question: ${String(error)}`;
    return { kind: "error", message, buildMs: performance.now() - start };
  } finally {
    for (const each of maker.destroyables) each.destroy();
  }
}

async function outcome(
  builder: MLGraphBuilder,
  { method, plain, options }: Pending,
  start: number,
): Promise<ProgramAnswer> {
  const call = methodOf(builder, method);
  try {
    const result = await call.apply(builder, options === undefined ? [...plain] : [...plain, options]);
    return { kind: "accepted", message: `${method}() accepts it${described(result)}` };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
    return { kind: "rejected", exception: name, message, buildMs: performance.now() - start };
  }
}

function described(result: unknown): string {
  const operands = [result].flat() as Partial<MLOperand>[];
  const words = operands.flatMap(({ dataType, shape }) => shape ? [`${dataType}[${shape.join(",")}]`] : []);
  return words.length > 0 ? ` and gives ${words.join(", ")}` : "";
}

/** Makes a program's calls in order. */
class Maker {
  readonly builder: MLGraphBuilder;
  readonly destroyables: Destroyable[] = [];
  readonly #context: MLContext;
  readonly #tools: Tools;
  readonly #program: Program;
  readonly #packet: PacketReader;
  readonly #operands = new Map<string, MLOperand>();

  constructor(context: MLContext, tools: Tools, program: Program, packet: PacketReader) {
    this.builder = new tools.Builder(context);
    this.#context = context;
    this.#tools = tools;
    this.#program = program;
    this.#packet = packet;
  }

  /** Makes every call before the last one of `method`, and returns that one. */
  async makeUntil(method: string): Promise<Pending> {
    const { operands, calls } = this.#program;
    const lastOperand = operands.findLastIndex(({ kind }) =>
      (kind === "input" ? "input" : "constant") === method
    );
    for (const [index, operand] of operands.entries()) {
      const pending = await this.#operandCall(operand);
      if (index === lastOperand) return pending;
      this.#make(pending, [operand.name]);
    }
    const lastCall = calls.findLastIndex((call) => call.method === method);
    for (const [index, call] of calls.entries()) {
      const pending = this.#nodeCall(call);
      if (index === lastCall) return pending;
      this.#make(pending, call.outputs);
    }
    const outputs = this.#program.outputs.map((name) => [name, get(this.#operands, name)]);
    return { method: "build", names: ["outputs"], plain: [Object.fromEntries(outputs)] };
  }

  #make({ method, plain, options }: Pending, names: readonly string[]): void {
    const given = options === undefined ? [...plain] : [...plain, options];
    const results = [methodOf(this.builder, method).apply(this.builder, given)].flat() as MLOperand[];
    names.forEach((name, index) => this.#operands.set(name, results[index]));
  }

  async #operandCall(operand: ProgramOperand): Promise<Pending> {
    const { name, dataType } = operand;
    const limits = this.#context.opSupportLimits();
    if (operand.kind === "scalarConstant") {
      return { method: "constant", names: ["dataType", "value"], plain: [dataType, operand.value] };
    }
    const descriptor = { dataType, shape: operand.shape };
    if (operand.kind === "input") {
      requireWithin(limits.input, descriptor, `input ${name}`);
      return { method: "input", names: ["name", "descriptor"], plain: [name, descriptor] };
    }
    const data = this.#packet.read(operand.data);
    if (operand.kind === "constant") {
      return { method: "constant", names: ["descriptor", "buffer"], plain: [descriptor, data] };
    }
    const tensor = await this.#context.createConstantTensor(descriptor, data);
    this.destroyables.push(tensor);
    return { method: "constant", names: ["tensor"], plain: [tensor] };
  }

  #nodeCall(call: Call): Pending {
    const given = argumentsOf(call, this.#operands, this.#context.opSupportLimits());
    return { method: call.method, names: call.names, ...given };
  }

  /** The call as the misuse has it. */
  async misused(pending: Pending, misuse: Misuse): Promise<Pending> {
    switch (misuse.kind) {
      case "built":
        await this.#build(pending);
        return pending;
      case "lost":
        this.#context.destroy();
        return pending;
      case "other-builder":
        return this.#withForeign(pending, misuse.operand);
      case "tensor": {
        const [tensor] = pending.plain as [MLTensor];
        return { ...pending, plain: [await this.#wrongTensor(tensor, misuse.state)] };
      }
      case "view": {
        const [descriptor, buffer] = pending.plain as [unknown, ArrayBuffer];
        const view = misuse.type === "DataView" ? new DataView(buffer) : new Int32Array(buffer);
        return { ...pending, plain: [descriptor, view] };
      }
      case "argument":
        return replaced(pending, misuse.argument, resolved(misuse.value, this.#operands));
    }
  }

  /** Builds a graph: the call's own if it is `build`, else one of a node. */
  async #build(pending: Pending): Promise<void> {
    const { builder } = this;
    const outputs = pending.method === "build" ? pending.plain[0] as Record<string, MLOperand> : {
      built: methodOf(builder, "relu").call(
        builder,
        builder.input("to build", { dataType: "float32", shape: [1] }),
      ) as MLOperand,
    };
    this.destroyables.push(await builder.build(outputs));
  }

  #withForeign(pending: Pending, name: string): Pending {
    const own = get(this.#operands, name);
    const { dataType, shape } = own;
    const foreign = new this.#tools.Builder(this.#context).input(name, { dataType, shape });
    const exchanged = (value: unknown): unknown => {
      if (value === own) return foreign;
      if (Array.isArray(value)) return value.map(exchanged);
      return value;
    };
    const inRecord = (record: unknown) =>
      Object.fromEntries(Object.entries(record as object).map(([key, value]) => [key, exchanged(value)]));
    if (pending.method === "build") return { ...pending, plain: pending.plain.map(inRecord) };
    const { plain, options } = pending;
    return { ...pending, plain: plain.map(exchanged), options: options && inRecord(options) };
  }

  async #wrongTensor(
    tensor: MLTensor,
    state: Extract<Misuse, { kind: "tensor" }>["state"],
  ): Promise<MLTensor> {
    const { dataType, shape } = tensor;
    if (state === "destroyed") {
      tensor.destroy();
      return tensor;
    }
    if (state === "not-constant") {
      const plain = await this.#context.createTensor({ dataType, shape });
      this.destroyables.push(plain);
      return plain;
    }
    const other = await this.#tools.createContext();
    this.destroyables.push(other);
    return await other.createConstantTensor(
      { dataType, shape },
      new ArrayBuffer(4 * shape.reduce((a, b) => a * b, 1)),
    );
  }
}

/** The call with another value of an argument, an option, or of all `options`; `undefined` leaves it out. */
function replaced(pending: Pending, argument: string, value: unknown): Pending {
  const { names, plain, options } = pending;
  const at = names.indexOf(argument);
  if (at < 0) {
    const given = argument === "options" ? value : { ...options, [argument]: value };
    // the dictionary stands after every plain argument
    return { ...pending, plain: names.map((_, index) => plain[index]), options: given as Pending["options"] };
  }
  const whole = names.map((_, index) => index === at ? value : plain[index]);
  const isLast = options === undefined && at === names.length - 1;
  return { ...pending, plain: value === undefined && isLast ? whole.slice(0, -1) : whole };
}

/** The value with operands in place of what names them, and numbers in place of what JSON has for them. */
function resolved(value: RawValue | undefined, operands: Operands): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => resolved(item, operands));
  const entries = Object.entries(value as { readonly [key: string]: RawValue });
  const [[key, name] = []] = entries;
  if (entries.length === 1 && typeof name === "string") {
    if (key === "operand") return get(operands, name);
    if (key === "number") return Number(name);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolved(item, operands)]));
}
