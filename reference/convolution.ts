/**
 * Values and radii of convolutions, transposed or not.
 *
 * @module
 */

import type { FloatType } from "../graph/data_type.ts";
import type { Profile } from "../graph/profile.ts";
import { elementCount } from "../graph/tensor.ts";
import { type Ball, floats } from "./ball.ts";
import { inPlace } from "./accumulated.ts";
import { type Addend, type Bilinear, evaluateBilinear } from "./bilinear.ts";
import type { ConvolutionPlan } from "./convolution_plan.ts";
import { type Convolution, convolve, countTerms, factorsAt } from "./convolve.ts";
import { groupedView } from "./layout.ts";
import type { Operands, Result } from "./operator.ts";
import { arithmetic } from "./radius.ts";
import { forEachWindow } from "./sliding.ts";
import { type AxisTaps, slidingTaps, transposedTaps } from "./taps.ts";
import { type View, view } from "./view.ts";

/** The convolution that `plan` describes. */
export function evaluateConvolution(
  plan: ConvolutionPlan,
  operands: Operands<Ball>,
  profile: Profile,
): Result {
  const x = operands.input as Ball, w = operands.filter as Ball, bias = operands.bias as Ball | undefined;
  const { output, layout, groups } = plan;
  const axes = plan.windows.map(plan.transposed ? transposedTaps : slidingTaps);
  const length = elementCount(output.shape);
  const viewsOf = (xs: Float64Array, ws: Float64Array, ys: Float64Array): Convolution => ({
    x: groupedView(xs, x.shape, layout, groups),
    w: filterView(ws, w.shape, plan),
    y: groupedView(ys, output.shape, layout, groups),
    axes,
  });
  const shapes = viewsOf(floats(x), floats(w), new Float64Array(0));
  const n = countTerms(shapes, length);
  if (bias) { for (let i = 0; i < n.length; i++) n[i]++; }
  const bilinear: Bilinear = {
    x,
    w,
    addend: bias && biasOf(bias, plan),
    length,
    n,
    roundings: 2,
    run: (xs, ws, v, S) => convolve(viewsOf(xs, ws, v), S),
    products: { names: ["input", "filter"], factorsAt: (i) => factorsAt(shapes, i) },
  };
  const dataType = output.dataType as FloatType;
  const error = winogradError(plan, shapes, dataType, profile);
  const fast = error && { error, keepsExactness: profile.fastConv <= 4 };
  return evaluateBilinear({ ...bilinear, fast }, dataType, profile);
}

/** The filter as `[groups, outputs of a group, channels of a group, ...taps]`. */
function filterView(data: Float64Array, shape: readonly number[], plan: ConvolutionPlan): View<Float64Array> {
  const { groups, outputs, channels, filterLayout: { output, input, axes } } = plan;
  const { stride } = view(data, shape);
  const group = plan.transposed ? channels * stride[input] : outputs * stride[output];
  return view(
    data,
    [groups, outputs, channels, ...axes.map((axis) => shape[axis])],
    [group, stride[output], stride[input], ...axes.map((axis) => stride[axis])],
  );
}

/** One value for every element of an output channel. */
function biasOf(ball: Ball, { output: { shape }, layout: { channelAxis } }: ConvolutionPlan): Addend {
  const inner = elementCount(channelAxis === undefined ? shape : shape.slice(channelAxis + 1));
  return {
    ball,
    addTo(target, bias) {
      for (let begin = 0, channel = 0; begin < target.length; begin += inner) {
        for (let i = begin; i < begin + inner; i++) target[i] += bias[channel];
        channel = (channel + 1) % bias.length;
      }
    },
    termAt(i) {
      const values = floats(ball), at = Int32Array.of(Math.floor(i / inner) % values.length);
      return { count: 1, factors: [{ argument: "bias", values, at, origin: inPlace }] };
    },
  };
}

/**
 * The error of Winograd's algorithm where the profile allows it, a backend could use it (3 taps, stride and dilation
 * 1 on every axis): `A·u·Σ_c(max over the input tile |x_c| · Σ|w_c|)`. The tile is not aligned to anything known, so it
 * reaches as far as any tile that holds the output element (tolerance.md, section 3.2).
 */
function winogradError(
  plan: ConvolutionPlan,
  { x, w, y, axes }: Convolution,
  dataType: FloatType,
  profile: Profile,
): Float64Array | undefined {
  const { windows, transposed } = plan;
  const applies = windows.every(({ taps, stride, dilation }) => taps === 3 && stride === 1 && dilation === 1);
  if (profile.fastConv === 0 || !applies) return undefined;
  const more = profile.fastConv === 4 ? 1 : profile.fastConv === 64 ? 3 : 5;
  const tiles = windows.map((window) => {
    const begin = (transposed ? 2 - window.begin : window.begin) + more;
    return slidingTaps({ ...window, begin, taps: 3 + 2 * more });
  });
  const largest = largestInTiles(x, axes, tiles);
  const taps: number[] = axes.map(() => 1);
  const sums = view(sumOfTaps(w), [...w.shape.slice(0, 3), ...taps]);
  const points = axes.map(({ outputs }) =>
    slidingTaps({ input: outputs, taps: 1, outputs, begin: 0, stride: 1, dilation: 1 })
  );
  const error = new Float64Array(elementCount(y.shape));
  convolve({ x: largest, w: sums, y: view(error, y.shape, y.stride), axes: points });
  const factor = profile.fastConv * arithmetic(dataType, profile).u;
  return error.map((value) => value * factor);
}

/** For each channel and output position the largest |x| of the tile around it. */
function largestInTiles(
  x: View<Float64Array>,
  axes: readonly AxisTaps[],
  tiles: readonly AxisTaps[],
): View<Float64Array> {
  const shape = [...x.shape.slice(0, -axes.length), ...axes.map(({ outputs }) => outputs)];
  const largest = new Float64Array(elementCount(shape));
  forEachWindow(x, view(largest, shape), tiles, ({ offsets, count, base }, to) => {
    for (let t = 0; t < count; t++) largest[to] = Math.max(largest[to], Math.abs(x.data[base + offsets[t]]));
  });
  return view(largest, shape);
}

/** `Σ|w|` over the taps, as `[groups, outputs, channels]`. */
function sumOfTaps(w: View<Float64Array>): Float64Array {
  const [groups, outputs, channels] = w.shape;
  const sums = new Float64Array(groups * outputs * channels);
  const taps = w.shape.slice(3).map((size) =>
    slidingTaps({ input: size, taps: size, outputs: 1, begin: 0, stride: 1, dilation: 1 })
  );
  const to = view(sums, [groups, outputs, channels, ...taps.map(() => 1)]);
  forEachWindow(w, to, taps, ({ offsets, count, base }, at) => {
    for (let t = 0; t < count; t++) sums[at] += Math.abs(w.data[base + offsets[t]]);
  });
  return sums;
}
