/**
 * Software kernels of convolutions, transposed or not, over any number of axes in any layout.
 *
 * @module
 */

import { rowMajorStrides } from "../../../graph/tensor.ts";
import { dot } from "../arithmetic.ts";
import { axisTaps, inside, type Place, Window } from "../axis_taps.ts";
import { type Call, type Element, floatsOf, type Kernel } from "../kernel.ts";

type Numbers = readonly number[];

/** By operator. */
export const convolutionKernels: Readonly<Record<string, Kernel>> = {
  conv2d: convolution(),
  convTranspose2d: convolution(),
  conv: convolution(),
  convTranspose: convolution(),
};

/** Which axis of the input and of the filter is what. */
export interface ConvolutionAxes {
  readonly channelAxis?: number;
  readonly axes: Numbers;
  readonly filterOutput: number;
  readonly filterInput: number;
  readonly filterAxes: Numbers;
}

/** The axes that a call's layout options name, `axes` and `channelAxis` or `inputLayout`. */
export function convolutionAxes({ options }: Call): ConvolutionAxes {
  const filter = options.filterLayout as string;
  const letters = [..."dhw"].filter((letter) => filter.includes(letter));
  const input = options.inputLayout as string | undefined;
  return {
    ...(options.axes === undefined
      ? { channelAxis: input!.indexOf("c"), axes: letters.map((letter) => input!.indexOf(letter)) }
      : { channelAxis: options.channelAxis as number | undefined, axes: options.axes as Numbers }),
    filterOutput: filter.indexOf("o"),
    filterInput: filter.indexOf("i"),
    filterAxes: letters.map((letter) => filter.indexOf(letter)),
  };
}

/** Whether the operator of a call spreads its output instead of its input. */
export function isTransposed({ operator }: Call): boolean {
  return operator.startsWith("convTranspose");
}

/** Products and bias of one output element; `place` says what taps beside the input read. */
export function convolution(place: Place = inside): Kernel {
  return (call): Element => {
    const { operands, options, outputs: [output], dataType, arithmetic } = call;
    const transposed = isTransposed(call);
    const [padding, strides, dilations] = ["padding", "strides", "dilations"].map((name) =>
      options[name] as Numbers
    );
    const groups = options.groups as number;
    const { channelAxis, axes, filterOutput, filterInput, filterAxes } = convolutionAxes(call);
    const input = floatsOf(call, "input"), filter = floatsOf(call, "filter");
    const bias = operands.bias && floatsOf(call, "bias").v;
    const step = rowMajorStrides(input.shape), weightStep = rowMajorStrides(filter.shape);
    const channelStep = channelAxis === undefined ? 0 : step[channelAxis];
    const inputs = transposed ? filter.shape[filterInput] / groups : filter.shape[filterInput];
    const outputs = transposed ? filter.shape[filterOutput] : filter.shape[filterOutput] / groups;
    const batchAxes = input.shape.map((_, axis) => axis)
      .filter((axis) => axis !== channelAxis && !axes.includes(axis));
    const tables = axes.map((axis, d) =>
      axisTaps(
        {
          size: input.shape[axis],
          outputs: output.shape[axis],
          taps: filter.shape[filterAxes[d]],
          begin: padding[2 * d],
          stride: strides[d],
          dilation: dilations[d],
          transposed,
        },
        step[axis],
        weightStep[filterAxes[d]],
        place,
      )
    );
    const window = new Window(tables, axes);
    const left = new Float64Array(window.from.length * inputs), right = new Float64Array(left.length);
    const xs = input.v, ws = filter.v;
    return (index) => {
      const channel = channelAxis === undefined ? 0 : index[channelAxis];
      const group = Math.floor(channel / outputs) % groups;
      let x = group * inputs * channelStep;
      for (const axis of batchAxes) x += index[axis] * step[axis];
      let w = transposed
        ? group * inputs * weightStep[filterInput] + channel % outputs * weightStep[filterOutput]
        : channel * weightStep[filterOutput];
      window.moveTo(index);
      const { from, weight, count } = window;
      let terms = 0;
      for (let c = 0; c < inputs; c++, x += channelStep, w += weightStep[filterInput]) {
        for (let tap = 0; tap < count; tap++) {
          left[terms] = xs[x + from[tap]];
          right[terms++] = ws[w + weight[tap]];
        }
      }
      return dot(left, right, dataType, arithmetic, bias?.[channel], terms);
    };
  };
}
