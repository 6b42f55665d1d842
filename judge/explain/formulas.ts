/**
 * The local bound of an output element as a formula with its numbers, for every operator that has one (tolerance.md, section 4).
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import { type Ball, floats } from "../../reference/ball.ts";
import { arithmetic } from "../../reference/radius.ts";
import { affineFormulas } from "./affine_formulas.ts";
import { composedFormulas } from "./composed_formulas.ts";
import type { Formula, FormulaOf } from "./formula.ts";
import { functionFormulas } from "./function_formulas.ts";
import type { Influences } from "./influence.ts";
import { evaluate, type LastNode } from "./node.ts";
import { sumFormulas } from "./sum_formulas.ts";

const formulas: ReadonlyMap<string, FormulaOf> = new Map(
  Object.entries({ ...sumFormulas, ...affineFormulas, ...functionFormulas, ...composedFormulas }),
);

/**
 * The formula of the local error of element `i`.
 *
 * @param profile As the local error is calculated: without what the profile allows beside rounding (`bound.ts`).
 * @param influences What the element depends on; absent where its terms are listed.
 * @returns A text without symbols where no closed form is known.
 */
export function formulaOf(last: LastNode, i: number, profile: Profile, influences?: Influences): Formula {
  const { operator: { name }, operands, node, operator } = last;
  const input = operands.input as Ball | undefined;
  const dataType = isFloat(last.dataType) ? last.dataType : "float32";
  const of = (argument: string) => {
    const found = influences?.operands.find((influence) => influence.argument === argument);
    return found?.positions.map((position) => Number(found.ball.v[position])) ?? [];
  };
  if (influences?.isCut && name in composedFormulas) {
    return { text: "not calculated: the row is too long to find every element of it", symbols: [] };
  }
  return formulas.get(name)?.({
    result: evaluate(last, profile),
    i,
    dataType,
    profile,
    a: arithmetic(dataType, profile),
    options: operator.resolve(operands, node.options),
    shapes: [input?.shape ?? [], last.shape],
    of,
    x: Number(input?.v[i] ?? NaN),
    input: input && isFloat(input.dataType) ? floats(input) : new Float64Array(0),
    has: (argument) => operands[argument] !== undefined,
  }) ??
    {
      text: `no closed form is known: ${reasons[name] ?? "it is calculated element by element"}`,
      symbols: [],
    };
}

const cells = "how far coordinates may be off is carried through one axis after the other";
const gates = "the errors of all gates and steps are carried along";

const reasons: Readonly<Record<string, string>> = {
  resample2d: cells,
  resample: cells,
  gruCell: gates,
  gru: gates,
  lstmCell: gates,
  lstm: gates,
};
