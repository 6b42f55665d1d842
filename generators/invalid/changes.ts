/**
 * The smallest changes of a call: one operand or one option at a time.
 *
 * @module
 */

import { specDataTypes } from "../../graph/data_type.ts";
import type { OptionValue } from "../../graph/graph.ts";
import type { OptionType } from "../../graph/signature.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Operator } from "../../reference/operator.ts";
import type { Call } from "./call.ts";

/** A call that differs from another in one thing. */
export interface Change {
  readonly call: Call;
  /** What is changed and how, as a part of an id: `padding.shorter`. */
  readonly short: string;
}

/** Every small change of a call, the mildest of each argument first. Sizes stay valid dimensions. */
export function* changesOf(operator: Operator, call: Call): Iterable<Change> {
  for (const [argument, given] of Object.entries(call.operands)) {
    const { sequence, optional, rank } = operator.operands[argument];
    const replaced = (how: string, value: Call["operands"][string]): Change => ({
      call: { ...call, operands: { ...call.operands, [argument]: value } },
      short: `${argument}.${how}`,
    });
    if (!sequence) {
      for (const [how, other] of descriptorChanges(given as Descriptor, rank)) yield replaced(how, other);
    } else {
      const list = given as readonly Descriptor[];
      for (const [index, each] of [...list.entries()].reverse()) {
        for (const [how, other] of descriptorChanges(each, rank)) {
          yield replaced(`${how}.${index}`, list.with(index, other));
        }
      }
      yield replaced("longer", [...list, ...list.slice(-1)]);
      yield replaced("empty", []);
    }
    if (optional) {
      const { [argument]: _, ...operands } = call.operands;
      yield { call: { ...call, operands }, short: `${argument}.absent` };
    }
  }
  for (const [argument, given] of Object.entries(call.options)) {
    const rule = operator.options[argument];
    if (!rule) continue;
    for (const [how, value] of optionChanges(given, rule.type)) {
      yield {
        call: { ...call, options: { ...call.options, [argument]: value } },
        short: `${argument}.${how}`,
      };
    }
    if (!rule.required) {
      const { [argument]: _, ...options } = call.options;
      yield { call: { ...call, options }, short: `${argument}.absent` };
    }
  }
}

type Changed<T> = readonly [how: string, value: T];

/** Other data types, sizes and ranks. */
function* descriptorChanges(
  { dataType, shape }: Descriptor,
  [least, greatest]: readonly [number, number],
): Iterable<Changed<Descriptor>> {
  for (const other of specDataTypes) {
    if (other !== dataType) yield [other, { dataType: other, shape }];
  }
  const withShape = (how: string, other: readonly number[]): Changed<Descriptor> => [how, {
    dataType,
    shape: other,
  }];
  for (const [axis, size] of shape.entries()) {
    yield withShape(`larger.${axis}`, shape.with(axis, size + 1));
    if (size > 1) yield withShape(`smaller.${axis}`, shape.with(axis, size - 1));
    if (size > 2) yield withShape(`one.${axis}`, shape.with(axis, 1));
  }
  if (shape.length > 0) {
    yield withShape("rank-less", shape.slice(0, -1));
    yield withShape("rank-less.first", shape.slice(1));
  }
  yield withShape("rank-more", [1, ...shape]);
  yield withShape("rank-more.last", [...shape, 1]);
  yield withShape("rank-more.repeated", [...shape, ...shape.slice(-1)]);
  const padded = (rank: number) => Array.from({ length: rank }, (_, axis) => shape[axis] ?? 1);
  if (least > 0) yield withShape("rank-below", padded(least - 1));
  if (greatest < Infinity) yield withShape("rank-above", padded(greatest + 1));
}

function* optionChanges(given: OptionValue, type: OptionType): Iterable<Changed<OptionValue>> {
  if (!Array.isArray(given)) {
    yield* singleChanges(given as Single, type);
    return;
  }
  // a list of names is changed as one of numbers is
  const list = given as readonly number[];
  yield ["shorter", list.slice(0, -1)];
  yield ["longer", [...list, list.at(-1) ?? 1]];
  yield ["empty", []];
  for (const [index, each] of list.entries()) {
    for (const [how, value] of singleChanges(each, type)) {
      yield [`${how}.${index}`, list.with(index, value as number)];
    }
    if (index > 0 && each !== list[0]) yield [`repeated.${index}`, list.with(index, list[0])];
  }
}

type Single = number | bigint | boolean | string;

/** The largest valid dimension, which is the largest `long` too, and the largest `unsigned long`. */
const largest = [2 ** 31 - 1, 2 ** 32 - 1];

function* singleChanges(given: Single, type: OptionType): Iterable<Changed<Single>> {
  if (typeof given === "boolean") {
    yield [String(!given), !given];
  } else if (typeof given === "string") {
    if (typeof type === "string") return;
    const values = "enum" in type ? type.enum : type.sequenceOf;
    for (const value of values) if (value !== given) yield [value, value];
    yield ["unknown", "unknown"];
  } else if (typeof given === "bigint") {
    yield ["more", given + 1n];
    yield ["less", given - 1n];
  } else if (typeof type === "string" && type.includes("long")) {
    const [long, unsigned] = largest;
    if (given < (type === "long" ? long : unsigned)) yield ["more", given + 1];
    if (given > 0) yield ["less", given - 1];
    for (const value of [0, 1, 2, 3, 5, 7, ...(type === "long" ? [long] : largest.toReversed())]) {
      if (value !== given) yield [`is-${value}`, value];
    }
    if (type === "long") yield ["negative", -given - 1];
  } else {
    for (const value of [0, -1, 1e6, -1e6, 1e-6, 1e30, NaN, Infinity, -Infinity]) {
      if (!Object.is(value, given)) yield [`is-${value}`, value];
    }
  }
}
