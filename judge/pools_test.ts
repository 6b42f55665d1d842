import assert from "node:assert/strict";
import type { ProfileName } from "../graph/profile.ts";
import { fewestElements, poolLines, poolsOf } from "./pools.ts";
import type { ResultLine } from "./results.ts";
import type { Moments } from "./statistics.ts";

/** A case's line with elements of n = 576, mean error and root mean square as said. */
function line(
  id: string,
  { pool = "conv2d/float32/signed.n512", count = 512, mean = 0, rms = 0.5, marked = 0, ...rest }: {
    pool?: string;
    count?: number;
    mean?: number;
    rms?: number;
    /** Share of narrow float32, or of right float16 results. */
    marked?: number;
    profile?: ProfileName;
    backend?: string;
    proposal?: true;
  } = {},
): ResultLine {
  const share = { [pool.includes("float32") ? "narrow" : "right"]: Math.round(marked * count) };
  const moments: Moments = {
    pool,
    count,
    terms: 576 * count,
    sum: mean * count,
    squares: rms * rms * count,
    ...share,
  };
  return {
    id,
    backend: "ort-wasm",
    profile: "ieee",
    content: "c",
    verdict: "pass",
    elements: count,
    failed: 0,
    skipped: 0,
    moments: [moments],
    ...rest,
  };
}

Deno.test("poolsOf() adds up the cases of a backend, and is the same in any order and in shards", () => {
  const lines = Array.from(
    { length: 9 },
    (_, i) => line(`case-${i}`, { count: 100, rms: 0.1 * i, mean: 0.01 * i }),
  );
  const [pool, ...others] = poolsOf(lines);
  assert.deepEqual(others, []);
  assert.deepEqual(poolsOf(lines.toReversed()), [pool]);
  assert.deepEqual([pool.elements, pool.terms, pool.n], [900, 576, [512, 1023]]);
  assert.ok(Math.abs(pool.rms - Math.sqrt(2.04 / 9)) < 1e-12);
  assert.ok(Math.abs(pool.bias - 0.04) < 1e-12);
  assert.ok(Math.abs(pool.effectiveBits - (24 - Math.log2(2 * pool.rms))) < 1e-12);
  const apart = poolsOf([...lines, line("case-9", { backend: "ort-cpu" }), line("x", { profile: "webgpu" })]);
  assert.equal(apart.length, 3);
});

Deno.test("poolsOf() judges no pool of fewer than 512 elements", () => {
  assert.equal(fewestElements, 512);
  const few = line("a", { count: 511, rms: 1000 });
  assert.deepEqual(poolsOf([few]).map(({ judged, faults }) => [judged, faults]), [[false, []]]);
  assert.deepEqual(poolLines([few]), []);
  assert.equal(poolLines([few, line("b", { count: 1 })])[0].verdict, "fail");
});

/** What is outside the profile. */
const faults = (...given: Parameters<typeof line>) => poolsOf([line(...given)])[0].faults;

Deno.test("profile ieee limits rms, bias, spread and narrow results of float32, and right results of float16", () => {
  assert.deepEqual(faults("a", { rms: 1.99 }), []);
  assert.match(
    faults("a", { rms: 2.01 })[0],
    /^rms error 2\.0 in units of u·S over 512 elements, at most 2\.0/,
  );
  assert.deepEqual(faults("a", { marked: 0.0099 }), []);
  assert.match(
    faults("a", { marked: 0.02 })[0],
    /^2\.0 % of 512 elements have the 11 significant bits of tf32 and float16 or fewer, at most 1\.0 %/,
  );
  const positive = { pool: "conv2d/float32/positive.n512" };
  assert.deepEqual(faults("a", { ...positive, rms: 8, mean: 2.5 }), []);
  assert.match(
    faults("a", { ...positive, rms: 8, mean: 2.7 })[0],
    /^mean error 2\.7 in units of u·S .* as if truncated$/,
  );
  assert.match(faults("a", { ...positive, rms: 8, mean: -2.7 })[0], /^mean error -2\.7/);
  assert.match(faults("a", { ...positive, rms: 24.1 })[0], /^errors spread by 24 in units of u·S/);
  const half = { pool: "conv2d/float16/signed.n512" };
  assert.deepEqual(faults("a", { ...half, rms: 4000, marked: 0.96 }), []);
  assert.match(
    faults("a", { ...half, marked: 0.94 })[0],
    /^93\.9 % of 512 elements are the exact result rounded once to float16, at least 95\.0 %/,
  );
});

Deno.test("the limits of shares are the same whatever the number of elements", () => {
  const half = { pool: "conv2d/float16/signed.n512" };
  for (const count of [2000, 200_000]) {
    assert.equal(faults("a", { count, marked: 0.0105 }).length, 1);
    assert.equal(faults("a", { ...half, count, marked: 0.9495 }).length, 1);
    assert.equal(faults("a", { ...half, count, marked: 0.9505 }).length, 0);
  }
});

