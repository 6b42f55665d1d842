/**
 * Mutants of pad and triangular, which put something beside the elements or in place of them.
 *
 * @module
 */

import { indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Call, type Element, strided, tensorOf } from "../software/kernel.ts";
import { positionIn, zeroOf } from "./tensors.ts";
import { otherShape } from "./change.ts";
import { nanLost, signOfZeroLost } from "./common.ts";
import { bytesLost, inputShape, movedWrongly, options, reversedOption } from "./moving.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten } from "./mutant.ts";

type Numbers = readonly number[];

/** The element of a padded tensor whose place along each axis is given by `from`, undefined for a constant. */
function padding(
  name: string,
  sentence: string,
  isTouched: (call: Call) => boolean,
  from: (at: number, last: number, mode: string) => number | undefined,
): Bug {
  return replaced(name, sentence, (call): Element | undefined => {
    if (!isTouched(call)) return undefined;
    const { v, shape, dataType } = tensorOf(call, "input");
    const { beginningPadding, mode, value } = call.options;
    const begins = beginningPadding as Numbers;
    const fill = typeof v[0] === "bigint" ? BigInt(value as number) : Number(value);
    const positionOf = positionIn(shape), zero = zeroOf(dataType);
    return (index) => {
      const places = shape.map((size, axis) => {
        const at = index[axis] - begins[axis];
        return at >= 0 && at < size ? at : from(at, size - 1, mode as string);
      });
      return places.every((place) => place !== undefined) ? v[positionOf(places as number[])] ?? zero : fill;
    };
  });
}

const hasMode = (mode: string) => (call: Call) => call.options.mode === mode;
const nearest = (at: number, last: number) => at < 0 ? 0 : last;

/** By operator, beside those that are common. */
const bugs: Readonly<Record<string, readonly Bug[]>> = {
  pad: [
    otherShape("end-ignored", "there were no padding at the end", ({ options }) => ({
      ...options,
      endingPadding: (options.endingPadding as Numbers).map(() => 0),
    })),
    options(
      "beginning-and-end-exchanged",
      "the padding at the beginning and at the end were exchanged",
      (call) => ({
        beginningPadding: call.options.endingPadding,
        endingPadding: call.options.beginningPadding,
      }),
    ),
    reversedOption(
      "axes-reversed",
      "the paddings were given from the last axis to the first",
      "beginningPadding",
    ),
    options(
      "one-late",
      "the input began one place later along the last axis",
      ({ options: { beginningPadding } }) => {
        const begins = beginningPadding as Numbers;
        return begins.length > 0 ? { beginningPadding: begins.with(-1, begins.at(-1)! + 1) } : undefined;
      },
    ),
    options("value-ignored", "the value were 0", () => ({ value: 0 })),
    options(
      "value-truncated",
      "the value were cut off to a whole number",
      ({ options: { value } }) => typeof value === "number" ? { value: Math.trunc(value) } : undefined,
    ),
    options("mode-ignored", "the mode were constant", () => ({ mode: "constant" })),
    padding("edge-for-constant", "constant padding repeated the edge", hasMode("constant"), nearest),
    padding("edge-for-reflection", "reflection repeated the edge", hasMode("reflection"), nearest),
    padding(
      "symmetric-for-reflection",
      "reflection repeated the elements at the edge",
      hasMode("reflection"),
      (at, last) => at < 0 ? -1 - at : 2 * last + 1 - at,
    ),
    padding(
      "reflection-for-edge",
      "the edge were not repeated but the input reflected",
      hasMode("edge"),
      (at, last) => at < 0 ? Math.min(-at, last) : Math.max(2 * last - at, 0),
    ),
    padding(
      "circular",
      "edge and reflection went on at the other end",
      (call) => call.options.mode !== "constant",
      (at, last) => (at % (last + 1) + last + 1) % (last + 1),
    ),
    padding(
      "last-reflection-lost",
      "a reflection of all elements but one repeated the edge",
      (call) => {
        const { mode, beginningPadding } = call.options;
        const isWhole = (size: number, axis: number) =>
          size > 2 && (beginningPadding as Numbers)[axis] === size - 1;
        return mode === "reflection" && inputShape(call).some(isWhole);
      },
      nearest,
    ),
    bytesLost,
  ],
  triangular: [
    options("other-part", "the other part were kept", ({ options: { upper } }) => ({ upper: !upper })),
    options("upper-by-default-off", "the upper part were always kept", () => ({ upper: true })),
    options("diagonal-ignored", "the diagonal were the main one", () => ({ diagonal: 0 })),
    options("diagonal-negated", "the diagonal were counted the other way", ({ options: { diagonal } }) => ({
      diagonal: -Number(diagonal),
    })),
    options("diagonal-lost", "the diagonal itself were cut too", ({ options: { diagonal, upper } }) => ({
      diagonal: Number(diagonal) + (upper ? 1 : -1),
    })),
    options("one-too-many", "one diagonal more were kept", ({ options: { diagonal, upper } }) => ({
      diagonal: Number(diagonal) - (upper ? 1 : -1),
    })),
    replaced("first-matrix-only", "only the first matrix were cut", (call) => {
      const { v, shape, dataType } = tensorOf(call, "input");
      const { upper, diagonal } = call.options, zero = zeroOf(dataType);
      const element = strided(v, 0, rowMajorStrides(shape));
      return (index) => {
        const above = index.at(-1)! - index.at(-2)! - Number(diagonal);
        const isFirst = index.slice(0, -2).every((i) => i === 0);
        return !isFirst || (upper ? above >= 0 : above <= 0) ? element(index) : zero;
      };
    }),
    replaced("nothing", "nothing were cut", (call) => {
      const { v, shape } = tensorOf(call, "input");
      return strided(v, 0, rowMajorStrides(shape));
    }),
    rewritten("axes-exchanged", "rows and columns were exchanged", (call) => {
      const { v, shape, dataType } = tensorOf(call, "input");
      const [rows, columns] = shape.slice(-2);
      if (rows !== columns) return undefined;
      const turned = v.slice() as typeof v, strides = rowMajorStrides(shape);
      for (let at = 0; at < v.length; at++) {
        const index = indexAt(at, shape);
        const [row, column] = index.splice(-2);
        turned[at] = v[[...index, column, row].reduce((sum, i, axis) => sum + i * strides[axis], 0)];
      }
      return { operands: { input: { shape, dataType, v: turned } } };
    }),
  ],
};

export const paddingMutants: readonly Mutant[] = [
  ...mutantsOf(Object.keys(bugs), [...movedWrongly, nanLost, signOfZeroLost]),
  ...Object.entries(bugs).flatMap(([operator, list]) => mutantsOf([operator], list)),
];
