import assert from "node:assert/strict";
import { profiles } from "../../graph/profile.ts";
import { expectationOf } from "../../reference/expect.ts";
import { draw } from "../mod.ts";

for (const operator of ["gru", "gruCell", "lstm", "lstmCell"]) {
  Deno.test(`fewer than 30 % of what ${operator}/whole gives are zeros, so that gates in another order show`, () => {
    let zeros = 0, count = 0;
    for (const { build } of draw({ seed: "webnn-cts", filters: [`${operator}/whole/**`] })) {
      const { outputs, secondOutputs } = expectationOf(build(), profiles.ieee);
      for (const { value } of [...outputs.values(), ...secondOutputs.values()]) {
        zeros += Array.from(value, Number).filter((y) => y === 0).length;
        count += value.length;
      }
    }
    assert.ok(count > 100 && zeros < 0.3 * count, `${zeros} of ${count}`);
  });
}
