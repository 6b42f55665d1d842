import { specDataTypes } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { castNumber } from "../cast_number.ts";
import type { Operator } from "../operator.ts";
import { isValidDimension, stepsOf } from "../steps.ts";
import { assign, type Movable, view } from "../view.ts";
import { moved, sameKind } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-pad. Class X. */
export const pad: Operator = {
  name: "pad",
  status: "spec",
  section: "api-mlgraphbuilder-pad",
  arguments: ["input", "beginningPadding", "endingPadding"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: {
    beginningPadding: { type: "sequence<unsigned long>", required: true },
    endingPadding: { type: "sequence<unsigned long>", required: true },
    mode: { type: { enum: ["constant", "edge", "reflection"] }, default: "constant" },
    value: { type: "MLNumber", default: 0 },
  },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const rank = shape.length;
    const require = stepsOf("pad");
    const check = (step: string, holds: boolean, argument: string, allowed: string) =>
      require(holds, step, argument, options[argument], allowed);
    const { beginningPadding, endingPadding, mode } = pad.resolve(
      { input },
      options,
    ) as unknown as PadOptions;
    check(
      "padding-length",
      beginningPadding.length === rank,
      "beginningPadding",
      `a list of ${rank} numbers`,
    );
    check("padding-length", endingPadding.length === rank, "endingPadding", `a list of ${rank} numbers`);
    if (mode === "reflection") {
      const isLess = (size: number, axis: number) => size < shape[axis];
      const allowed = `less than the input's shape [${shape.join(",")}] in every dimension`;
      check("reflection-within-input", beginningPadding.every(isLess), "beginningPadding", allowed);
      check("reflection-within-input", endingPadding.every(isLess), "endingPadding", allowed);
    }
    const padded = shape.map((size, axis) => beginningPadding[axis] + size + endingPadding[axis]);
    check(
      "valid-dimension",
      padded.every(isValidDimension),
      "endingPadding",
      "sizes up to 2147483647 in all",
    );
    return [{ dataType, shape: padded }];
  },
  resolve: (_, options) => ({ mode: "constant", value: 0, ...options }),
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const { shape } = pad.infer({ input: ball }, options)[0];
    const { beginningPadding, mode, value } = pad.resolve({ input: ball }, options) as unknown as PadOptions;
    const fill = castNumber(value, ball.dataType);
    const fills = { v: fill, e: 0, M: Math.abs(Number(fill)), undecided: 0 };
    return [moved(ball, profile, (data, part) => {
      const padded = sameKind(data, elementCount(shape));
      if (mode === "constant") fillWith(padded, fills[part]);
      const target = view(padded, shape);
      assign(target.lo(...beginningPadding).hi(...ball.shape), view(data, ball.shape));
      if (mode !== "constant") {
        shape.forEach((_, axis) =>
          mirrorAxis(padded, shape, axis, beginningPadding[axis], ball.shape[axis], mode)
        );
      }
      return padded;
    })];
  },
};

interface PadOptions {
  readonly beginningPadding: readonly number[];
  readonly endingPadding: readonly number[];
  readonly mode: "constant" | "edge" | "reflection";
  readonly value: number | bigint;
}

function fillWith(data: Movable, value: number | bigint) {
  (data as { fill(value: number | bigint): unknown }).fill(value);
}

/**
 * Fills the padding before and after the `size` slices from `begin` along `axis` with the edge slices, or with their
 * mirror image without the edge. Slices of axes before it are whole already.
 */
function mirrorAxis(
  data: Movable,
  shape: readonly number[],
  axis: number,
  begin: number,
  size: number,
  mode: "edge" | "reflection",
) {
  const inner = elementCount(shape.slice(axis + 1));
  const block = shape[axis] * inner;
  const end = begin + size - 1;
  for (let start = 0; start < data.length; start += block) {
    for (let i = 0; i < shape[axis]; i++) {
      if (i >= begin && i <= end) continue;
      const edge = i < begin ? begin : end;
      const from = start + (mode === "edge" ? edge : 2 * edge - i) * inner;
      data.copyWithin(start + i * inner, from, from + inner);
    }
  }
}
