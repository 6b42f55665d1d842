/**
 * Software kernels of argMin and argMax.
 *
 * @module
 */

import { isInt64 } from "../../../graph/data_type.ts";
import { type Kernel, tensorOf } from "../kernel.ts";
import { inOrder, rowReader, rowsOver } from "../rows.ts";

/** By operator. */
export const extremeKernels: Readonly<Record<string, Kernel>> = { argMin: indexOf(-1), argMax: indexOf(1) };

/** The first of equal elements, or the last: the spec leaves it open. */
function indexOf(sign: 1 | -1): Kernel {
  return (call) =>
    seeking((row) => {
      let best = 0;
      for (let j = 1; j < row.length; j++) {
        const [a, b] = sign > 0 ? [row[best], row[j]] : [row[j], row[best]];
        if (a < b || call.arithmetic.folds && a === b) best = j;
      }
      return best;
    })(call);
}

/** The kernel that gives one index of each row. */
export function seeking(find: (row: readonly (number | bigint)[]) => number): Kernel {
  return (call) => {
    const { v, shape } = tensorOf(call, "input");
    const rows = rowsOver(shape, [call.options.axis as number]);
    const rowFrom = rowReader<number | bigint>(v, rows);
    const indices = rows.starts.map((start) => find(rowFrom(start)));
    const [{ dataType, shape: output }] = call.outputs;
    return inOrder(isInt64(dataType) ? indices.map(BigInt) : indices, output);
  };
}
