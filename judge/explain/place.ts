/**
 * Which element of a case is explained: the one that is named, the worst of an answer, or the one with the widest bound.
 *
 * @module
 */

import type { Outputs } from "../../graph/answer.ts";
import type { Expectation, ExpectedOutput, ExpectedOutputs } from "../../graph/expectation.ts";
import { InputError } from "../../graph/input_error.ts";
import { quoted } from "../../graph/names.ts";
import { rowMajorStrides } from "../../graph/tensor.ts";
import { Tally } from "../tally.ts";

/** An output element of a case. */
export interface Place {
  /** 1: of the first data set; 2: of the second. */
  readonly dispatch: 1 | 2;
  readonly output: string;
  /** Row-major. */
  readonly position: number;
}

/** A backend's outputs of the two data sets. */
export type Answered = readonly [first: Outputs, second: Outputs];

/** The element furthest outside its bounds, else the one nearest to them, else the one with the widest bound. */
export function worstPlace({ outputs, secondOutputs }: Expectation, answered: Answered): Place {
  const sets = [outputs, secondOutputs] as const;
  const [first, second] = sets.map((expected, k) => tallyOf(answered[k], expected));
  const isSecond = second.failed > 0 && first.failed === 0 ||
    (second.failed > 0) === (first.failed > 0) && (second.worst?.ratio ?? 0) > (first.worst?.ratio ?? 0);
  const { worst } = isSecond ? second : first;
  if (!worst) return widestPlace(outputs);
  const { shape } = sets[isSecond ? 1 : 0].get(worst.output)!;
  return {
    dispatch: isSecond ? 2 : 1,
    output: worst.output,
    position: positionOf(worst.index, shape),
  };
}

/** The element of the first data set with the widest bound for its size; the first where none has a width. */
export function widestPlace(outputs: ExpectedOutputs): Place {
  let most = -1;
  let place: Place = { dispatch: 1, output: "", position: 0 };
  for (const [output, { lo, hi, value }] of outputs) {
    for (let position = 0; position < value.length; position++) {
      const width = Number(hi[position]) - Number(lo[position]);
      const relative = width > 0 && width < Infinity ? width / Math.abs(Number(value[position]) || 1) : 0;
      if (relative > most) [most, place] = [relative, { dispatch: 1, output, position }];
    }
  }
  return place;
}

/**
 * The element that a person names, `output[0,3,1,2]`, of the only output also `[0,3,1,2]`: in the second data set where only
 * there it is wrong.
 *
 * @throws {InputError} if there is no such output or element.
 */
export function namedPlace(text: string, expectation: Expectation, answered?: Answered): Place {
  const { outputs, secondOutputs } = expectation;
  const [, name, list = ""] = /^([^\[]*)(?:\[([\d,\s]*)\])?$/.exec(text) ?? [];
  if (name === undefined) {
    throw new InputError(
      `--element is ${quoted(text)}; allowed is an output and an index, such as 'output[0,3,1,2]'.`,
    );
  }
  const names = [...outputs.keys()];
  const output = name.trim() || (names.length === 1 ? names[0] : "");
  const expected = outputs.get(output);
  if (!expected) {
    throw new InputError(
      `There is no output ${quoted(output)}; the outputs are ${names.map(quoted).join(", ")}.`,
    );
  }
  const index = list.split(",").filter((part) => part.trim() !== "").map(Number);
  const { shape } = expected;
  if (index.length !== shape.length || index.some((each, axis) => !(each < shape[axis]))) {
    throw new InputError(
      `--element is ${quoted(text)}; ${output} has the shape [${shape.join(",")}], so an index has ` +
        `${shape.length} numbers, each from 0 and below its size.`,
    );
  }
  const position = positionOf(index, shape);
  const isWrong = (k: 0 | 1) =>
    answered !== undefined && isWrongAt(answered[k], k === 0 ? outputs : secondOutputs, output, position);
  return { dispatch: !isWrong(0) && isWrong(1) ? 2 : 1, output, position };
}

function positionOf(index: readonly number[], shape: readonly number[]): number {
  const strides = rowMajorStrides(shape);
  return index.reduce((sum, each, axis) => sum + each * strides[axis], 0);
}

function tallyOf(actual: Outputs, expected: ExpectedOutputs): Tally {
  const tally = new Tally();
  tally.add(actual, expected);
  return tally;
}

function isWrongAt(actual: Outputs, expected: ExpectedOutputs, name: string, position: number): boolean {
  const at = <T extends { slice(from: number, to: number): T }>(list: T): T =>
    list.slice(position, position + 1);
  const output = expected.get(name)!;
  const { dataType, data } = actual.get(name)!;
  const one: ExpectedOutput = {
    dataType: output.dataType,
    shape: [1],
    value: at(output.value),
    lo: at(output.lo),
    hi: at(output.hi),
    flags: output.flags && at(output.flags),
    alternatives: output.alternatives?.flatMap((alternative) => {
      const k = alternative.positions.indexOf(position);
      if (k < 0) return [];
      const { lo, hi, flags } = alternative;
      const own = { lo: lo.slice(k, k + 1), hi: hi.slice(k, k + 1), flags: flags?.slice(k, k + 1) };
      return [{ ...alternative, ...own, positions: Uint32Array.of(0) }];
    }),
  };
  const tensor = { dataType, shape: [1], data: at(data) };
  return tallyOf(new Map([[name, tensor]]), new Map([[name, one]])).failed > 0;
}
