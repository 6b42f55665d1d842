/**
 * Mutants of matrix products.
 *
 * @module
 */

import { elementCount, indexAt } from "../../graph/tensor.ts";
import { arithmeticBugs } from "./arithmetic.ts";
import { type Call, type Element, floatsOf } from "../software/kernel.ts";
import { axesExchanged, mapped, picked, reread, withOperand } from "./change.ts";
import { type Bug, mutantsOf, rewritten, spoilt } from "./mutant.ts";
import { indicesInFloat16 } from "./windows.ts";

type Floats = ReturnType<typeof floatsOf>;

/** Another operand in place of the one named `argument`. */
export function otherOperand(
  argument: string,
  name: string,
  sentence: string,
  change: (values: Floats, call: Call) => Floats | undefined,
): Bug {
  return rewritten(name, sentence, (call) => {
    const changed = call.operands[argument] && change(floatsOf(call, argument), call);
    return changed && withOperand(call, argument, changed);
  });
}

/** Each element that of the place before. */
export const shifted = (values: Floats): Floats => ({
  ...values,
  v: values.v.map((_, i) => values.v.at(i - 1)!),
});

/** The place of the inner axis of `a`: its last, unless gemm transposes it. */
const innerAxisOfA = ({ options, operands: { a } }: Call) =>
  options.aTranspose ? 0 : (a as Floats).shape.length - 1;

/** Inner elements from `end` on count as zeros. */
const innerBefore = (values: Floats, axis: number, end: number): Floats =>
  mapped(values, (at, index) => index[axis] < end ? at(index) : 0);

/** The elements at the end of an axis stay zero, where its size is not one of `isWhole`. */
function lastLost(name: string, sentence: string, axis: number, kept: (size: number) => number): Bug {
  return spoilt(name, sentence, (element, { outputs: [{ shape }] }) => {
    const size = shape.at(axis)!;
    return kept(size) === size ? undefined : (index) => index.at(axis)! < kept(size) ? element(index) : 0;
  });
}

const evenPart = (size: number) => size > 1 ? size - size % 2 : size;
const wholeFours = (size: number) => size > 4 ? size - size % 4 : size;

/** For matmul and gemm. */
export const productBugs: readonly Bug[] = [
  otherOperand("b", "b-shifted", "the elements of b lay one place further", shifted),
  otherOperand(
    "a",
    "last-inner-dropped-when-odd",
    "of an odd number of inner elements the last were left out",
    (a, call) => {
      const axis = innerAxisOfA(call);
      return innerBefore(a, axis, evenPart(a.shape[axis]));
    },
  ),
  otherOperand(
    "a",
    "inner-remainder-dropped",
    "inner elements beyond a multiple of 4 were left out",
    (a, call) => {
      const axis = innerAxisOfA(call);
      return innerBefore(a, axis, wholeFours(a.shape[axis]));
    },
  ),
  lastLost("last-column-lost-when-odd", "the last of an odd number of columns stayed zero", -1, evenPart),
  lastLost("last-columns-lost", "columns beyond a multiple of 4 stayed zero", -1, wholeFours),
  lastLost("last-row-lost-when-odd", "the last of an odd number of rows stayed zero", -2, evenPart),
  lastLost("last-rows-lost", "rows beyond a multiple of 4 stayed zero", -2, wholeFours),
  spoilt(
    "odd-column-repeated-in-float16",
    "in float16 the last of an odd number of columns were the one before",
    (element, { outputs: [{ dataType, shape }] }) => {
      const columns = shape.at(-1)!;
      if (dataType !== "float16" || columns % 2 === 0 || columns === 1) return undefined;
      return (index) => element(index.with(-1, Math.min(index.at(-1)!, columns - 2)));
    },
  ),
  indicesInFloat16,
  spoilt(
    "output-by-columns",
    "the output were written column by column",
    (element, { outputs: [{ shape }] }) => outputByColumns(element, shape),
  ),
];

/** Elements of each matrix at the place where one written column by column has them. */
function outputByColumns(element: Element, shape: readonly number[]): Element | undefined {
  const [rows, columns] = shape.slice(-2);
  if (rows === 1 || columns === 1) return undefined;
  return (index) => {
    const [row, column] = index.slice(-2);
    const [otherColumn, otherRow] = indexAt(row * columns + column, [columns, rows]);
    return element([...index.slice(0, -2), otherRow, otherColumn]);
  };
}

/** The matrices of a stack read column by column. */
function readByColumns(argument: string): Bug {
  return otherOperand(
    argument,
    `${argument}-by-columns`,
    `the elements of ${argument} lay column by column`,
    (values) =>
      reread(values, axesExchanged(values.shape.length, values.shape.length - 1, values.shape.length - 2)),
  );
}

/** For matmul: how its stacks of matrices are read. */
const stackBugs = ["a", "b"].flatMap((argument) => [
  readByColumns(argument),
  otherOperand(
    argument,
    `${argument}-first-matrix-only`,
    `${argument} were its first matrix, again and again`,
    (values) => mapped(values, (at, index) => at([...index.slice(0, -2).map(() => 0), ...index.slice(-2)])),
  ),
  otherOperand(
    argument,
    `${argument}-batches-aligned-first`,
    `${argument} had its batch axes aligned with the first ones of the other, not the last`,
    alignedFirst,
  ),
  otherOperand(
    argument,
    `${argument}-matrices-in-turn`,
    `the matrices of ${argument} were taken in turn, from the first again when they are used up`,
    inTurn,
  ),
]);

/** The stack as one of the output's rank whose missing axes stand behind its own, not before. */
function alignedFirst(values: Floats, { outputs: [{ shape }] }: Call): Floats | undefined {
  const batch = values.shape.slice(0, -2);
  if (batch.length === 0 || values.shape.length === shape.length) return undefined;
  return picked(values, [...shape.slice(0, -2), ...values.shape.slice(-2)], (index) => [
    ...batch.map((size, axis) => Math.min(index[axis], size - 1)),
    ...index.slice(-2),
  ]);
}

/** The stack as long as the output's, its matrices one after the other; undefined where that is right. */
function inTurn(values: Floats, { outputs: [{ shape }] }: Call): Floats | undefined {
  const batch = values.shape.slice(0, -2), all = shape.slice(0, -2);
  const skipped = all.length - batch.length;
  if (batch.every((size, axis) => size === all[axis + skipped])) return undefined;
  const count = elementCount(batch);
  return picked(values, [...all, ...values.shape.slice(-2)], (index) => {
    const place = all.reduce((sum, size, axis) => sum * size + index[axis], 0);
    return [...indexAt(place % count, batch), ...index.slice(-2)];
  });
}

export const matmulMutants = mutantsOf(["matmul"], [...productBugs, ...stackBugs, ...arithmeticBugs]);
