import assert from "node:assert/strict";
import type { ResultLine } from "../judge/results.ts";
import { poolLines, poolsOf } from "../judge/pools.ts";
import { header, line } from "./_testing.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { proofLines, proofOf, statisticsLines } from "./statistics.ts";
import { summarize } from "./summary.ts";
import { renderSummary } from "./terminal.ts";

/** A case of one pool whose errors have this root mean square. */
function pooled(n: number, rms: number, pool = "matmul/float32/signed.n64", count = 600): ResultLine {
  const moments = [{ pool, count, terms: 64 * count, sum: 0, squares: rms * rms * count, narrow: 0 }];
  return line("matmul/statistics", n, { moments });
}

const held = pooled(1, 0.5);
const broken = pooled(2, 978, "matmul/float32/signed.n512");
const cases = [held, broken];
const lines = [...cases, ...poolLines(cases)];

Deno.test("statisticsLines() count pools, and name what is worst of each backend in a line", () => {
  const positive = { ...pooled(3, 4, "gemm/float32/positive.n64"), backend: "ort-cpu" };
  const reported = { ...pooled(4, 300, "gemm/float16/signed.n64"), profile: "webgpu" as const };
  assert.deepEqual(statisticsLines(poolsOf([...lines, positive, reported]), 110), [
    "Statistics: 3 pools, 1 outside their profile, 1 reported only; worst figures, errors in units of u·S:",
    "  backend   rms, signed sums  mean, positive sums  narrow  right  bits",
    "  ort-cpu   -                 0.0 gemm n64          0.0 %      -     -",
    "  ort-wasm  978 matmul n512   -                     0.0 %  0.0 %  13.1",
  ]);
  assert.deepEqual(statisticsLines(poolsOf([pooled(1, 0.5, undefined, 10)]), 110), []);
});

Deno.test("statisticsLines() are no wider than the screen, whatever the names", () => {
  const name = "convTranspose2d/float32";
  const long = [pooled(1, 978, `${name}/signed.n4096`), pooled(2, 978, `${name}/positive.n4096`)];
  const wide = long.map((each) => ({ ...each, backend: "a-backend-with-a-name-of-many-words" }));
  for (const width of [80, 110]) {
    for (const text of statisticsLines(poolsOf(wide), width)) assert.ok(text.length <= width, text);
  }
});

Deno.test("a pool is no case: it is counted apart, and explained by its id", () => {
  const { webnn: [counts], groups } = summarize(header, lines);
  assert.deepEqual([counts.passed, counts.failed], [2, 0]);
  assert.deepEqual(groups.map(({ lines, judged, cause }) => [lines.length, judged, cause]), [[
    1,
    2,
    "statistic",
  ]]);
  const text = renderSummary(header, lines);
  assert.match(text, /matmul\/statistics: wrong statistics on ort-wasm, 1 of 2 pools\n {4}rms error 978 /);
  assert.match(text, /conform explain 'matmul\/statistics\/float32\/signed\.n512-66112bab'/);
});

Deno.test("--json holds every pool, and JUnit a test for each that was judged", () => {
  const few = pooled(3, 0.25, "gemm/float32/signed.n8", 10);
  const { statistics } = JSON.parse(renderJson(header, [...lines, few]));
  assert.deepEqual(
    statistics.map(({ pool, judged, elements }: Record<string, unknown>) => [pool, judged, elements]),
    [
      ["gemm/float32/signed.n8", false, 10],
      ["matmul/float32/signed.n512", true, 600],
      ["matmul/float32/signed.n64", true, 600],
    ],
  );
  const junit = renderJunit(header, lines);
  assert.equal(
    junit.match(/<failure message="wrong statistics: rms error 978 [^"]*" type="statistic"/g)?.length,
    1,
  );
  assert.match(
    junit,
    /<system-out>rms 0\.50, mean 0\.0, spread 0\.50 in units of u·S; narrow 0\.0 %; effective bits 24\.0<\/system-out>/,
  );
});

Deno.test("proofOf() counts a case once, whatever the backends", () => {
  const one = line("matmul/a", 1, { content: "one", proof: { float64: 5, unproven: 1 } });
  const other = line("matmul/a", 2, { content: "other", proof: { float64: 1000, pairs: 2 } });
  const counts = proofOf([one, { ...one, backend: "ort-webgpu" }, other, line("matmul/a", 3)]);
  assert.deepEqual(counts, { float64: 1005, pairs: 2, unproven: 1 });
});

Deno.test("proofLines() count the stages, say how many bounds are wide, and name elements without proof", () => {
  const unproven = [0, 1, 2, 3].map((k) => ({
    output: "y",
    data: k === 1 ? 2 as const : 1 as const,
    index: [k, 0],
  }));
  const one = line("tanh/a", 1, {
    content: "one",
    proof: { unrounded: 4, float64: 1000, unproven: 9 },
    unproven,
    elements: 150,
    blunt: 3,
  });
  const other = line("tanh/a", 2, { content: "other", proof: { pairs: 2 }, elements: 50 });
  assert.deepEqual(proofLines([one, { ...one, backend: "ort-webgpu", elements: 0, blunt: 0 }, other]), [
    "Proof of expected values: unrounded 4, float64 1,000, pairs of float64 2, exact 0, unproven 9; " +
    "bounds wider than 1/8 of the value: 1.5% of the judged elements",
    `  unproven: ${one.id} y[0,0], ${one.id} y[1,0] of the second data set, ${one.id} y[2,0], ` +
    "and 6 more in the results",
  ]);
  assert.equal(proofLines([other]).length, 1);
  assert.deepEqual(proofLines([line("tanh/a", 3)]), []);
  const document = JSON.parse(renderJson(header, [one, other]));
  assert.deepEqual(
    document.unproven.map(({ id, index }: Record<string, unknown>) => [id, index]),
    unproven.map(({ index }) => [one.id, index]),
  );
  assert.deepEqual([document.backends[0].elements, document.backends[0].blunt], [200, 3]);
});
