/**
 * The bugs of docs/bug-classes.md in resampling, products, movement, quantization, normalization and reductions.
 *
 * @module
 */

import { type Bugs, ofMutant, spoilt, takenFor } from "./_bug.ts";
import { answerOf, mapped, withTensor } from "./_mutations.ts";

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
  17: ofMutant("bytes-lost"),
  18: ofMutant("last-coordinate-lost"),
  19: ofMutant("bytes-wrap"),
  20: {
    "sums of float16 squares overflow and give NaN": spoilt((tensor) =>
      tensor.dataType === "float16" ? mapped(tensor, () => NaN) : undefined
    ),
  },
  21: ofMutant("last-reflection-lost"),
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
