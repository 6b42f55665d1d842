/**
 * Writing and reading safetensors in memory.
 *
 * @module
 */

import { writeSafetensors } from "../graph/safetensors.ts";
import { readSafetensors } from "../graph/safetensors_read.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Section } from "./line.ts";
import { inMilliseconds, noise, time, type Times } from "./measure.ts";

export const files: Section = {
  title: "safetensors, 8 tensors of 4 MB",
  async *measure() {
    const count = 2 ** 20;
    const tensors = new Map(
      Array.from({ length: 8 }, (_, i): [string, Tensor] => [
        `tensor${i}`,
        { dataType: "float32", shape: [count], data: noise(count, i) },
      ]),
    );
    let bytes = writeSafetensors({ tensors, metadata: new Map() });
    const rate = ({ cost }: Times) => `${(bytes.length / cost / 1e3).toFixed(0)} MB/s`;
    const written = await time(() => bytes = writeSafetensors({ tensors, metadata: new Map() }));
    yield { what: "write", figure: `${rate(written)}, ${inMilliseconds(written)}` };
    // one byte off, so that the reader cannot hand out views of the file
    const unaligned = new Uint8Array(bytes.length + 1).subarray(1);
    unaligned.set(bytes);
    const read = await time(() => readSafetensors(unaligned, "benchmark"));
    yield { what: "read, unaligned", figure: `${rate(read)}, ${inMilliseconds(read)}` };
  },
};
