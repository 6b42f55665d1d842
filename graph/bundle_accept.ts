/**
 * Reading, from a bundle, what passes under each profile.
 *
 * @module
 */

import { type AcceptJson, type ExpectedOutputJson, tensorName } from "./bundle_write.ts";
import { dataTypes } from "./data_type.ts";
import type { Alternative, Expectation, ExpectedOutput, ExpectedOutputs } from "./expectation.ts";
import { InputError } from "./input_error.ts";
import { choiceFrom, describeValue, listFrom, objectFrom, recordFrom, stringFrom } from "./json_value.ts";
import { quoted } from "./names.ts";
import { type ProfileName, profileNames } from "./profile.ts";
import type { TensorTaker } from "./tensor_taker.ts";

const acceptKeys: readonly (keyof AcceptJson)[] = ["profile", "mayReject", "outputs", "secondOutputs"];
const outputKeys: readonly (keyof ExpectedOutputJson)[] = ["dataType", "alternatives"];

/**
 * The expectations of a bundle, whose bounds are tensors of it.
 * @throws {InputError} if it is nothing that `writeBundle` writes.
 */
export function acceptFromJson(
  json: unknown,
  taker: TensorTaker,
  where: string,
): Map<ProfileName, Expectation> {
  const accept = new Map<ProfileName, Expectation>();
  for (const entry of listFrom(json, `${where}: accept`)) {
    const record = recordFrom(entry, acceptKeys, `${where}: accept`);
    const profile = choiceFrom(record.profile, profileNames, `${where}: accept: profile`);
    if (accept.has(profile)) throw new InputError(`${where}: the profile ${quoted(profile)} occurs twice`);
    accept.set(profile, {
      profile,
      outputs: outputsFrom(record.outputs, ["accept", profile], taker, where),
      secondOutputs: outputsFrom(record.secondOutputs, ["accept2", profile], taker, where),
      ...(record.mayReject !== undefined && { mayReject: mayRejectFrom(record.mayReject, where) }),
    });
  }
  return accept;
}

function mayRejectFrom(json: unknown, where: string): { question: string; answer: string } {
  const { question, answer } = recordFrom(json, ["question", "answer"], `${where}: mayReject`);
  return {
    question: stringFrom(question, `${where}: mayReject: question`),
    answer: stringFrom(answer, `${where}: mayReject: answer`),
  };
}

function outputsFrom(
  json: unknown,
  prefix: readonly string[],
  taker: TensorTaker,
  where: string,
): ExpectedOutputs {
  return new Map(
    [...objectFrom(json, `${where}: outputs`)].map(([name, output]) => [
      name,
      outputFrom(output, [...prefix, name], taker, `${where}: output ${quoted(name)}`),
    ]),
  );
}

function outputFrom(
  json: unknown,
  path: readonly string[],
  taker: TensorTaker,
  where: string,
): ExpectedOutput {
  const record = recordFrom(json, outputKeys, where);
  const dataType = choiceFrom(record.dataType, dataTypes, `${where}: dataType`);
  const { shape, data: value, ...tensor } = taker.operandTensor(tensorName(...path, "value"));
  if (tensor.dataType !== dataType) throw new InputError(`${where}: the value must be ${dataType}`);
  const length = value.length;
  const optional = <T>(field: string, take: (name: string) => T): T | undefined => {
    const name = tensorName(...path, field);
    return taker.has(name) ? take(name) : undefined;
  };
  const flags = optional("flags", (name) => taker.list(name, "uint8", length) as Uint8Array);
  const n = optional("n", (name) => taker.list(name, "int32", length) as Int32Array);
  const S = optional("S", (name) => taker.list(name, "float64", length) as Float64Array);
  const alternatives = listFrom(record.alternatives, `${where}: alternatives`).map((alternative, index) => {
    const keys = ["question", "answer", "mayVary"] as const;
    const { question, answer, mayVary } = recordFrom(alternative, keys, `${where}: alternatives`);
    if (mayVary !== undefined && mayVary !== true) {
      throw new InputError(
        `${where}: alternatives: mayVary is true or left out, not ${describeValue(mayVary)}`,
      );
    }
    const names = {
      answer: stringFrom(answer, `${where}: alternatives: answer`),
      ...(question !== undefined && { question: stringFrom(question, `${where}: alternatives: question`) }),
      ...(mayVary === true && { mayVary: true as const }),
    };
    return alternativeFrom(
      names,
      [...path, "alternatives", String(index)],
      { dataType, length },
      taker,
      where,
    );
  });
  return {
    dataType,
    shape,
    value,
    lo: taker.bounds(tensorName(...path, "lo"), dataType, length),
    hi: taker.bounds(tensorName(...path, "hi"), dataType, length),
    ...(flags && { flags }),
    ...(alternatives.length > 0 && { alternatives }),
    ...(n && { n }),
    ...(S && { S }),
  };
}

function alternativeFrom(
  names: Pick<Alternative, "question" | "answer" | "mayVary">,
  path: readonly string[],
  { dataType, length }: Pick<ExpectedOutput, "dataType"> & { length: number },
  taker: TensorTaker,
  where: string,
): Alternative {
  const positions = taker.list(tensorName(...path, "positions"), "uint32") as Uint32Array;
  if (positions.some((position, i) => position >= length || (i > 0 && position <= positions[i - 1]))) {
    throw new InputError(`${where}: the positions of an alternative must ascend and lie below ${length}`);
  }
  const flags = tensorName(...path, "flags");
  return {
    ...names,
    positions,
    lo: taker.bounds(tensorName(...path, "lo"), dataType, positions.length),
    hi: taker.bounds(tensorName(...path, "hi"), dataType, positions.length),
    ...(taker.has(flags) && { flags: taker.list(flags, "uint8", positions.length) as Uint8Array }),
  };
}
