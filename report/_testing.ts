/** Results for the tests of the reports. */

import type { ResultLine, ResultsHeader } from "../judge/results.ts";

export const header: ResultsHeader = {
  suite: "0.1.0",
  generator: "1",
  seed: "s",
  machine: "linux x86_64",
  started: "2026-11-21T10:00:00.123Z",
  backends: [
    { name: "ort-wasm", version: "1.30.0", device: "WebAssembly", profile: "ieee" },
    { name: "ort-webgpu", version: "1.30.0", device: "SwiftShader", profile: "webgpu-f16" },
  ],
};

/** A line of case `n` in the group `path`, which passes on `ort-wasm` unless said otherwise. */
export function line(path: string, n: number, rest: Partial<ResultLine> = {}): ResultLine {
  return {
    id: `${path}/float32/x-${n.toString(16).padStart(8, "0")}`,
    backend: "ort-wasm",
    profile: "ieee",
    content: "c",
    verdict: "pass",
    elements: 4,
    failed: 0,
    skipped: 0,
    buildMs: 1500,
    dispatchMs: 500,
    ...rest,
  };
}

/** The `worst` of an element at this ratio. */
export function worst(ratio: number): ResultLine["worst"] {
  return { output: "y", index: [0], expected: 1, actual: 2, error: 1, radius: 1 / ratio, ratio, ulp: 3 };
}
