/**
 * How mutants of operators that move elements are written, and the bugs that they have in common.
 *
 * @module
 */

import { type Call, type Element, tensorOf } from "../software/kernel.ts";
import { withOptions } from "./change.ts";
import { positionIn } from "./tensors.ts";
import { longAsInt32, longThroughFloat64, readAs, tailLost } from "./common.ts";
import { type Bug, replaced, rewritten, spoilt } from "./mutant.ts";

type Numbers = readonly number[];

/** Other options. */
export function options(
  name: string,
  sentence: string,
  change: (call: Call) => Call["options"] | undefined,
): Bug {
  return rewritten(name, sentence, (call) => {
    const others = change(call);
    return others && withOptions(call, others);
  });
}

/** The elements in row-major order of another list of their positions. */
export function flat(
  name: string,
  sentence: string,
  positions: (call: Call) => (position: number, output: number) => number,
): Bug {
  return replaced(name, sentence, (call) => {
    const { v } = tensorOf(call, "input");
    const from = positions(call);
    const elements = call.outputs.map(({ shape }, output): Element => {
      const positionOf = positionIn(shape);
      return (index) => v[from(positionOf(index), output)];
    });
    return elements;
  });
}

/** The shape of the input. */
export const inputShape = (call: Call) => tensorOf(call, "input").shape;

/** Rows of bytes are moved in words of 4. */
export const bytesLost = spoilt(
  "bytes-lost",
  "of each row the bytes beyond a multiple of 4 stayed zero",
  (element, { outputs }, i) => {
    const { shape, dataType } = outputs[i];
    const last = shape.at(-1) ?? 1, whole = last - last % 4;
    if (!/^u?int8$/.test(dataType) || whole === last) return undefined;
    return (index) => (index.at(-1) ?? 0) < whole ? element(index) : 0;
  },
);

/** Another axis. */
export const nextAxis = options("next-axis", "the axis were the one after it", (call) => {
  const { length } = call.outputs[0].shape;
  return length > 1 ? { axis: (Number(call.options.axis) + 1) % length } : undefined;
});

export const axisIgnored = options(
  "axis-ignored",
  "the axis were the first one",
  ({ options: { axis } }) => axis === 0 ? undefined : { axis: 0 },
);

const floatsAsFloat16 = readAs(
  "floats-as-float16",
  "float32 were moved as float16",
  (dataType) => dataType === "float32",
  Math.f16round,
);

/** A list given from its end. */
export const reversedOption = (name: string, sentence: string, option: string) =>
  options(name, sentence, (call) => {
    const given = call.options[option] as Numbers;
    return given.every((value, i) => value === given.at(-1 - i))
      ? undefined
      : { [option]: given.toReversed() };
  });

/** What may happen to elements wherever they are moved. */
export const movedWrongly = [tailLost, longAsInt32, longThroughFloat64, floatsAsFloat16];
