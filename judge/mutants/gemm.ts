/**
 * Mutants of gemm: its factors, its transpositions and its addend.
 *
 * @module
 */

import { roundTo } from "../../graph/data_type.ts";
import { arithmeticBugs } from "./arithmetic.ts";
import { type Call, floatsOf } from "../software/kernel.ts";
import { picked, withOptions } from "./change.ts";
import { type Bug, mutantsOf, rewritten } from "./mutant.ts";
import { otherOperand, productBugs, shifted } from "./products.ts";

/** A matrix's data as one whose sizes are exchanged. */
const turned = (call: Call, argument: string) => {
  const values = floatsOf(call, argument);
  return { ...values, shape: values.shape.toReversed() };
};

/** `argument`'s transposition left out, or done where it is not asked for; the sizes stay. */
function transposeToggled(argument: "a" | "b", when: boolean, name: string, sentence: string): Bug {
  const option = `${argument}Transpose`;
  return rewritten(name, sentence, (call) => {
    if (call.options[option] !== when || floatsOf(call, argument).shape.includes(1)) return undefined;
    return {
      operands: { ...call.operands, [argument]: turned(call, argument) },
      options: { ...call.options, [option]: !when },
    };
  });
}

const scalar = ({ options, dataType }: Call, name: string) => roundTo(dataType, options[name] as number);

/** Another addend c, as large as the output. */
function otherAddend(
  name: string,
  sentence: string,
  pick: (shape: readonly number[], row: number, column: number, output: readonly number[]) => number[],
  suits: (shape: readonly number[], output: readonly number[]) => boolean,
): Bug {
  return otherOperand(
    "c",
    name,
    sentence,
    (c, { outputs: [{ shape }] }) =>
      suits(c.shape, shape)
        ? picked(c, shape, ([row, column]) => pick(c.shape, row, column, shape))
        : undefined,
  );
}

const bugs: readonly Bug[] = [
  transposeToggled("a", true, "a-transpose-ignored", "a were not transposed, though asked for"),
  transposeToggled("b", true, "b-transpose-ignored", "b were not transposed, though asked for"),
  transposeToggled("a", false, "a-transposed", "a were transposed, though not asked for"),
  transposeToggled("b", false, "b-transposed", "b were transposed, though not asked for"),
  rewritten("alpha-ignored", "alpha were 1", (call) => withOptions(call, { alpha: 1 })),
  rewritten(
    "beta-ignored",
    "beta were 1",
    (call) => call.operands.c && withOptions(call, { beta: 1 }),
  ),
  rewritten(
    "alpha-and-beta-exchanged",
    "alpha were beta, and beta alpha",
    (call) => withOptions(call, { alpha: call.options.beta, beta: call.options.alpha }),
  ),
  rewritten(
    "alpha-for-all",
    "alpha multiplied c as well",
    (call) => call.operands.c && withOptions(call, { beta: scalar(call, "alpha") * scalar(call, "beta") }),
  ),
  rewritten(
    "beta-for-all",
    "beta multiplied the product as well",
    (call) => call.operands.c && withOptions(call, { alpha: scalar(call, "alpha") * scalar(call, "beta") }),
  ),
  rewritten(
    "scalars-truncated",
    "alpha and beta were whole numbers",
    (call) =>
      withOptions(call, {
        alpha: Math.trunc(call.options.alpha as number),
        beta: Math.trunc(call.options.beta as number),
      }),
  ),
  otherOperand("c", "c-missing", "there were no c", (c) => ({ ...c, v: c.v.map(() => 0) })),
  otherOperand("c", "c-shifted", "the elements of c lay one place further", shifted),
  otherOperand(
    "c",
    "last-c-missing",
    "the last element of c were zero",
    (c) => ({ ...c, v: c.v.with(-1, 0) }),
  ),
  otherOperand("c", "first-c-for-all", "every element had the first of c", (c) => ({
    ...c,
    v: c.v.map(() => c.v[0]),
  })),
  otherAddend(
    "c-row-by-rows",
    "a row c were a column, begun again when it is used up",
    (shape, row) => shape.length === 1 ? [row % shape[0]] : [0, row % shape[1]],
    (shape) => shape.length > 0 && shape.at(-1)! > 1 && (shape.length === 1 || shape[0] === 1),
  ),
  otherAddend(
    "c-column-by-columns",
    "a column c were a row, begun again when it is used up",
    (shape, _, column) => [column % shape[0], 0],
    (shape) => shape.length === 2 && shape[0] > 1 && shape[1] === 1,
  ),
  otherAddend(
    "c-first-row-for-all",
    "the first row of c were added to every row",
    (_, __, column) => [0, column],
    (shape) => shape.length === 2 && shape[0] > 1 && shape[1] > 1,
  ),
  otherAddend(
    "c-by-columns",
    "the elements of c lay column by column",
    ([rows, columns], row, column) => {
      const place = column * rows + row;
      return [Math.floor(place / columns), place % columns];
    },
    (shape) => shape.length === 2 && shape[0] > 1 && shape[1] > 1,
  ),
];

export const gemmMutants = mutantsOf(["gemm"], [...productBugs, ...bugs, ...arithmeticBugs]);
