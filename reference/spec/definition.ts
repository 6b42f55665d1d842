/**
 * What the specification's table says an operator definition must be.
 *
 * @module
 */

import { specDataTypes } from "../../graph/data_type.ts";
import { InputError } from "../../graph/input_error.ts";
import type { OptionType } from "../../graph/signature.ts";
import type { OperandRule, Operator, OptionRule } from "../operator.ts";
import { allowed } from "./resolve.ts";
import type { SpecTable } from "./table.ts";

/** The part of a definition that the table decides. */
export type Declared = Pick<Operator, "section" | "arguments" | "operands" | "options">;

/** Members of every options dictionary that say nothing of the result, and so are no part of a graph. */
const notInGraphs = ["label"];

/**
 * The definition of an operator as the table has it; data types in the order of `MLOperandDataType`.
 * @throws {InputError} if the table does not have the operator, or has a type that definitions cannot say.
 */
export function declared(table: SpecTable, name: string): Declared {
  const operator = table.operators[name];
  if (!operator) throw new InputError(`the table has no operator ${name}`);
  const operands: Record<string, OperandRule> = {};
  const options: Record<string, OptionRule> = {};
  for (const [argument, { type }] of Object.entries(operator.arguments)) {
    const isSequence = type === "sequence<MLOperand>";
    if (type === "MLOperand") operands[argument] = allowed(operator, argument);
    else if (isSequence) operands[argument] = { ...allowed(operator, argument), sequence: true };
    else options[argument] = { type: optionType(type, table), required: true };
  }
  for (const [option, { type, default: value }] of Object.entries(operator.options)) {
    if (notInGraphs.includes(option)) continue;
    if (type === "MLOperand") operands[option] = { ...allowed(operator, option), optional: true };
    else {options[option] = {
        type: optionType(type, table),
        ...(value === undefined ? {} : { default: value }),
      };}
  }
  return { section: operator.section, arguments: Object.keys(operator.arguments), operands, options };
}

/** The same part of a definition, its data types in the order of `MLOperandDataType`. */
export function declaredBy({ section, arguments: positional, operands, options }: Operator): Declared {
  return {
    section,
    arguments: positional,
    operands: Object.fromEntries(Object.entries(operands).map(([name, rule]) => [name, tabled(rule)])),
    options,
  };
}

/** What the table can say of an operand. */
function tabled({ dataTypes, rank, optional, sequence }: OperandRule): OperandRule {
  return {
    dataTypes: specDataTypes.filter((dataType) => dataTypes.includes(dataType)),
    rank,
    ...(optional ? { optional } : {}),
    ...(sequence ? { sequence } : {}),
  };
}

const plainTypes = [
  "long",
  "unsigned long",
  "sequence<unsigned long>",
  "unsigned long or sequence<unsigned long>",
  "float",
  "sequence<float>",
  "double",
  "MLNumber",
  "boolean",
] as const satisfies readonly OptionType[];

function optionType(type: string, { enums }: SpecTable): OptionType {
  const plain = plainTypes.find((each) => each === type);
  if (plain) return plain;
  const [, item] = /^sequence<(\w+)>$/.exec(type) ?? [];
  const values = enums[item ?? type];
  if (!values) throw new InputError(`definitions cannot have an option of type ${type}`);
  return item ? { sequenceOf: values } : { enum: values };
}
