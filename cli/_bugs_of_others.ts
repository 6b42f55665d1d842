/**
 * The bugs of docs/bug-classes.md in resampling, products, movement, quantization, normalization and reductions.
 *
 * @module
 */

import type { Tensor } from "../graph/tensor.ts";
import { type Bugs, ofMutant, spoilt, takenFor } from "./_bug.ts";
import { answerOf, list, mapped, tensorOf, withOptions, withTensor } from "./_mutations.ts";

export const bugsOfOthers: Bugs = {
  13: ofMutant("half-up"),
  14: ofMutant("size-one-less"),
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
  16: ofMutant("odd-column-repeated-in-float16"),
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
