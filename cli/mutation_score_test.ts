import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import { scoreMutants } from "../judge/mutation_score.ts";
import { type Bug, mutantsOf, replaced, rewritten } from "../judge/mutants/mutant.ts";
import { judgePopulation } from "../judge/population.ts";
import type { Kernel } from "../judge/software/kernel.ts";
import { kernels } from "../judge/software/kernels.ts";
import { shareKilled, totalsOf } from "../judge/score.ts";

const cases = [...draw({ filters: ["reduceL2/**"], count: 2, seed: "webnn-cts" })].map(({ build }) =>
  build()
);

const bugs: readonly Bug[] = [
  replaced("zero", "the result were 0", () => () => 0),
  rewritten("barely", "nothing were changed", () => ({})),
  rewritten("untouched", "it were never asked", () => undefined),
  { ...replaced("called-equivalent", "the result were 0", () => () => 0), equivalent: "a wrong proof" },
  { ...rewritten("equivalent", "nothing were changed", () => ({})), equivalent: "nothing is changed" },
  replaced("throws", "it could not be computed", () => () => {
    throw new RangeError("no such element");
  }),
];

Deno.test("a mutant is killed twice at most, survives, is not asked, or says that its proof is wrong", () => {
  const scores = scoreMutants(mutantsOf(["reduceL2"], bugs), cases, "ieee");
  assert.deepEqual(scores.map(({ fate }) => fate), [
    "killed",
    "survived",
    "not asked",
    "disproved",
    "equivalent",
    "threw",
  ]);
  const [zero, barely, untouched, , , throws] = scores;
  assert.equal(zero.killers.length, 2);
  assert.notEqual(zero.killers[0].id, zero.killers[1].id);
  assert.ok(zero.killers.every(({ ratio }) => ratio >= 4));
  assert.equal(barely.asked, cases.length);
  assert.ok(barely.largest <= 1);
  assert.equal(untouched.asked, 0);
  assert.match(throws.thrown!, /no such element/);
  const totals = totalsOf([{ operator: "reduceL2", mutants: scores }]);
  assert.deepEqual([totals.killed, totals.equivalent, totals.survivors], [1, 1, 4]);
  assert.equal(shareKilled(totals), 1 / 5);
});

Deno.test("correct kernels are judged in every arithmetic, on further cases until there are elements enough", () => {
  const further = function* () {
    for (const { id, build } of draw({ filters: ["reduceL2/**"], count: 50, seed: "webnn-cts" })) {
      if (!cases.some((each) => each.id === id)) yield build();
    }
  };
  const own = judgePopulation(cases, [], { elements: 0, floatsOnly: true }, "ieee");
  assert.deepEqual([own.cases, own.unanswered, own.alarmCount], [cases.length, 0, 0]);
  assert.ok(own.used > 0 && own.used <= 1);
  const more = judgePopulation(cases, further(), { elements: 2 * own.elements, floatsOnly: true }, "ieee");
  assert.ok(more.elements >= 2 * own.elements && more.elements < 4 * own.elements);
  assert.equal(more.alarmCount, 0);
});

Deno.test("whole numbers count where all do, and never as answered in different ways", () => {
  const sums = [...draw({ filters: ["reduceSum/**"], count: 2, seed: "webnn-cts" })].map(({ build }) =>
    build()
  );
  const [all, floats] = [false, true].map((floatsOnly) =>
    judgePopulation(sums, [], { elements: 0, floatsOnly }, "ieee")
  );
  assert.ok(floats.elements > 0 && floats.elements < all.elements);
  assert.equal(floats.varied, all.varied);
  assert.ok(floats.varied > 0 && floats.varied < floats.elements && floats.varied % 6 === 0);
  const added = [...draw({ filters: ["add/**"], count: 2, seed: "webnn-cts" })].map(({ build }) => build());
  assert.equal(judgePopulation(added, [], { elements: 0, floatsOnly: true }, "ieee").varied, 0);
});

Deno.test("a kernel that is called correct and is not raises alarms, each with its case, arithmetic and element", () => {
  const all = kernels as Map<string, Kernel>, right = all.get("reduceL2")!;
  const wrong: Kernel = (call) => {
    const element = right(call) as (index: number[]) => number;
    return (index) => call.arithmetic.order === "backward" ? element(index) * 1.001 : element(index);
  };
  all.set("reduceL2", wrong);
  try {
    const { alarms, alarmCount } = judgePopulation(cases, [], { elements: 0, floatsOnly: true }, "ieee");
    assert.ok(alarmCount > 0 && alarms.length <= alarmCount);
    for (const { id, arithmetic, message } of alarms) {
      assert.ok(cases.some((each) => each.id === id));
      assert.equal(arithmetic, "backward, folded");
      assert.match(message, /worst output\[.*\]: expected .*, got /);
    }
  } finally {
    all.set("reduceL2", right);
  }
});
