/**
 * What may be done wrongly with an operator's method whatever its own steps are: the builder's state, operands of
 * another builder, and JavaScript values that WebIDL does not convert.
 *
 * @module
 */

import type { OptionValue } from "../../graph/graph.ts";
import type { Misuse, RawValue } from "../../graph/invalid.ts";
import type { OptionType } from "../../graph/signature.ts";
import type { OperandRule, Operator } from "../../reference/operator.ts";
import type { Call } from "./call.ts";

/** A misuse of a valid call. */
export interface MisusedCall {
  readonly call: Call;
  readonly misuse: Misuse;
  /** The argument and what is wrong with it, as a part of an id: `axis.text`. */
  readonly short: string;
}

/** Misuses of a method, each of the first of the valid calls that has the argument. Some are conversions that succeed. */
export function* misusesOf(operator: Operator, calls: readonly Call[]): Iterable<MisusedCall> {
  const [first] = calls;
  if (!first) return;
  yield { call: first, misuse: { kind: "built" }, short: "builder" };
  if (operator.name === losesContext) yield { call: first, misuse: { kind: "lost" }, short: "context" };
  for (const [argument, rule] of Object.entries(operator.operands)) {
    const call = calls.find(({ operands }) => Object.hasOwn(operands, argument));
    if (!call) continue;
    const given = call.operands[argument];
    const operand = Array.isArray(given) ? `${argument}${given.length - 1}` : argument;
    yield { call, misuse: { kind: "other-builder", operand }, short: argument };
    for (const [how, value] of rawOperands(rule)) yield replaced(call, argument, how, value);
  }
  for (const [argument, { type, required }] of Object.entries(operator.options)) {
    const call = calls.find(({ options }) => Object.hasOwn(options, argument)) ?? first;
    if (required) yield replaced(call, argument, "missing");
    for (const [how, value] of rawOptions(type, call.options[argument])) {
      yield replaced(call, argument, how, value);
    }
  }
  yield replaced(first, "options", "number", 1.5);
}

/** A context takes time to make, and every method begins with the same step: one stands for all. */
const losesContext = "relu";

function replaced(call: Call, argument: string, how: string, value?: RawValue): MisusedCall {
  const misuse: Misuse = { kind: "argument", argument, ...(value !== undefined && { value }) };
  return { call, misuse, short: `${argument}.${how}` };
}

type Raw = readonly [how: string, value?: RawValue];

function rawOperands({ optional, sequence }: OperandRule): readonly Raw[] {
  if (sequence) return [["missing"], ["number", 1.5], ["texts", ["x"]]];
  return optional ? [["text", "x"]] : [["missing"], ["number", 1.5]];
}

function rawOptions(type: OptionType, given: OptionValue | undefined): readonly Raw[] {
  if (typeof type === "object") return "enum" in type ? [] : [["number", 1.5]];
  const list = Array.isArray(given) ? given as readonly number[] : [1];
  const among = (value: RawValue): RawValue => [...list.slice(0, -1), value];
  const number = (name: "NaN" | "Infinity"): Raw => [name, { number: name }];
  switch (type) {
    case "long":
      return [["too-large", 2 ** 31], ["text", "x"], number("NaN"), number("Infinity")];
    case "unsigned long":
      return [["negative", -1], ["text", "x"], ["too-large", 2 ** 32], number("NaN"), number("Infinity")];
    case "sequence<unsigned long>":
      return [
        ["number", 1.5],
        ["negative", among(-1)],
        ["text", among("x")],
        ["NaN", among({ number: "NaN" })],
        ["Infinity", among({ number: "Infinity" })],
      ];
    case "unsigned long or sequence<unsigned long>":
      return [["negative", -1], ["text", ["x"]], number("Infinity"), ["NaN", among({ number: "NaN" })]];
    case "sequence<float>":
      return [["number", 1.5], ["text", among("x")], ["too-large", among(1e39)]];
    case "float":
      return [["text", "x"], ["too-large", 1e39]];
    case "double":
      return [["text", "x"]];
    case "MLNumber":
    case "boolean":
    case "string":
      return [];
  }
}
