import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Answer } from "../graph/answer.ts";
import { judged, Prepared, type Target } from "./execute.ts";

const unsupported = (id: string): Answer => ({ id, kind: "unsupported", message: "ranks 1 to 8, not 0" });

function target(missing?: Target["missing"]): Target {
  return {
    profile: "ieee",
    missing,
    backend: {
      name: "some",
      profile: "ieee",
      probe: () => Promise.resolve({ ready: true, version: "", device: "" }),
      limits: () => Promise.resolve({}),
      async *run() {},
      close: () => Promise.resolve(),
    },
  };
}

Deno.test("what the specification requires is not merely unsupported: the case fails, missing-required", () => {
  const missing = [{ operator: "relu", operand: "input", what: ["rank 0"] }];
  const verdicts = new Map<number, string>();
  for (const { graph, build, id } of draw({ filters: ["relu/*/float32/**"], seed: "any" })) {
    const line = judged(new Prepared(build()), unsupported(id), target(missing));
    const rank = (graph.operands.get("input") as { shape: readonly number[] }).shape.length;
    verdicts.set(rank, `${line.verdict} ${line.cause}: ${line.message}`);
    assert.equal(judged(new Prepared(build()), unsupported(id), target()).verdict, "unsupported");
  }
  const message = "rank 0 of relu's input is required of every implementation; ranks 1 to 8, not 0";
  assert.equal(verdicts.get(0), `fail missing-required: ${message}`);
  assert.equal(verdicts.get(3), "unsupported undefined: ranks 1 to 8, not 0");
});
