/**
 * What a definition says of its arguments, checked the same way for every operator before its own steps.
 *
 * WebIDL would convert quietly much that a case should not say (`1.5` for a whole number, `"3"` for `3`, an option that
 * no dictionary has); that is a mistake in the case, an `InputError`. What WebIDL or the operator's table refuses is a
 * `ValidationError`.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { printable, quoted } from "../graph/names.ts";
import type { OptionValue } from "../graph/graph.ts";
import type { Descriptor } from "../graph/tensor.ts";
import type { OptionType } from "../graph/signature.ts";
import type { OperandRule, Operands, Operator, OptionRule, Options } from "./operator.ts";
import { ValidationError } from "./validation_error.ts";

/**
 * Checks the operands' presence, data types and ranks and the options' types against the operator's definition.
 *
 * @throws {ValidationError} steps `required`, `allowed-data-type`, `allowed-rank`, `enforce-range`, `finite`, `enum`.
 * @throws {InputError} where the case names an argument that the operator lacks, or gives a value of another kind.
 */
export function checkCall(operator: Operator, operands: Operands<Descriptor>, options: Options): void {
  checkKnown(operator, "operand", Object.keys(operands), Object.keys(operator.operands));
  for (const [name, rule] of Object.entries(operator.operands)) {
    checkOperand(operator, name, rule, operands[name]);
  }
  checkKnown(operator, "option", Object.keys(options), [...Object.keys(operator.options), "label"]);
  for (const [name, rule] of Object.entries(operator.options)) {
    checkOption(operator, name, rule, Object.hasOwn(options, name) ? options[name] : undefined);
  }
}

function checkKnown(operator: Operator, kind: string, given: string[], known: string[]) {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InputError(
    `${operator.name} has no ${kind} ${quoted(unknown)}; its ${kind}s are ${known.join(", ")}`,
  );
}

function checkOperand(
  operator: Operator,
  name: string,
  rule: OperandRule,
  given: Descriptor | readonly Descriptor[] | undefined,
) {
  if (given === undefined) {
    if (rule.optional) return;
    refuse(operator, "required", name, "absent", rule.sequence ? "a list of operands" : "an operand");
  }
  if (Array.isArray(given) !== (rule.sequence === true)) {
    const kind = rule.sequence ? "a list of operands" : "one operand";
    throw new InputError(
      `${operator.name} takes ${kind} as ${name}, not ${rule.sequence ? "one" : "a list"}`,
    );
  }
  const each = [given].flat() as Descriptor[];
  each.forEach((descriptor, i) => {
    const argument = rule.sequence ? `${name}[${i}]` : name;
    const rank = descriptor.shape.length;
    const [least, greatest] = rule.rank;
    if (!rule.dataTypes.includes(descriptor.dataType)) {
      refuse(operator, "allowed-data-type", argument, descriptor.dataType, rule.dataTypes.join(", "));
    }
    if (rank < least || rank > greatest) {
      refuse(operator, "allowed-rank", argument, `of rank ${rank}`, rankInWords(least, greatest));
    }
  });
}

function rankInWords(least: number, greatest: number): string {
  if (greatest === Infinity) return `rank ${least} or more`;
  return least === greatest ? `rank ${least}` : `rank ${least} to ${greatest}`;
}

function checkOption(operator: Operator, name: string, rule: OptionRule, given: OptionValue | undefined) {
  const argument = rule.required ? name : `options.${name}`;
  if (given === undefined) {
    if (rule.required) refuse(operator, "required", argument, "absent", inWords(rule.type));
    return;
  }
  const { type } = rule;
  const kind = kindOf(type);
  if (kind === undefined || !kind(given)) {
    throw new InputError(
      `${operator.name}: ${argument} is ${show(given)}; give ${inWords(type)}`,
    );
  }
  if (typeof type === "object") {
    const values = "enum" in type ? type.enum : type.sequenceOf;
    const unknown = ([given].flat() as string[]).find((value) => !values.includes(value));
    if (unknown !== undefined) refuse(operator, "enum", argument, show(unknown), inWords(type));
    return;
  }
  const numbers = [given].flat() as number[];
  if (type.includes("long")) {
    const [least, greatest] = type === "long" ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
    const outside = numbers.find((x) => x < least || x > greatest);
    if (outside !== undefined) {
      refuse(operator, "enforce-range", argument, String(outside), `${least} to ${greatest}`);
    }
  }
  if (type.includes("float") || type === "double") {
    const isFinite = type === "double" ? Number.isFinite : (x: number) => Number.isFinite(Math.fround(x));
    const infinite = numbers.find((x) => !isFinite(x));
    if (infinite !== undefined) {
      refuse(operator, "finite", argument, String(infinite), `a finite ${inWords(type)}`);
    }
  }
}

type Test = (given: OptionValue) => boolean;

const isNumber: Test = (given) => typeof given === "number";
const isWhole: Test = (given) => Number.isInteger(given);
const listOf = (test: Test): Test => (given) => Array.isArray(given) && given.every(test);

const isText: Test = (given) => typeof given === "string";
const isNumbers = listOf(isWhole);

const kinds: Record<Extract<OptionType, string>, Test> = {
  long: isWhole,
  "unsigned long": isWhole,
  "sequence<unsigned long>": isNumbers,
  "unsigned long or sequence<unsigned long>": (given) => isWhole(given) || isNumbers(given),
  float: isNumber,
  double: isNumber,
  MLNumber: (given) => typeof given === "number" || typeof given === "bigint",
  "sequence<float>": listOf(isNumber),
  boolean: (given) => typeof given === "boolean",
  string: isText,
};

function kindOf(type: OptionType): Test | undefined {
  if (typeof type === "object") return "enum" in type ? isText : listOf(isText);
  return kinds[type];
}

function inWords(type: OptionType): string {
  if (typeof type === "object") {
    const inQuotes = (values: readonly string[]) => values.map((value) => `"${value}"`).join(" or ");
    return "enum" in type ? inQuotes(type.enum) : `a list of ${inQuotes(type.sequenceOf)}`;
  }
  return {
    long: "a whole number",
    "unsigned long": "a whole number",
    "sequence<unsigned long>": "a list of whole numbers",
    "unsigned long or sequence<unsigned long>": "a whole number or a list of them",
    float: "a number",
    double: "a number",
    MLNumber: "a number",
    "sequence<float>": "a list of numbers",
    boolean: "true or false",
    string: "a text",
  }[type];
}

function show(given: OptionValue): string {
  if (Array.isArray(given)) return `[${printable(given.map(String).join(","))}]`;
  return typeof given === "string" ? quoted(given) : String(given);
}

function refuse(operator: Operator, step: string, argument: string, given: string, allowed: string): never {
  throw new ValidationError({ operator: operator.name, step, argument, given, allowed });
}
