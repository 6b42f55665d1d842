/**
 * The statistics of software kernels: no correct order of summation is outside its profile, and arithmetic that the
 * bounds of single elements do not see is (tolerance.md, sections 6 and 9).
 */

import assert from "node:assert/strict";
import type { Outputs } from "../graph/answer.ts";
import type { Case, Inputs } from "../graph/case.ts";
import type { FloatType } from "../graph/data_type.ts";
import type { Expectation } from "../graph/expectation.ts";
import { type ProfileName, profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { draw } from "../generators/mod.ts";
import { judge } from "../judge/judge.ts";
import { type Pool, poolLines, poolsOf } from "../judge/pools.ts";
import { parseResults, type ResultLine } from "../judge/results.ts";
import { type Arithmetic, arithmetics } from "../judge/software/arithmetic.ts";
import { softwareOutputs } from "../judge/software/run.ts";
import { momentsOf } from "../judge/statistics.ts";
import { expectationOf } from "../reference/expect.ts";
import { conform, inFolder } from "./_testing.ts";

const casesOf = (...filters: string[]) =>
  [...draw({ seed: "webnn-cts", filters })].map(({ build }) => build());

/** What else happens to the tensors that a kernel is given, and to those it gives. */
interface Changes {
  readonly read?: (tensor: Tensor) => Tensor;
  readonly written?: (tensor: Tensor) => Tensor;
}

const expectations = new WeakMap<Case, Partial<Record<ProfileName, Expectation>>>();

function expectationFor(testCase: Case, profile: ProfileName): Expectation {
  const known = expectations.get(testCase) ?? {};
  expectations.set(testCase, known);
  return known[profile] ??= expectationOf(testCase, profiles[profile]);
}

/** The line of a case that a software kernel answers. */
function lineOf(
  testCase: Case,
  arithmetic: Arithmetic,
  profile: ProfileName,
  changes: Changes = {},
): ResultLine {
  const { read = (tensor: Tensor) => tensor, written = (tensor: Tensor) => tensor } = changes;
  const { id, inputs, secondInputs } = testCase;
  const changed = <T extends Inputs | Outputs>(tensors: T, change: (tensor: Tensor) => Tensor) =>
    new Map([...tensors].map(([name, tensor]) => [name, change(tensor)]));
  const [first, second] = [inputs, secondInputs].map((data) =>
    changed(softwareOutputs(testCase, changed(data, read), arithmetic)!, written)
  );
  const expectation = expectationFor(testCase, profile);
  const dispatches = [first, second, first] as const;
  const verdict = judge({ id, kind: "outputs", dispatches }, expectation);
  const moments = momentsOf(testCase, dispatches, expectation);
  return { ...verdict, id, backend: "software", profile, content: "", moments };
}

/** The only pool of a case of its own. */
function poolOf(testCase: Case, arithmetic: Arithmetic, changes: Changes = {}): Pool {
  const [pool, ...others] = poolsOf([lineOf(testCase, arithmetic, "ieee", changes)]);
  assert.equal(others.length, 0);
  assert.ok(pool.judged, `${testCase.id} has ${pool.elements} elements`);
  return pool;
}

for (const profile of ["ieee", "webgpu-f16"] as const) {
  Deno.test(`no correct order of summation is outside the statistics of profile ${profile}`, () => {
    const inEveryOrder = casesOf(
      "gemm/statistics/**",
      "cumulativeSum/statistics/**",
      "reduceL2/statistics/**",
    );
    const inOne = casesOf(
      "conv*2d/statistics/*/k2.*",
      "averagePool2d/statistics/**",
      "reduceSumSquare/statistics/**",
      "l2Pool2d/statistics/**",
    );
    const small = casesOf("gemm/no-c/**").filter(({ provenance: { dataKind } }) =>
      dataKind === "uniform" || dataKind === "normal"
    );
    let judged = 0;
    const check = (lines: readonly ResultLine[], { name }: Arithmetic) => {
      for (const pool of poolsOf(lines)) {
        if (pool.judged) judged++;
        assert.deepEqual(pool.faults, [], `${pool.pool}, ${name}`);
      }
    };
    for (const arithmetic of arithmetics[profile]) {
      for (const each of inEveryOrder) check([lineOf(each, arithmetic, profile)], arithmetic);
      check(small.map((each) => lineOf(each, arithmetic, profile)), arithmetic);
    }
    inOne.forEach((each, i) => {
      const arithmetic = arithmetics[profile][i % 6];
      check([lineOf(each, arithmetic, profile)], arithmetic);
    });
    assert.ok(judged >= (profile === "ieee" ? 60 : 20), `${judged} pools`);
  });
}

const fused = arithmetics.ieee[5], truncate = arithmetics["webgpu-f16"][0].round;
const inFloat16 = (x: number) => Math.f16round(x);

/** Float32 rounded to the 11 significant bits of tf32, ties to even. */
function tf32(tensor: Tensor): Tensor {
  const data = Float32Array.from(tensor.data as Float32Array);
  const bits = new Uint32Array(data.buffer);
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] + 0xfff + ((bits[i] >> 13) & 1)) & 0xffffe000;
  return { ...tensor, data };
}

