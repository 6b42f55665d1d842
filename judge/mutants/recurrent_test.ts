/** Default cases of both float types catch the bugs of recurrent operators. */

import assert from "node:assert/strict";
import { draw } from "../../generators/mod.ts";
import { profiles } from "../../graph/profile.ts";
import { expectationOf } from "../../reference/expect.ts";
import { arithmetics } from "../software/arithmetic.ts";
import { isFarOutside, verdictOn } from "../software/_testing.ts";
import { arithmeticBugs } from "./arithmetic.ts";
import type { Mutant } from "./mutant.ts";
import { recurrentMutants } from "./recurrent.ts";

const [oldCell] = arithmetics.ieee;
/** Sees the new cell state through the output gate's peephole (question Q29). */
const newCell = { ...oldCell, form: 2 } as const;

/** What a narrow type loses is too little to tell where the tensors are of that type. */
const isOfPrecision = ({ name }: Mutant) =>
  name.endsWith("-in-float16") ||
  arithmeticBugs.some((bug) => bug.name === name && name !== "last-term-dropped");

for (const operator of ["gru", "gruCell", "lstm", "lstmCell"]) {
  Deno.test(`${operator} has two default cases of each float type in which each bug is far outside`, () => {
    const asked = [...draw({ filters: [`${operator}/**`], seed: "webnn-cts" })]
      .map(({ build }) => build())
      .filter(({ id }) => !id.includes("/wide/"))
      .map((testCase) => ({ testCase, expectation: expectationOf(testCase, profiles.ieee) }));
    const mutants = recurrentMutants.filter((mutant) => mutant.operator === operator);
    assert.ok(mutants.length >= 40, `${mutants.length} mutants`);
    for (const mutant of mutants) {
      for (const dataType of isOfPrecision(mutant) ? ["float32"] : ["float32", "float16"]) {
        let killers = 0;
        for (const { testCase, expectation } of asked) {
          if (killers === 2) break;
          if (!testCase.id.includes(`/${dataType}/`)) continue;
          const hasPeephole = "peepholeWeight" in testCase.graph.nodes[0].operands;
          const isCaught = (hasPeephole ? [oldCell, newCell] : [oldCell]).every((arithmetic) => {
            const verdict = verdictOn(testCase, expectation, arithmetic, mutant);
            return verdict !== undefined && isFarOutside(verdict);
          });
          if (isCaught) killers++;
        }
        assert.equal(killers, 2, `${mutant.name}, ${dataType}: ${killers} cases`);
      }
    }
  });
}
