/**
 * Writing bundles, and their form.
 *
 * Tensors are `input.<operand>`, `second.<operand>`, `constant.<operand>`, `expected.<output>`, and what passes as
 * `accept.<profile>.<output>.<field>` for the first data set, `accept2.` for the second. In those names `.` and `%` of
 * operand names are percent-encoded. The metadata entry `case` is JSON that says everything else.
 *
 * @module
 */

import type { Alternative, Bounds, Expectation, ExpectedOutputs } from "./expectation.ts";
import type { FileCase } from "./file_case.ts";
import type { Graph } from "./graph.ts";
import { sketchToJson } from "./graph_json.ts";
import { optionToJson } from "./option_json.ts";
import { type StoredTensor, writeSafetensors } from "./safetensors.ts";
import type { DataType } from "./data_type.ts";

/** The metadata entry that tells a bundle from other safetensors files. */
export const bundleFormat = "webnn-cts case 1";

/** A bundle's metadata entry `case`, parsed. */
export interface BundleJson {
  readonly id: string;
  readonly provenance: unknown;
  readonly invalid?: unknown;
  readonly graph: unknown;
  /** Values of scalar constants. */
  readonly scalars: Readonly<Record<string, unknown>>;
  /** Names of the outputs whose right answer is there. */
  readonly expected?: readonly string[];
  readonly accept?: readonly AcceptJson[];
}

export interface AcceptJson {
  readonly profile: string;
  readonly mayReject?: Expectation["mayReject"];
  readonly outputs: Readonly<Record<string, ExpectedOutputJson>>;
  readonly secondOutputs: Readonly<Record<string, ExpectedOutputJson>>;
}

export interface ExpectedOutputJson {
  readonly dataType: DataType;
  readonly alternatives: readonly Pick<Alternative, "question" | "answer" | "mayVary">[];
}

/** The name of a tensor in a bundle; operand names cannot be mistaken for parts of it. */
export function tensorName(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[%.]/g, (c) => (c === "." ? "%2E" : "%25"))).join(".");
}

/**
 * The bytes of a bundle; `readBundle` gives the same back, bit for bit.
 *
 * @throws {InputError} if it would be larger than readers accept.
 */
export function writeBundle({ case: testCase, expected, accept }: FileCase): Uint8Array<ArrayBuffer> {
  const { id, graph, inputs, secondInputs, provenance, invalid } = testCase;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, tensor] of inputs) tensors.set(tensorName("input", name), tensor);
  for (const [name, tensor] of secondInputs) tensors.set(tensorName("second", name), tensor);
  for (const [name, operand] of graph.operands) {
    if (operand.kind === "constant" || operand.kind === "constantTensor") {
      tensors.set(tensorName("constant", name), operand.tensor);
    }
  }
  for (const [name, tensor] of expected ?? []) tensors.set(tensorName("expected", name), tensor);
  for (const [profile, { outputs, secondOutputs }] of accept ?? []) {
    addOutputs(tensors, ["accept", profile], outputs);
    addOutputs(tensors, ["accept2", profile], secondOutputs);
  }
  const json: BundleJson = {
    id,
    provenance,
    ...(invalid && { invalid }),
    graph: sketchToJson(graph),
    scalars: scalarsOf(graph),
    ...(expected && { expected: [...expected.keys()] }),
    ...(accept && { accept: [...accept.values()].map(acceptToJson) }),
  };
  const metadata = new Map([["format", bundleFormat], ["case", JSON.stringify(json)]]);
  return writeSafetensors({ tensors, metadata });
}

function scalarsOf(graph: Graph): Record<string, unknown> {
  return Object.fromEntries(
    [...graph.operands].flatMap(([name, operand]) =>
      operand.kind === "scalarConstant" ? [[name, optionToJson(operand.value)]] : []
    ),
  );
}

function addOutputs(
  tensors: Map<string, StoredTensor>,
  prefix: readonly string[],
  outputs: ExpectedOutputs,
): void {
  for (const [name, output] of outputs) {
    const add = (fields: readonly string[], tensor: StoredTensor | undefined) => {
      if (tensor) tensors.set(tensorName(...prefix, name, ...fields), tensor);
    };
    const { dataType, shape, value, flags, n, S } = output;
    add(["value"], { dataType, shape, data: value });
    add(["lo"], listTensor(output.lo));
    add(["hi"], listTensor(output.hi));
    add(["flags"], flags && listTensor(flags));
    add(["n"], n && listTensor(n));
    add(["S"], S && listTensor(S));
    (output.alternatives ?? []).forEach(({ positions, lo, hi, flags }, index) => {
      const alternative = ["alternatives", String(index)];
      add([...alternative, "positions"], listTensor(positions));
      add([...alternative, "lo"], listTensor(lo));
      add([...alternative, "hi"], listTensor(hi));
      add([...alternative, "flags"], flags && listTensor(flags));
    });
  }
}

const listTypes = [
  [Float64Array, "float64"],
  [BigInt64Array, "int64"],
  [BigUint64Array, "uint64"],
  [Uint8Array, "uint8"],
  [Int32Array, "int32"],
  [Uint32Array, "uint32"],
] as const;

/** A list of numbers as a tensor of rank 1. */
function listTensor(data: Bounds | Uint8Array | Int32Array | Uint32Array): StoredTensor {
  const [, dataType] = listTypes.find(([array]) => data instanceof array)!;
  return { dataType, shape: [data.length], data } as StoredTensor;
}

function acceptToJson({ profile, mayReject, outputs, secondOutputs }: Expectation): AcceptJson {
  return {
    profile,
    ...(mayReject && { mayReject }),
    outputs: outputsToJson(outputs),
    secondOutputs: outputsToJson(secondOutputs),
  };
}

function outputsToJson(outputs: ExpectedOutputs): Record<string, ExpectedOutputJson> {
  return Object.fromEntries(
    [...outputs].map(([name, { dataType, alternatives = [] }]) => [name, {
      dataType,
      alternatives: alternatives.map(({ question, answer, mayVary }) => ({
        ...(question && { question }),
        answer,
        ...(mayVary && { mayVary }),
      })),
    }]),
  );
}