const [signed64, positive64, signed576, positive576] = casesOf("gemm/statistics/float32/**");
const [signed4608, positive4608] = casesOf("matmul/statistics/float32/k-even.n-even-*");

/** Arithmetic that is outside profile ieee, and in which statistic of which cases it shows. */
interface Fault {
  readonly name: string;
  readonly arithmetic?: () => Arithmetic;
  readonly changes?: Changes;
  readonly cases: readonly Case[];
  readonly statistic: "rms" | "bias" | "spread" | "narrow" | "right";
  /** The least size in each case, half of what was measured; of `right` the greatest, twice of what was. */
  readonly limits: readonly number[];
}

const signed = [signed64, signed576], positive = [positive64, positive576];
const squares = casesOf("reduceSumSquare/statistics/float32/**");
const halves = casesOf("gemm/statistics/float16/**");

/** Every fourth addition truncates. */
function everyFourth(): Arithmetic {
  let additions = 0;
  const round = (x: number, dataType: FloatType) =>
    ++additions % 4 === 0 ? truncate(x, dataType) : Math.fround(x);
  return { ...fused, round };
}

const truncating = () => ({ ...fused, round: truncate });
const narrowSums = () => ({ ...fused, round: inFloat16 });
const truncatedStore = () => ({ ...fused, store: truncate });

const faults: readonly Fault[] = [
  { name: "tf32 factors", changes: { read: tf32 }, cases: signed, statistic: "rms", limits: [489, 160] },
  {
    name: "tf32 factors of squares",
    changes: { read: tf32 },
    cases: squares,
    statistic: "spread",
    limits: [171, 508],
  },
  { name: "float16 sums", arithmetic: narrowSums, cases: signed, statistic: "rms", limits: [2000, 1900] },
  { name: "truncated sums", arithmetic: truncating, cases: signed, statistic: "rms", limits: [2.5, 7.5] },
  {
    name: "truncated sums of positive terms",
    arithmetic: truncating,
    cases: positive,
    statistic: "bias",
    limits: [11, 104],
  },
  {
    name: "truncated sums of squares under a root",
    arithmetic: truncating,
    cases: casesOf("reduceL2/statistics/float32/**"),
    statistic: "bias",
    limits: [53, 5.5],
  },
  {
    name: "truncation at every fourth addition",
    arithmetic: everyFourth,
    cases: positive,
    statistic: "bias",
    limits: [2.9, 26],
  },
  {
    name: "results of 11 bits",
    changes: { written: tf32 },
    cases: signed,
    statistic: "narrow",
    limits: [0.5, 0.5],
  },
  {
    name: "float16 sums of float16 terms",
    arithmetic: narrowSums,
    cases: halves,
    statistic: "right",
    limits: [0.4, 0.6, 0.16, 0.19],
  },
  {
    name: "truncated float16 results",
    arithmetic: truncatedStore,
    cases: halves,
    statistic: "right",
    limits: [0.6, 0.6, 0.6, 0.6],
  },
];

