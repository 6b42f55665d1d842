import assert from "node:assert/strict";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { assertRefused, conform, inFolder, permissions, root } from "./_testing.ts";

Deno.test(
  "conform shrink writes the smallest case that fails as a bundle, JavaScript, ONNX and Python",
  inFolder(async (folder) => {
    const id = "reduceMin/vector-options/float32/keep.r1.4k1-da310fdc";
    const args = ["shrink", id, "--backend", "ort-cpu", "--out", folder, "--quiet"];
    const { code, out, err } = await conform(...args);
    assert.equal(code, 1, err);
    assert.equal(err, "");
    assert.match(out, /NaN on ort-cpu/);
    assert.match(out, /^ {2}before .* operand elements; /m);
    assert.match(out, /^ {2}output\[.*\]: expected NaN, got /m);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["case.js", "case.py", "case.safetensors", "model.onnx"]);

    const replayed = await conform(
      "replay",
      `${folder}/case.safetensors`,
      "--backend",
      "ort-cpu",
      "--results",
      `${folder}/r.jsonl`,
      "--json",
    );
    const [failure] = JSON.parse(replayed.out).failures;
    assert.equal(failure.cause, "nan");

    const session = await InferenceSession.create(`${folder}/model.onnx`);
    assert.equal(session.inputNames.length, 1);
    const python = await Deno.readTextFile(`${folder}/case.py`);
    const [, numbers, shape] = /np\.(?:array|full)\((.*?), dtype=np\.float32\)(?:\.reshape\((.*)\))?,\n/.exec(
      python,
    )!;
    assert.ok(numbers.length > 0 && shape !== undefined, python);
    const data = Float32Array.from(
      numbers.slice(1, -1).split(","),
      (x) => x.includes("nan") ? NaN : Number(x),
    );
    const input = new Tensor("float32", data, shape.slice(1, -1).split(",").filter(Boolean).map(Number));
    const outputs = await session.run({ [session.inputNames[0]]: input });
    const [output] = Object.values(outputs);
    assert.ok(!Number.isNaN(output.data[0]), "the model alone does not show the failure");

    await conform(...args.with(5, `${folder}/again`));
    for (const name of names) {
      const [one, other] = [folder, `${folder}/again`].map((each) => Deno.readFileSync(`${each}/${name}`));
      assert.deepEqual(one, other, `${name} is another the second time`);
    }
  }),
);

Deno.test(
  "conform shrink says which programs it cannot write, and writes the others",
  inFolder(async (folder) => {
    const id = "maxPool/2-axes/float16/implied.equal.s2r-8d05311a";
    const { code, out } = await conform("shrink", id, "--backend", "ort-cpu", "--out", folder, "--runs", "1");
    assert.equal(code, 1);
    assert.match(out, /^No JavaScript: maxPool is only proposed/m);
    assert.match(out, /1 run; more runs \(--runs\) may make it smaller/);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["case.py", "case.safetensors", "model.onnx"]);
  }),
);

Deno.test(
  "conform shrink --json brings a sum of 64-bit integers down to 2^53 and 1, as one document",
  inFolder(async (folder) => {
    const id = "reduceSum/wide-integers/int64/several-14e5d1fb";
    const args = ["shrink", id, "--backend", "ort-cpu", "--out", folder, "--json", "--quiet"];
    const { code, out } = await conform(...args);
    assert.equal(code, 1);
    const { id: started, before, after, runs, isCutOff } = JSON.parse(out);
    assert.deepEqual([started, before.dataSets, isCutOff], [id, 2, false]);
    assert.deepEqual(after.data.input.data.map(Number), [2 ** 53, 1]);
    assert.deepEqual([after.failed, after.elements, after.dataSets], [1, 1, 1]);
    assert.ok(runs <= 30, `${runs} runs`);
    const { out: explained } = await conform("explain", `${folder}/case.safetensors`, "--backend", "ort-cpu");
    assert.match(explained, /1 of 1 results wrong/);
  }),
);

Deno.test(
  "conform shrink says so where the case does not fail, and exits 0",
  inFolder(async (folder) => {
    const id = "relu/scalars/float32/r0-";
    const { out: list } = await conform("list", "cases", "--filter", `${id}*`, "--count", "1");
    const args = ["shrink", list.trim().split("\n")[0], "--backend", "ort-cpu", "--out", `${folder}/x`];
    const { code, out } = await conform(...args);
    assert.equal(code, 0);
    assert.match(out, /does not fail on ort-cpu \(pass.*nothing to shrink/);
  }),
);

Deno.test({
  name: "conform shrink writes the smallest case so far when it is interrupted, and exits 130",
  ignore: Deno.build.os === "windows",
  fn: inFolder(async (folder) => {
    const id = "resample2d/bytes/uint8/linear.wholebelow.1.2-31abb5b7";
    const args = ["shrink", id, "--backend", "ort-cpu", "--out", folder, "--runs", "100000"];
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", ...permissions, "cli/main.ts", ...args],
      cwd: root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn();
    const errors = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    while (!/runs?, /.test(heard)) {
      const { value, done } = await errors.read();
      assert.ok(!done, `it ended before it could be interrupted: ${heard}`);
      heard += value;
    }
    child.kill("SIGINT");
    const drain = (async () => {
      while (!(await errors.read()).done);
    })();
    const [{ code }, out] = await Promise.all([child.status, new Response(child.stdout).text(), drain]);
    assert.equal(code, 130, out);
    assert.match(out, /interrupted; this is the smallest so far/);
    assert.ok(Deno.statSync(`${folder}/case.safetensors`).size > 0);
  }),
});

const refusals: readonly (readonly [what: string, args: readonly string[], ...words: string[]])[] = [
  ["no backend", ["sigmoid/scalars/float32/r0-44796613"], "--backend"],
  ["no case", ["--backend", "ort-cpu"], "CASE"],
  ["the reference", ["sigmoid/scalars/float32/r0-44796613", "--backend", "reference"], "one name"],
  ["no runs", ["sigmoid/scalars/float32/r0-44796613", "--backend", "ort-cpu", "--runs", "0"], "--runs"],
  [
    "a folder that cannot be made",
    ["sigmoid/scalars/float32/r0-44796613", "--backend", "ort-cpu", "--out", "README.md/x"],
    "README.md",
  ],
];

for (const [what, args, ...words] of refusals) {
  Deno.test(`conform shrink refuses ${what} in one sentence, with exit code 2`, async () => {
    assertRefused(await conform("shrink", ...args), ...words);
  });
}
