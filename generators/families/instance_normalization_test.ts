import assert from "node:assert/strict";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { expectationOf } from "../../reference/expect.ts";
import { draw } from "../mod.ts";

Deno.test("instanceNormalization leaves no element undecided under profile ieee, however many cases are drawn", () => {
  const kinds = new Set<string>();
  for (const { build } of draw({ seed: "any", count: 100, filters: ["instanceNormalization/**"] })) {
    const each = build();
    kinds.add(`${each.id.split("/").slice(1, 3).join(" ")} ${each.provenance.dataKind}`);
    const { outputs, secondOutputs } = expectationOf(each, profiles.ieee);
    for (const { flags } of [...outputs.values(), ...secondOutputs.values()]) {
      assert.ok(!flags?.some((flag) => flag & Flag.skip), each.id);
    }
  }
  assert.ok(kinds.has("large-plane float32 cancellation"));
});
