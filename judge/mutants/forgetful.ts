/**
 * Maxima and minima that forget what they saw before a NaN, as those of real backends do (docs/findings.md, F11 and F45).
 *
 * @module
 */

import { isFloat } from "../../graph/data_type.ts";
import { elementCount, indexAt } from "../../graph/tensor.ts";
import { type Call, type Element, tensorOf } from "../software/kernel.ts";
import { type Pool, pooling } from "../software/kernels/pools.ts";
import { reducing, type Reduction, wholeReductions } from "../software/kernels/reductions.ts";
import { list } from "./change.ts";
import { type Bug, type Mutant, mutantsOf, replaced } from "./mutant.ts";

/** Greatest by comparisons that a NaN wins and then loses. */
const forgetful = (sign: 1 | -1) => (row: ArrayLike<number | bigint>, count: number): number | bigint => {
  let best = row[0];
  for (let i = 1; i < count; i++) {
    const isBetter = sign > 0 ? best > row[i] : best < row[i];
    if (!isBetter) best = row[i];
  }
  return best;
};

const beforeNaN = "what was seen before a NaN were forgotten";

const poolForgets: Pool = ({ elements, count }) => count === 0 ? -Infinity : forgetful(1)(elements, count);

/** Down the first axis of the windows and then along the last: rows as vectors are compared first. */
const poolForgetsByAxes = (call: Call): Element => {
  const { options, outputs: [output] } = call, input = tensorOf(call, "input");
  const axes = options.axes as number[] ?? (options.layout === "nhwc" ? [1, 2] : [2, 3]);
  const along = (kept: number) => ({
    ...options,
    ...Object.fromEntries(
      ["windowDimensions", "strides", "dilations"].map((name) => [
        name,
        list(options[name]).map((size, d) => d === kept ? size : 1),
      ]),
    ),
    padding: list(options.padding).map((size, i) => i >> 1 === kept ? size : 0),
  });
  const shape = output.shape.map((size, axis) => axis === axes[1] ? input.shape[axis] : size);
  const first = pooling(poolForgets)({
    ...call,
    options: along(0),
    outputs: [{ ...output, shape }],
  }) as Element;
  const v = Float64Array.from(
    { length: elementCount(shape) },
    (_, at) => first(indexAt(at, shape)) as number,
  );
  const operands = { ...call.operands, input: { ...input, shape, v } };
  return pooling(poolForgets)({ ...call, operands, options: along(1) }) as Element;
};

const reduceForgets = (sign: 1 | -1): Bug => {
  const reduce: Reduction = (row) => forgetful(sign)(row, row.length) as number;
  return replaced("forgets-before-nan", beforeNaN, (call) => {
    const { dataType } = tensorOf(call, "input");
    return isFloat(dataType) ? reducing(reduce, wholeReductions[call.operator])(call) : undefined;
  });
};

/** Of reductions and of pools. */
export const forgetfulMutants: readonly Mutant[] = [
  ...mutantsOf(["reduceMax"], [reduceForgets(1)]),
  ...mutantsOf(["reduceMin"], [reduceForgets(-1)]),
  ...mutantsOf(["maxPool2d", "maxPool"], [
    replaced(
      "forgets-before-nan",
      beforeNaN,
      (call) => isFloat(call.outputs[0].dataType) ? pooling(poolForgets)(call) : undefined,
    ),
    replaced(
      "forgets-before-nan-by-axes",
      `${beforeNaN}, along the first axis of windows and then along the last`,
      (call) => {
        const isPlane = list(call.options.windowDimensions).length === 2;
        return isPlane && isFloat(call.outputs[0].dataType) ? poolForgetsByAxes(call) : undefined;
      },
    ),
  ]),
];
