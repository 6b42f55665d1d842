/**
 * The elements of tensors as JSON case files hold them.
 *
 * @module
 */

import {
  createElements,
  type DataType,
  type Elements,
  integerRange,
  isFloat,
  isInt64,
  roundTo,
} from "./data_type.ts";
import { InputError } from "./input_error.ts";
import { describeValue } from "./json_value.ts";
import { integerFromText, numberFromText, type NumberText, numberToText } from "./number_text.ts";

/** Elements as JSON values: numbers where JSON has them, strings elsewhere. */
export function elementsToText(data: Elements): NumberText[] {
  return Array.from<number | bigint, NumberText>(data, numberToText);
}

/**
 * Elements from JSON: a list of `length` numbers, or one number that fills the tensor. Numbers of float types are
 * rounded to the type.
 *
 * @throws {InputError} if there are more or fewer, or one is no value of the data type.
 */
export function elementsFromText(json: unknown, dataType: DataType, length: number, where: string): Elements {
  const fills = typeof json === "number" || typeof json === "string";
  if (!fills && !Array.isArray(json)) {
    throw new InputError(
      `${where} must be a list of ${length} numbers, or one number, and is ${describeValue(json)}`,
    );
  }
  if (!fills && json.length !== length) {
    throw new InputError(`${where} has ${json.length} numbers and the shape takes ${length}`);
  }
  const data = createElements(dataType, length);
  if (fills) return fill(data, elementFromText(json, dataType, where));
  for (let i = 0; i < length; i++) data[i] = elementFromText(json[i], dataType, `${where}[${i}]`);
  return data;
}

function fill(data: Elements, value: number | bigint): Elements {
  return typeof value === "bigint"
    ? (data as BigInt64Array<ArrayBuffer>).fill(value)
    : (data as Float32Array<ArrayBuffer>).fill(value);
}

function elementFromText(json: unknown, dataType: DataType, where: string): number | bigint {
  if (!isFloat(dataType)) {
    const value = integerFromText(json, where);
    const [least, greatest] = integerRange[dataType];
    if (value >= least && value <= greatest) return isInt64(dataType) ? value : Number(value);
    throw new InputError(`${where} is ${value}; ${dataType} is from ${least} to ${greatest}`);
  }
  const value = numberFromText(json, where);
  const rounded = roundTo(dataType, value);
  if (Number.isFinite(value) && !Number.isFinite(rounded)) {
    throw new InputError(
      `${where} is ${value}, which is beyond ${dataType}; write "Infinity" if that is meant`,
    );
  }
  return rounded;
}
