/**
 * Reading bundles that may be damaged or hostile.
 *
 * @module
 */

import { acceptFromJson } from "./bundle_accept.ts";
import { bundleFormat, tensorName } from "./bundle_write.ts";
import type { Inputs, Provenance } from "./case.ts";
import type { FileCase } from "./file_case.ts";
import type { Graph, Operand } from "./graph.ts";
import { type Contents, graphFromJson } from "./graph_json.ts";
import { InputError } from "./input_error.ts";
import { invalidFromJson } from "./invalid.ts";
import { listFrom, objectFrom, parseJson, recordFrom, stringFrom } from "./json_value.ts";
import { checkId, quoted } from "./names.ts";
import { optionFromJson } from "./option_json.ts";
import { readSafetensors } from "./safetensors_read.ts";
import { TensorTaker } from "./tensor_taker.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The case of a bundle, and the answers that came with it. Its tensors are views of `bytes` where they can be.
 *
 * @param source Where the bytes are from, for messages.
 * @throws {InputError} if the bytes are no sound bundle.
 */
export function readBundle(bytes: Uint8Array<ArrayBuffer>, source: string): FileCase {
  const { tensors, metadata } = readSafetensors(bytes, source);
  const text = metadata.get("case");
  if (metadata.get("format") !== bundleFormat || text === undefined) {
    throw new InputError(
      `${source} holds tensors but no case; "conform generate --format bundle" writes such files`,
    );
  }
  const json = recordFrom(
    parseJson(text, `${source}: the case`),
    ["id", "provenance", "invalid", "graph", "scalars", "expected", "accept"],
    source,
  );
  const id = stringFrom(json.id, `${source}: id`);
  checkId(id, source);
  const where = `${source}: case ${quoted(id)}`;

  const taker = new TensorTaker(tensors, where);
  const scalars = objectFrom(json.scalars, `${where}: scalars`);
  const graph = graphFromJson(json.graph, contentsFrom(taker, scalars, where), where);
  const file: FileCase = {
    case: {
      id,
      graph,
      ...(json.invalid === undefined ? dataFrom(graph, taker) : withoutData),
      provenance: provenanceFrom(json.provenance, `${where}: provenance`),
      ...(json.invalid !== undefined && { invalid: invalidFromJson(json.invalid, `${where}: invalid`) }),
    },
    ...(json.expected !== undefined && { expected: expectedFrom(json.expected, taker, where) }),
    ...(json.accept !== undefined && { accept: acceptFromJson(json.accept, taker, where) }),
  };
  taker.checkNoneLeft();
  return file;
}

function contentsFrom(taker: TensorTaker, scalars: ReadonlyMap<string, unknown>, where: string): Contents {
  return (name, { kind, dataType, shape }): Operand => {
    if (kind !== "scalarConstant") {
      return { kind, tensor: taker.tensor(tensorName("constant", name), dataType, shape) };
    }
    const value = optionFromJson(scalars.get(name) ?? null, `${where}: scalar ${quoted(name)}`);
    if (typeof value === "number" || typeof value === "bigint") return { kind, dataType, value };
    throw new InputError(`${where}: the value of the scalar constant ${quoted(name)} must be a number`);
  };
}

function dataFrom(graph: Graph, taker: TensorTaker): { inputs: Inputs; secondInputs: Inputs } {
  return { inputs: inputsFrom(graph, "input", taker), secondInputs: inputsFrom(graph, "second", taker) };
}

const withoutData: { inputs: Inputs; secondInputs: Inputs } = { inputs: new Map(), secondInputs: new Map() };

function inputsFrom(graph: Graph, prefix: string, taker: TensorTaker): Inputs {
  const inputs = new Map<string, Tensor>();
  for (const [name, operand] of graph.operands) {
    if (operand.kind !== "input") continue;
    inputs.set(name, taker.tensor(tensorName(prefix, name), operand.dataType, operand.shape));
  }
  return inputs;
}

function expectedFrom(json: unknown, taker: TensorTaker, where: string): ReadonlyMap<string, Tensor> {
  const names = listFrom(json, `${where}: expected`).map((name) => stringFrom(name, `${where}: expected`));
  return new Map(names.map((name) => [name, taker.operandTensor(tensorName("expected", name))]));
}

const provenanceKeys = ["source", "name", "seed", "dataKind"] as const;

function provenanceFrom(json: unknown, where: string): Provenance {
  const record = recordFrom(json, provenanceKeys, where);
  for (const [key, value] of Object.entries(record)) stringFrom(value, `${where}: ${key}`);
  stringFrom(record.source, `${where}: source`);
  return record as Provenance;
}
