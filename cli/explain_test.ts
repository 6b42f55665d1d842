import assert from "node:assert/strict";
import { assertRefused, conform, inFolder } from "./_testing.ts";

/** A file with a case of `conv2d` that is worked out by hand: 1·3 + 2·5 = 13, 2·3 = 6. */
const file = JSON.stringify([{
  name: "by hand",
  graph: {
    inputs: {
      input: { data: [1, 2], descriptor: { shape: [1, 1, 1, 2], dataType: "float32" } },
      filter: { data: [3, 5], descriptor: { shape: [1, 1, 1, 2], dataType: "float32" }, constant: true },
    },
    operators: [{
      name: "conv2d",
      arguments: [{ input: "input" }, { filter: "filter" }, { options: { padding: [0, 0, 0, 1] } }],
      outputs: "output",
    }],
    expectedOutputs: { output: { data: [13, 6], descriptor: { shape: [1, 1, 1, 2], dataType: "float32" } } },
  },
}]);

async function inFile(folder: string): Promise<string> {
  const path = `${folder}/case.json`;
  await Deno.writeTextFile(path, file);
  return path;
}

Deno.test(
  "conform explain shows the terms of the element asked for, without a backend",
  inFolder(async (folder) => {
    const { code, out } = await conform("explain", await inFile(folder), "--element", "output[0,0,0,0]");
    assert.equal(code, 0);
    assert.match(out, /^output\[0,0,0,0\] of conv2d, float32$/m);
    assert.match(out, /expected +13 {2}0x41500000 {2}proven in plain float64, exactly/);
    assert.match(out, /input\[0,0,0,0\] {2}1 {2}× filter\[0,0,0,0\] {2}3 {2}= 3 +sum 3$/m);
    assert.match(out, /input\[0,0,0,1\] {2}2 {2}× filter\[0,0,0,1\] {2}5 {2}= 10 +sum 13$/m);
    assert.match(out, /^Spec: .*#api-mlgraphbuilder-conv2d$/m);
  }),
);

Deno.test(
  "conform explain says what a backend gave, and exits 0 where it passes",
  inFolder(async (folder) => {
    const { code, out } = await conform("explain", await inFile(folder), "--backend", "ort-cpu", "--json");
    assert.equal(code, 0);
    const { element, result, next } = JSON.parse(out);
    assert.equal(result.verdict, "pass");
    assert.equal(element.actual.value, element.expected.value);
    assert.equal(element.sum.terms.length, element.index[3] === 0 ? 2 : 1);
    assert.match(next[0], /replay '.*case\.json' --backend ort-cpu$/);
  }),
);

Deno.test("conform explain exits 1 where the backend fails, and names the commands that go on", async () => {
  const id = "sigmoid/scalars/float32/r0-44796613";
  const { code, out } = await conform("explain", id, "--backend", "ort-cpu");
  assert.equal(code, 1);
  assert.match(out, /^output\[\] of sigmoid, float32$/m);
  assert.match(out, /actual .* ULP, .* times the bound$/m);
  assert.match(out, new RegExp(`^deno task conform shrink '${id}' --backend ort-cpu$`, "m"));
  assert.ok(out.trimEnd().split("\n").length <= 40, "more than a screenful");
});

Deno.test("conform explain and shrink say that a case which must be refused has no outputs", async () => {
  const { out } = await conform("list", "cases", "--filter", "relu/invalid-can-build/**", "--count", "1");
  const [id] = out.trim().split("\n");
  assertRefused(await conform("explain", id), "must be refused", "run --filter");
  assertRefused(await conform("shrink", id, "--backend", "ort-cpu"), "must be refused");
});

const refusals: readonly (readonly [what: string, args: readonly string[], ...words: string[]])[] = [
  ["no case", [], "CASE"],
  ["an unknown case", ["conv2d/no-such/float32/x-00000000"], "no case"],
  [
    "an index beyond the shape",
    ["sigmoid/scalars/float32/r0-44796613", "--element", "output[3]"],
    "shape []",
  ],
  ["an unknown output", ["sigmoid/scalars/float32/r0-44796613", "--element", "sum[0]"], '"sum"', "output"],
  ["two backends", ["sigmoid/scalars/float32/r0-44796613", "--backend", "ort-cpu,ort-wasm"], "one backend"],
];

for (const [what, args, ...words] of refusals) {
  Deno.test(`conform explain refuses ${what} in one sentence, with exit code 2`, async () => {
    assertRefused(await conform("explain", ...args), ...words);
  });
}

Deno.test(
  "conform explain shows a pool of the statistics: what it is, its figures, and its cases",
  inFolder(async (folder) => {
    const results = `${folder}/r.jsonl`;
    const filter = "reduceSumSquare/statistics/float32/**";
    const run = ["run", "--filter", filter, "--backend", "ort-cpu", "--results", results, "--quiet"];
    const { code: ran, err } = await conform(...run, "--report", `${folder}/report`);
    assert.equal(ran, 0, err);
    const lines = (await Deno.readTextFile(results)).trim().split("\n").slice(1).map((line) =>
      JSON.parse(line)
    );
    const { id, pool, elements } = lines.find((line) => line.pool);
    const inPool = lines.filter(({ moments }) =>
      moments?.some((each: { pool: string }) => each.pool === pool)
    );
    assert.ok(inPool.length > 0);

    const { code, out } = await conform("explain", id, "--results", results);
    assert.equal(code, 0);
    assert.match(out, /A pool of the statistics, no case: all elements of reduceSumSquare, float32/);
    assert.match(out, new RegExp(`^ {2}elements +${elements} `, "m"));
    for (const each of inPool) assert.ok(out.includes(`    ${each.id}`), `${each.id} is not named`);
    const { pools: [figures] } = JSON.parse(
      (await conform("explain", id, "--results", results, "--json")).out,
    );
    const squares = inPool.flatMap(({ moments }) => moments)
      .filter((each) => each.pool === pool).reduce((sum, each) => sum + each.squares, 0);
    assert.ok(Math.abs(figures.rms - Math.sqrt(squares / elements)) < 1e-9 * figures.rms);

    const other = id.replace(/.{8}$/, "00000000");
    assertRefused(await conform("explain", other, "--results", results), "no pool", other);
    for (const command of ["diagnose", "shrink"]) {
      assertRefused(
        await conform(command, id, "--backend", "ort-cpu"),
        "pool of the statistics",
        "conform explain",
      );
    }
  }),
);

Deno.test("conform explain prints the bound's formula with a number for each of its symbols", async () => {
  const id = "conv2d/asymmetric-padding/float32/nchw.ohwi.axes.s3.d2x1.k1x3.c7.o1.constbias.w.h-one-b1e03882";
  const { out } = await conform("explain", id, "--profile", "webgpu", "--element", "output[0,0,0,1]");
  assert.match(out, /local error of the arithmetic: γ·S \+ n·q$/m);
  for (const name of ["n", "S", "u", "q", "γ"]) {
    assert.match(out, new RegExp(`^ {4}${name} += [\\d.^e-]+`, "m"));
  }
});