for (const { name, arithmetic = () => fused, changes, cases, statistic, limits } of faults) {
  Deno.test(`the statistics see ${name}`, () => {
    cases.forEach((testCase, i) => {
      const pool = poolOf(testCase, arithmetic(), changes);
      const size = Math.abs(pool[statistic]!);
      assert.ok(pool.faults.length > 0, `${pool.pool} is inside the profile`);
      assert.ok(statistic === "right" ? size <= limits[i] : size >= limits[i], `${pool.pool}: ${size}`);
    });
  });
}

Deno.test("the statistics see cumulative sums that are truncated", () => {
  const lines = casesOf("cumulativeSum/statistics/float32/**").map((each) =>
    lineOf(each, truncating(), "ieee")
  );
  const poolOf = (name: string) =>
    poolsOf(lines).find(({ pool }) => pool === `cumulativeSum/float32/${name}`)!;
  const [signed, positive, long] = ["signed.n64", "positive.n64", "positive.n512"].map(poolOf);
  for (const { pool, judged, faults } of [signed, positive, long]) {
    assert.ok(judged && faults.length > 0, pool);
  }
  assert.ok(signed.rms > 2.5, `${signed.rms}`);
  assert.ok(positive.bias < -11, `${positive.bias}`);
  assert.ok(long.bias < -11, `${long.bias}`);
});

Deno.test("at 4608 terms the statistics see what no bound of a single element does", () => {
  const outside = [
    lineOf(signed4608, fused, "ieee", { read: tf32 }),
    lineOf(positive4608, truncating(), "ieee"),
  ];
  assert.deepEqual(outside.map(({ verdict }) => verdict), ["pass", "pass"]);
  const [bias, rms] = poolsOf(outside);
  assert.ok(rms.rms > 57 && rms.faults.length > 0, `${rms.rms}`);
  assert.ok(bias.bias < -834 && bias.faults.length > 0, `${bias.bias}`);
  const claimed = { ...outside[0], profile: "reduced-tf32" as const };
  assert.deepEqual(poolsOf([claimed]).map(({ judged, faults }) => [judged, faults]), [[true, []]]);
  const right = [lineOf(signed4608, fused, "ieee"), lineOf(positive4608, fused, "ieee")];
  assert.deepEqual(poolsOf(right).map(({ judged, faults }) => [judged, faults]), [[true, []], [true, []]]);
});

Deno.test(
  "conform run tells the statistics, and the same when it is resumed after a cut",
  inFolder(async (folder) => {
    const results = `${folder}/results.jsonl`;
    const args = [
      "run",
      "--backend",
      "ort-cpu",
      "--filter",
      "gemm/statistics/float32/**",
      "--results",
      results,
    ];
    const whole = await conform(...args);
    assert.equal(whole.code, 0, whole.err);
    assert.match(whole.out, /^ort-cpu .* 4 {7}0 {12}0 {7}0 /m);
    assert.match(
      whole.out,
      /^Statistics: 4 pools, 0 outside .*\n.*\n {2}ort-cpu {2}\d\.\d+ gemm n\d+ +-?\d\.\d+ gemm n\d+ +0\.0 % +- {2}2\d\.\d$/m,
    );
    assert.match(whole.out, /^Proof of expected values: /m);
    const lines = (await Deno.readTextFile(results)).trimEnd().split("\n");
    assert.equal(lines.length, 1 + 4 + 4, "a header, the cases and the pools");
    await Deno.writeTextFile(results, lines.slice(0, 3).join("\n") + "\n" + lines[3].slice(0, 40));
    const resumed = await conform(...args, "--resume", "--json");
    assert.equal(resumed.code, 0, resumed.err);
    const { statistics, backends: [{ passed }] } = JSON.parse(resumed.out);
    assert.equal(passed, 4);
    const read = parseResults(lines.join("\n") + "\n", "whole").lines;
    assert.deepEqual(statistics, poolsOf(read));
    assert.deepEqual(poolLines(read), read.filter(({ pool }) => pool !== undefined));
  }),
);
