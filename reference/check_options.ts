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
    if (!type.enum.includes(given as string)) refuse(operator, "enum", argument, show(given), inWords(type));
    return;
  }
  const numbers = [given].flat() as number[];
  if (type.includes("unsigned long")) {
    const outside = numbers.find((x) => x < 0 || x > 0xffffffff);
    if (outside !== undefined) {
      refuse(operator, "enforce-range", argument, String(outside), "0 to 4294967295");
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

const kinds: Record<Extract<OptionRule["type"], string>, Test> = {
  "unsigned long": isWhole,
  "sequence<unsigned long>": listOf(isWhole),
  float: isNumber,
  double: isNumber,
  MLNumber: (given) => typeof given === "number" || typeof given === "bigint",
  "sequence<float>": listOf(isNumber),
  boolean: (given) => typeof given === "boolean",
  string: (given) => typeof given === "string",
};

function kindOf(type: OptionRule["type"]): Test | undefined {
  return typeof type === "object" ? (given) => typeof given === "string" : kinds[type];
}

function inWords(type: OptionRule["type"]): string {
  if (typeof type === "object") return type.enum.map((value) => `"${value}"`).join(" or ");
  return {
    "unsigned long": "a whole number",
    "sequence<unsigned long>": "a list of whole numbers",
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
