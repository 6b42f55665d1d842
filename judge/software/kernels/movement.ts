/**
 * Software kernels of operators that move elements: where each element of the output comes from.
 *
 * @module
 */

import { rowMajorStrides } from "../../../graph/tensor.ts";
import { valueOf } from "../casting.ts";
import { type Call, type Element, type Kernel, strided, tensorOf, type Values } from "../kernel.ts";

type Numbers = readonly number[];

/** By operator. */
export const movementKernels: Readonly<Record<string, Kernel>> = {
  concat,
  expand,
  pad,
  reshape: (call) => strided(inputOf(call).v, 0, rowMajorStrides(call.outputs[0].shape)),
  reverse,
  slice,
  split,
  tile,
  transpose,
  triangular,
};

const inputOf = (call: Call): Values => tensorOf(call, "input");

function concat({ operands, options }: Call): Element {
  const axis = options.axis as number;
  const parts = operands.inputs as readonly Values[];
  const strides = parts.map(({ shape }) => rowMajorStrides(shape));
  return (index) => {
    let part = 0, along = index[axis];
    while (part < parts.length - 1 && along >= parts[part].shape[axis]) along -= parts[part++].shape[axis];
    const steps = strides[part];
    let at = along * steps[axis];
    for (let d = 0; d < steps.length; d++) if (d !== axis) at += index[d] * steps[d];
    return parts[part].v[at];
  };
}

function expand(call: Call): Element {
  const { shape, v } = inputOf(call);
  const strides = rowMajorStrides(shape);
  const added = (call.options.newShape as Numbers).length - shape.length;
  const steps = (call.options.newShape as Numbers).map((_, axis) =>
    axis < added || shape[axis - added] === 1 ? 0 : strides[axis - added]
  );
  return strided(v, 0, steps);
}

function pad(call: Call): Element {
  const { shape, v, dataType } = inputOf(call);
  const { beginningPadding, mode, value } = call.options;
  const begins = beginningPadding as Numbers;
  const fill = valueOf(value as number | bigint, dataType);
  const strides = rowMajorStrides(shape);
  return (index) => {
    let at = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const last = shape[axis] - 1;
      let from = index[axis] - begins[axis];
      if (from < 0 || from > last) {
        if (mode === "constant") return fill;
        const edge = from < 0 ? 0 : last;
        from = mode === "edge" ? edge : 2 * edge - from;
      }
      at += from * strides[axis];
    }
    return v[at];
  };
}

function reverse(call: Call): Element {
  const { shape, v } = inputOf(call);
  const axes = call.options.axes as Numbers;
  const strides = rowMajorStrides(shape);
  const start = axes.reduce((at, axis) => at + (shape[axis] - 1) * strides[axis], 0);
  return strided(v, start, strides.map((step, axis) => axes.includes(axis) ? -step : step));
}

function slice(call: Call): Element {
  const { shape, v } = inputOf(call);
  const starts = call.options.starts as Numbers, strides = call.options.strides as Numbers;
  const steps = rowMajorStrides(shape);
  const start = starts.reduce((at, begin, axis) => at + begin * steps[axis], 0);
  return strided(v, start, steps.map((step, axis) => step * strides[axis]));
}

function split(call: Call): Element[] {
  const { shape, v } = inputOf(call);
  const axis = call.options.axis as number, splits = call.options.splits as number | Numbers;
  const sizes = typeof splits === "number" ? new Array<number>(splits).fill(shape[axis] / splits) : splits;
  const steps = rowMajorStrides(shape);
  let begin = 0;
  return sizes.map((size) => {
    const element = strided(v, begin * steps[axis], steps);
    begin += size;
    return element;
  });
}

function tile(call: Call): Element {
  const { shape, v } = inputOf(call);
  const strides = rowMajorStrides(shape);
  return (index) => {
    let at = 0;
    for (let axis = 0; axis < shape.length; axis++) at += index[axis] % shape[axis] * strides[axis];
    return v[at];
  };
}

function transpose(call: Call): Element {
  const { shape, v } = inputOf(call);
  const strides = rowMajorStrides(shape);
  return strided(v, 0, (call.options.permutation as Numbers).map((axis) => strides[axis]));
}

function triangular(call: Call): Element {
  const { v, shape } = inputOf(call);
  const { upper, diagonal } = call.options;
  const zero = typeof v[0] === "bigint" ? 0n : 0;
  const element = strided(v, 0, rowMajorStrides(shape));
  return (index) => {
    const above = index[index.length - 1] - index[index.length - 2] - (diagonal as number);
    return (upper ? above >= 0 : above <= 0) ? element(index) : zero;
  };
}
