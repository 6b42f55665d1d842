/**
 * The bugs of docs/bug-classes.md in resampling, products, movement, quantization, normalization and reductions.
 *
 * @module
 */

import type { Tensor } from "../graph/tensor.ts";
import { type Bugs, spoilt, takenFor } from "./_bug.ts";
import { answerOf, list, mapped, tensorOf, withNode, withOptions, withTensor } from "./_mutations.ts";

/** Nearest resampling of both axes with halves rounded up, as two nodes that gather. */
const roundsHalvesUp = takenFor((testCase, { mode, sizes, axes = [2, 3] }) => {
  const { graph } = testCase, { shape } = tensorOf(testCase, "input");
  if (mode === "linear" || sizes === undefined) return undefined;
  const operands = new Map(graph.operands);
  list(axes).forEach((axis, i) => {
    const size = list(sizes)[i];
    const indices = Int32Array.from(
      { length: size },
      (_, j) => Math.min(shape[axis] - 1, Math.floor((j + 0.5) * shape[axis] / size)),
    );
    const tensor: Tensor = { dataType: "int32", shape: [size], data: indices };
    operands.set(`indices${i}`, { kind: "constant", tensor });
  });
  const nodes = list(axes).map((axis, i) => ({
    operator: "gather",
    operands: { input: i === 0 ? "input" : "half", indices: `indices${i}` },
    options: { axis },
    outputs: [i === 0 ? "half" : graph.outputs[0]],
  }));
  return { ...testCase, graph: { ...graph, operands, nodes } };
});

export const bugsOfOthers: Bugs = {
  13: { "halves are rounded up": roundsHalvesUp },
  14: {
    "a size whose product should be whole is one less": takenFor((testCase, { scales, axes = [2, 3] }) => {
      const { shape } = tensorOf(testCase, "input");
      const products = list(scales).map((scale, i) => shape[list(axes)[i]] * scale);
      const isOff = products.map((product) => {
        const distance = Math.abs(product - Math.round(product));
        return distance > 0 && distance < 1e-5;
      });
      if (!isOff.includes(true)) return undefined;
      const sizes = products.map((product, i) => isOff[i] ? Math.round(product) - 1 : Math.floor(product));
      return withNode(
        testCase,
        ({ options: { scales: _, ...options } }) => ({ options: { ...options, sizes } }),
      );
    }),
  },
  15: {
    "the bias lands one place further": takenFor((testCase) => {
      const { operator, operands } = testCase.graph.nodes[0];
      const name = operator === "gemm" ? "c" : "b";
      if (operator === "gemm" && !("c" in operands)) return undefined;
      return withTensor(testCase, name, (tensor) => {
        const data = tensor.data.slice();
        for (let i = 0; i < data.length; i++) data[i] = tensor.data.at(i - 1)!;
        return { ...tensor, data };
      });
    }),
  },
  16: {
    "the last of an odd number of columns is the one before": spoilt((tensor) => {
      const columns = tensor.shape.at(-1) ?? 0;
      if (tensor.dataType !== "float16" || columns % 2 === 0 || columns === 1) return undefined;
      return mapped(tensor, (at, index) => at(index.with(-1, Math.min(index.at(-1)!, columns - 2))));
    }),
  },
  17: {
    "of each row the bytes beyond a multiple of 4 stay zero": spoilt((tensor) => {
      const last = tensor.shape.at(-1) ?? 0;
      if (!/^u?int8$/.test(tensor.dataType) || last % 4 === 0) return undefined;
      return mapped(tensor, (at, index) => index.at(-1)! < last - last % 4 ? at(index) : 0);
    }),
  },
  18: {
    "from rank 5 on the last coordinate counts as 0": takenFor((testCase) => {
      if (tensorOf(testCase, "input").shape.length < 5) return undefined;
      return withTensor(testCase, "indices", (tensor) =>
        mapped(tensor, (at, index) => {
          const value = at(index);
          const isLast = index.at(-1) === tensor.shape.at(-1)! - 1;
          return isLast ? typeof value === "bigint" ? 0n : 0 : value;
        }));
    }),
  },
  19: {
    "bytes below the zero point wrap": takenFor((testCase) => {
      const zeroPoints = new Set(Array.from(tensorOf(testCase, "zeroPoint").data as Uint8Array));
      if (tensorOf(testCase, "input").dataType !== "uint8" || zeroPoints.size !== 1) return undefined;
      const [zeroPoint] = zeroPoints;
      const widened = (tensor: Tensor, below: number): Tensor => {
        const data = Int32Array.from(tensor.data as Uint8Array, (x) => x < below ? x + 256 : x);
        return { ...tensor, dataType: "int32", data };
      };
      return withTensor(
        withTensor(testCase, "input", (tensor) => widened(tensor, zeroPoint)),
        "zeroPoint",
        (tensor) => widened(tensor, 0),
      );
    }),
  },
  20: {
    "sums of float16 squares overflow and give NaN": spoilt((tensor) =>
      tensor.dataType === "float16" ? mapped(tensor, () => NaN) : undefined
    ),
  },
  21: {
    "a reflection of all elements but one repeats the edge": takenFor((testCase, { beginningPadding }) => {
      const { shape } = tensorOf(testCase, "input");
      const isWhole = shape.some((size, axis) => size > 2 && list(beginningPadding)[axis] === size - 1);
      return isWhole ? withOptions(testCase, () => ({ mode: "edge" })) : undefined;
    }),
  },
  24: {
    "the second run gives the first one's answer": (_, right) =>
      answerOf({ outputs: right.outputs, secondOutputs: right.outputs }),
  },
  26: {
    "the sum of exponentials overflows": spoilt((tensor) => {
      const most = tensor.dataType === "float16" ? Math.log(65504) : Math.log(3.4028234663852886e38);
      return { ...tensor, data: (tensor.data as Float32Array).map((y) => y > most ? Infinity : y) };
    }),
  },
};
