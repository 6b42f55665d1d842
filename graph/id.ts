/**
 * The names of cases: ids that people read and that never change, and hashes of what a case asks.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Case, Inputs } from "./case.ts";
import type { Operand } from "./graph.ts";
import { type GraphSketch, sketchToJson } from "./graph_json.ts";
import { checkId } from "./names.ts";
import { bytesOf } from "./safetensors.ts";
import type { Tensor } from "./tensor.ts";

/** What an id is made of. Seed and index are no part of it. */
export interface IdParts {
  readonly operator: string;
  readonly group: string;
  readonly dataType: string;
  /** The options in short, such as `nhwc.ohwi.s2`. */
  readonly short: string;
  /** Data of constants, and values of scalar constants, do not count and need not be there yet. */
  readonly graph: GraphSketch;
  /** How the data is drawn: `integers`, `uniform`, … */
  readonly dataKind: string;
  /** Tells apart cases that differ in their data only. */
  readonly repetition: number;
}

/**
 * The id of a case: `operator/group/dataType/short-<8 hex>`. The digits are the beginning of a SHA-256 over the
 * canonical graph, the data kind and the repetition.
 *
 * @throws {InputError} if a part holds anything but letters, digits, `.`, `_`, `-`.
 */
export function caseId({ operator, group, dataType, short, graph, dataKind, repetition }: IdParts): string {
  const digest = sha256(canonicalJson([sketchToJson(graph), dataKind, repetition])).slice(0, 8);
  const id = `${operator}/${group}/${dataType}/${short}-${digest}`;
  checkId(id, "a generated case");
  return id;
}

/**
 * SHA-256, in 64 hex digits, over the graph, the data of its constants, both sets of inputs and what an invalid case is
 * refused for.
 */
export function contentHash(
  { graph, inputs, secondInputs, invalid }: Pick<Case, "graph" | "inputs" | "secondInputs" | "invalid">,
): string {
  const constants = [...graph.operands].map(([name, operand]) => [name, constantToJson(operand)] as const);
  return sha256(canonicalJson([
    sketchToJson(graph),
    Object.fromEntries(constants.filter(([, content]) => content !== undefined)),
    inputsToJson(inputs),
    inputsToJson(secondInputs),
    ...(invalid ? [invalid] : []),
  ]));
}

/**
 * JSON without spaces, keys in the order of their UTF-16 code units whatever the locale. Numbers are written as
 * ECMAScript does, which is the same in every engine.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function constantToJson(operand: Operand): unknown {
  if (operand.kind === "input") return undefined;
  if (operand.kind !== "scalarConstant") return tensorToJson(operand.tensor);
  return typeof operand.value === "bigint"
    ? `${operand.value}n`
    : Object.is(operand.value, -0)
    ? "-0"
    : `${operand.value}`;
}

function inputsToJson(inputs: Inputs): unknown {
  return Object.fromEntries([...inputs].map(([name, tensor]) => [name, tensorToJson(tensor)]));
}

function tensorToJson({ dataType, shape, data }: Tensor): unknown {
  return [dataType, shape, sha256(bytesOf(data))];
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
