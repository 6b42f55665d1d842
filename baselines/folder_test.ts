import { deepStrictEqual, throws } from "node:assert/strict";
import { InputError } from "../graph/input_error.ts";
import type { Baseline } from "./baseline.ts";
import { readBaselines, writeBaseline } from "./folder.ts";

const baseline: Baseline = {
  backend: "ort-wasm",
  version: "1",
  device: "d",
  profile: "ieee",
  failures: new Map(),
  unsupported: new Map([["pad/edge#00000001", "rank 5"]]),
};

Deno.test("readBaselines() reads what writeBaseline() wrote, and leaves other files alone", () => {
  const folder = Deno.makeTempDirSync();
  writeBaseline(folder, baseline);
  Deno.writeTextFileSync(`${folder}/mod.ts`, "");
  deepStrictEqual(readBaselines(folder), new Map([["ort-wasm", baseline]]));
  Deno.renameSync(`${folder}/ort-wasm.json`, `${folder}/other.json`);
  throws(() => readBaselines(folder), /name it ort-wasm.json/);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("readBaselines() says which folder cannot be read", () => {
  throws(
    () => readBaselines("no-such-folder"),
    (error) => error instanceof InputError && error.message.startsWith("no-such-folder cannot be read"),
  );
});

Deno.test("writeBaseline() refuses a backend whose name reads as a path", () => {
  throws(() => writeBaseline(".", { ...baseline, backend: "../x" }), InputError);
});
