/** Correct implementations in float32 and float16 are inside the radii of the drawn cases; seeded bugs are outside. */

import assert from "node:assert/strict";
import { draw } from "../generators/mod.ts";
import type { Case } from "../graph/case.ts";
import { type Expectation, type ExpectedOutput, Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import {
  type Bug,
  type Manner,
  ordersIn,
  type Peephole,
  type Round,
  sigmoidsIn,
  simulate,
  tanhsIn,
} from "./_recurrent_simulation.ts";
import { expectationOf } from "./expect.ts";

const networks = ["gru", "gruCell", "lstm", "lstmCell"];

/** Default cases with their expectation in profile ieee. */
const asked = new Map(networks.map((operator) => [
  operator,
  [...draw({ filters: [`${operator}/**`], seed: "recurrent" })].map(({ build }) => {
    const testCase = build();
    return { testCase, expectation: expectationOf(testCase, profiles.ieee) };
  }),
]));

/** Every order, each with one of the algebraic forms; fused or not. */
function mannersIn(accumulate: Round, keep: Round): Manner[] {
  return Object.entries(ordersIn(accumulate)).map(([name, dot], k) => ({
    name: `${name}, ${accumulate.name}, ${keep.name}`,
    dot,
    keep,
    fused: k % 2 === 0,
    sigmoid: sigmoidsIn(accumulate)[k % 2],
    tanh: tanhsIn(accumulate)[(k >> 1) % 2],
  }));
}

const inFloat32 = mannersIn(Math.fround, Math.fround);
const storedInFloat16 = mannersIn(Math.fround, Math.f16round);
const inFloat16 = mannersIn(Math.f16round, Math.f16round);

const isNarrow = ({ id }: Case) => id.split("/")[2] === "float16";

/** The answers to Q29, where they differ. */
const peepholesOf = ({ graph }: Case): readonly Peephole[] =>
  "peepholeWeight" in graph.nodes[0].operands ? ["old", "new"] : ["old"];

/** How many half widths an answer is from the middle of what an output may be; 0 where any value passes. */
function distance(
  { lo, hi, flags }: Pick<ExpectedOutput, "lo" | "hi" | "flags">,
  at: number,
  actual: number,
): number {
  if ((flags?.[at] ?? 0) & (Flag.any | Flag.skip)) return 0;
  const low = Number(lo[at]), high = Number(hi[at]);
  if (low <= actual && actual <= high) return 0;
  const half = (high - low) / 2;
  return half < Infinity ? Math.abs(actual - (low + half)) / half : Infinity;
}

/** The largest distance of an answer, each element from the nearest answer to the question that it depends on. */
function worst(
  outputs: Expectation["outputs"],
  actual: ReadonlyMap<string, number[]>,
  narrow: boolean,
): number {
  let most = 0;
  for (const [name, expected] of outputs) {
    const values = actual.get(name)!.map(narrow ? Math.f16round : Math.fround);
    values.forEach((value, at) => {
      const others = (expected.alternatives ?? []).map(({ positions, ...bounds }) =>
        distance(bounds, positions.indexOf(at), value)
      );
      most = Math.max(most, Math.min(distance(expected, at, value), ...others));
    });
  }
  return most;
}

/** Both data sets of a case, answered in a manner. */
function answers(
  { testCase, expectation }: { testCase: Case; expectation: Expectation },
  manner: Manner,
  how: { bug?: Bug; peephole?: Peephole } = {},
): number {
  const narrow = isNarrow(testCase);
  const { inputs, secondInputs } = testCase;
  return Math.max(
    worst(expectation.outputs, simulate(testCase, inputs, manner, how), narrow),
    worst(expectation.secondOutputs, simulate(testCase, secondInputs, manner, how), narrow),
  );
}

for (const operator of networks) {
  Deno.test(`${operator}() admits float32 in six orders, and float16 with intermediates in either type`, () => {
    for (const each of asked.get(operator)!) {
      for (const manner of isNarrow(each.testCase) ? [...inFloat32, ...storedInFloat16] : inFloat32) {
        for (const peephole of peepholesOf(each.testCase)) {
          assert.equal(
            answers(each, manner, { peephole }),
            0,
            `${each.testCase.id}, ${manner.name}, ${peephole}`,
          );
        }
      }
    }
  });
}

Deno.test("recurrent operators of float16 may accumulate in float16 in profile webgpu", () => {
  const cases = networks.flatMap((operator) => asked.get(operator)!).map(({ testCase }) => testCase);
  for (const testCase of cases.filter(isNarrow)) {
    const each = { testCase, expectation: expectationOf(testCase, profiles["webgpu-f16"]) };
    for (const manner of inFloat16) assert.equal(answers(each, manner), 0, `${testCase.id}, ${manner.name}`);
  }
});

const ofAll: readonly Bug[] = [
  "gates in the other order",
  "layout ignored",
  "bias missing",
  "recurrent bias missing",
  "activations ignored",
];
const ofNetworks: readonly Bug[] = [
  "direction ignored",
  "second direction forward",
  "sequence in step order",
  "last step returned twice",
  "last state of the first step",
  "initial state ignored",
];
const ofGru: readonly Bug[] = ["resetAfter toggled", "update gate inverted"];
const ofLstm: readonly Bug[] = [
  "peephole missing",
  "peepholes in gate order",
  "stale cell state",
  "forget gate missing",
];

for (const operator of networks) {
  Deno.test(`${operator}() has default cases of both data types in which each bug is far outside`, () => {
    const bugs = [
      ...ofAll,
      ...(operator.endsWith("Cell") ? [] : ofNetworks),
      ...(operator.startsWith("gru") ? ofGru : ofLstm),
    ];
    for (const bug of bugs) {
      for (const narrow of [false, true]) {
        const cases = asked.get(operator)!.filter(({ testCase }) =>
          isNarrow(testCase) === narrow && !testCase.id.includes("/wide/")
        );
        const killers = cases.filter((each) =>
          peepholesOf(each.testCase).every((peephole) => answers(each, inFloat32[0], { bug, peephole }) >= 4)
        );
        assert.ok(killers.length >= 2, `${bug}, ${narrow ? "float16" : "float32"}: ${killers.length} cases`);
      }
    }
  });
}
