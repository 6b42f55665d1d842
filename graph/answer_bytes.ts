/**
 * Answers as bytes, as a host sends them to the runner: a safetensors file whose tensors are `<dispatch>.<output>`, and
 * whose metadata says the rest. The third dispatch is left out where it equals the first bit for bit.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import type { Answer, Outputs } from "./answer.ts";
import { tensorName } from "./bundle_write.ts";
import { InputError } from "./input_error.ts";
import { choiceFrom, listFrom, parseJson, recordFrom, stringFrom } from "./json_value.ts";
import { bytesOf, type StoredTensor, writeSafetensors } from "./safetensors.ts";
import { readSafetensors } from "./safetensors_read.ts";
import { describe } from "./tensor.ts";
import { TensorTaker } from "./tensor_taker.ts";

const kinds = ["outputs", "accepted", "unsupported", "rejected", "error", "crash", "timeout"] as const;
const keys = ["id", "kind", "buildMs", "dispatchMs", "outputs", "rewrites", "message", "exception"] as const;

/**
 * An answer as safetensors bytes, as a host sends it.
 * @throws {InputError} if the outputs are larger than `decodeAnswer` accepts.
 */
export function encodeAnswer(answer: Answer): Uint8Array<ArrayBuffer> {
  if (answer.kind !== "outputs") return encode(answer, new Map());
  const { dispatches: [first, second, third], ...rest } = answer;
  const sent = sameBits(first, third) ? [first, second] : [first, second, third];
  const tensors = new Map<string, StoredTensor>(
    sent.flatMap((outputs, dispatch) =>
      [...outputs].map(([name, tensor]) => [tensorName(String(dispatch), name), tensor] as const)
    ),
  );
  return encode({ ...rest, outputs: sent.map((outputs) => [...outputs.keys()]) }, tensors);
}

function sameBits(a: Outputs, b: Outputs): boolean {
  return a.size === b.size && [...a].every(([name, tensor]) => {
    const other = b.get(name);
    return other !== undefined && describe(tensor) === describe(other) &&
      Buffer.compare(bytesOf(tensor.data), bytesOf(other.data)) === 0;
  });
}

function encode(json: unknown, tensors: ReadonlyMap<string, StoredTensor>): Uint8Array<ArrayBuffer> {
  return writeSafetensors({ tensors, metadata: new Map([["answer", JSON.stringify(json)]]) });
}

/**
 * The answer that `encodeAnswer` wrote, bit for bit.
 *
 * @throws {InputError} if the bytes are no such answer.
 */
export function decodeAnswer(bytes: Uint8Array<ArrayBuffer>): Answer {
  const source = "a host's answer";
  const { tensors, metadata } = readSafetensors(bytes, source);
  const record = recordFrom(parseJson(metadata.get("answer") ?? "", source), keys, source);
  const kind = choiceFrom(record.kind, kinds, `${source}: kind`);
  const common = {
    id: stringFrom(record.id, `${source}: id`),
    ...(record.buildMs !== undefined && { buildMs: millisecondsFrom(record.buildMs, source) }),
    ...(record.dispatchMs !== undefined && { dispatchMs: millisecondsFrom(record.dispatchMs, source) }),
  };
  const text = (key: "message" | "exception") => stringFrom(record[key], `${source}: ${key}`);
  if (kind === "rejected") return { ...common, kind, exception: text("exception"), message: text("message") };
  if (kind !== "outputs") return { ...common, kind, message: text("message") };

  const taker = new TensorTaker(tensors, source);
  const dispatches = listFrom(record.outputs, `${source}: outputs`).map((names, dispatch) =>
    outputsFrom(names, dispatch, taker, source)
  );
  taker.checkNoneLeft();
  const [first, second, third = first] = dispatches;
  if (dispatches.length < 2 || dispatches.length > 3) {
    throw new InputError(`${source} must have two or three dispatches and has ${dispatches.length}`);
  }
  const rewrites = record.rewrites === undefined
    ? undefined
    : stringsFrom(record.rewrites, `${source}: rewrites`);
  return { ...common, kind, dispatches: [first, second, third], ...(rewrites && { rewrites }) };
}

function millisecondsFrom(json: unknown, source: string): number {
  if (typeof json === "number") return json;
  throw new InputError(`${source}: a time must be a number of milliseconds`);
}

function outputsFrom(json: unknown, dispatch: number, taker: TensorTaker, source: string): Outputs {
  const names = stringsFrom(json, `${source}: outputs`);
  return new Map(names.map((name) => [name, taker.operandTensor(tensorName(String(dispatch), name))]));
}

function stringsFrom(json: unknown, where: string): string[] {
  return listFrom(json, where).map((text) => stringFrom(text, where));
}