Deno.test("profile ieee limits the bias of norms by a quarter and what the root adds, and half the spread", () => {
  const norm = { pool: "reduceL2/float32/norm.n512" };
  assert.deepEqual(faults("a", { ...norm, rms: 1.3, mean: 1.2 }), []);
  assert.match(
    faults("a", { ...norm, rms: 3, mean: -2.9 })[0],
    /^mean error -2\.9 .* at most 1\.5 either way/,
  );
  assert.deepEqual(faults("a", { ...norm, rms: 12.9 }), []);
  assert.match(faults("a", { ...norm, rms: 13.1 })[0], /^errors spread by 13 /);
});

Deno.test("profile webgpu limits rms by the root of n, where sums are stored as they are kept", () => {
  const truncating = { rms: 15, marked: 0.5 } as const;
  for (const profile of ["webgpu", "webgpu-f16"] as const) {
    assert.deepEqual(faults("a", { ...truncating, profile }), []);
    assert.equal(faults("a", { ...truncating, rms: 24.1, profile }).length, 1);
  }
  const judged = (given: Parameters<typeof line>[1]) => poolsOf([line("a", given)])[0].judged;
  assert.equal(judged({ pool: "conv2d/float32/positive.n512", rms: 300, profile: "webgpu" }), false);
  assert.equal(judged({ pool: "conv2d/float16/signed.n512", rms: 300, profile: "webgpu" }), false);
  assert.equal(judged({ pool: "conv2d/float16/signed.n512", rms: 15, profile: "webgpu-f16" }), true);
});

Deno.test("profile reduced-tf32 limits rms by the factors' error, and reduced-f16 nothing", () => {
  assert.deepEqual(faults("a", { rms: 700, profile: "reduced-tf32" }), []);
  assert.equal(faults("a", { rms: 710, profile: "reduced-tf32" }).length, 1);
  assert.equal(poolsOf([line("a", { rms: 8000, profile: "reduced-f16" })])[0].judged, false);
});

Deno.test("poolLines() say which is the strictest profile that holds a pool, whatever is claimed", () => {
  const meets = (given: Parameters<typeof line>[1]) => poolLines([line("a", given)])[0].meets;
  assert.equal(meets({ rms: 15 }), "webgpu");
  assert.equal(meets({ rms: 320 }), "reduced-tf32");
  assert.equal(meets({ rms: 4000 }), "reduced-f16");
  assert.equal(meets({ rms: 0.5 }), "ieee");
  assert.equal(meets({ rms: 10, profile: "webgpu-f16" }), "webgpu");
  assert.equal(meets({ rms: 0.5, profile: "webgpu-f16" }), "ieee");
});

Deno.test("poolLines() are lines like a case's with stable ids, and never speak of the specification", () => {
  const [passed] = poolLines([line("a")]);
  assert.equal(passed.id, "conv2d/statistics/float32/signed.n512-c6a07217");
  assert.deepEqual(passed.figures, { rms: 0.5, bias: 0, spread: 0.5, narrow: 0, effectiveBits: 24 });
  assert.deepEqual([passed.verdict, passed.elements, passed.pool], [
    "pass",
    512,
    "conv2d/float32/signed.n512",
  ]);
  const [failed] = poolLines([line("a", { rms: 978, marked: 1, proposal: true })]);
  assert.equal(failed.id, passed.id);
  assert.equal(failed.content, passed.content);
  assert.deepEqual([failed.verdict, failed.cause, failed.proposal], ["fail", "statistic", true]);
  assert.match(failed.message!, /^rms error 978 .* profile ieee: .*; 100\.0 % of 512 elements/);
  assert.doesNotMatch(failed.message!, /spec|violat/);
});

Deno.test("poolLines() have no pools of their own", () => {
  const lines = [line("a"), line("b")];
  assert.deepEqual(poolLines([...lines, ...poolLines(lines)]), poolLines(lines));
});

Deno.test("poolLines() report the figures that a profile does not limit, and what they meet", () => {
  const [leaning] = poolLines([
    line("a", { pool: "conv2d/float32/positive.n512", rms: 300, mean: -299, profile: "webgpu" }),
  ]);
  assert.deepEqual([leaning.verdict, leaning.meets], ["pass", "webgpu"]);
  assert.equal(leaning.figures?.bias, -299);
  assert.match(leaning.message!, /^profile webgpu limits none/);
  const [narrow] = poolLines([
    line("a", { pool: "conv2d/float16/signed.n512", rms: 1, marked: 0.3, profile: "reduced-f16" }),
  ]);
  assert.deepEqual([narrow.verdict, narrow.figures?.right], ["pass", 154 / 512]);
});
