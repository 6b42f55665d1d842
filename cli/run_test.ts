import assert from "node:assert/strict";
import { InferenceSession } from "onnxruntime-node";
import { assertRefused, conform, inFolder, permissions, root } from "./_testing.ts";

Deno.test(
  "conform run says once that what must be refused is put to some backends only",
  inFolder(async (folder) => {
    const filters = ["--filter", "relu/invalid-can-build/**", "--filter", "relu/scalars/**"];
    const results = ["--results", `${folder}/r.jsonl`];
    const { code, out } = await conform(
      "run",
      "--backend",
      "ort-cpu",
      "--count",
      "1",
      ...filters,
      ...results,
    );
    assert.equal(code, 0);
    assert.match(out, /^Put to no backend, as none of these validates: 1 case that must be refused$/m);
  }),
);

Deno.test(
  "conform questions says why no case took an answer, and counts what a filter selects",
  inFolder(async (folder) => {
    const results = `${folder}/r.jsonl`;
    await conform("run", "--backend", "ort-cpu", "--filter", "relu/special-values/**", "--results", results);
    const ask = async (filter: string) => {
      const { out } = await conform("questions", "--results", results, "--filter", filter);
      return new Map(out.split(/^(?=Q\d+ )/m).map((entry) => [entry.split(" ")[0], entry]));
    };
    const entries = await ask("relu/**");
    assert.match(entries.get("Q7")!, /^ {4}ort-cpu {2}[ab]: \d+ cases?/m);
    assert.match(entries.get("Q11")!, /^ {4}not asked: any value passes/m);
    assert.match(entries.get("Q1")!, /^ {4}asked of MLGraphBuilder only: these results are of none$/m);
    assert.match(entries.get("Q3")!, /^ {4}none of the cases in these results tells the answers apart$/m);
    assert.match((await ask("softmax/**")).get("Q7")!, /^ {4}no results$/m);
  }),
);

Deno.test(
  "conform run appends results, refuses to overwrite them, and resumes after a cut",
  inFolder(async (folder) => {
    const results = `${folder}/results.jsonl`;
    const args = ["run", "--backend", "ort-cpu", "--filter", "relu/**", "--results", results];
    const whole = await conform(...args, "--json");
    assert.equal(whole.code, 0, whole.err);
    const { backends } = JSON.parse(whole.out);
    assert.equal(backends[0].name, "ort-cpu");
    assert.ok(backends[0].passed > 0);
    assertRefused(await conform(...args), "--resume");

    const lines = (await Deno.readTextFile(results)).trimEnd().split("\n");
    const kept = lines.slice(0, 4).join("\n") + "\n" + lines[4].slice(0, 40);
    await Deno.writeTextFile(results, kept);
    const resumed = await conform(...args, "--resume", "--json");
    assert.equal(resumed.code, 0, resumed.err);
    assert.equal(JSON.parse(resumed.out).backends[0].passed, backends[0].passed);
    const again = (await Deno.readTextFile(results)).trimEnd().split("\n");
    const ids = again.map((line) => JSON.parse(line).id).filter(Boolean);
    assert.equal(new Set(ids).size, ids.length, "a case that stood in the file was run again");
  }),
);

Deno.test(
  "conform run refuses a results path that cannot be written, before it runs anything",
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const args = [
      "run",
      "--backend",
      "ort-cpu",
      "--filter",
      "relu/**",
      "--results",
      `${folder}/file/r.jsonl`,
    ];
    assertRefused(await conform(...args), "r.jsonl".slice(0, 1));
    assertRefused(
      await conform("run", "--backend", "ort-cpu", "--filter", "relu/**", "--results", folder),
      folder,
    );
  }),
);

Deno.test(
  "conform generate writes bundles and JSON that replay gives the same verdicts on",
  inFolder(async (folder) => {
    const select = ["--filter", "clamp/**", "--count", "1"];
    for (const [format, extension] of [["bundle", ".safetensors"], ["json", ".json"]]) {
      const out = `${folder}/${format}`;
      const written = await conform("generate", "--out", out, "--format", format, ...select);
      assert.equal(written.code, 0, written.err);
      const files = [...Deno.readDirSync(out)].map(({ name }) => `${out}/${name}`);
      assert.ok(files.length > 0 && files.every((file) => file.endsWith(extension)));
      const replayed = await conform(
        "replay",
        ...files,
        "--backend",
        "reference,ort-cpu",
        "--results",
        `${folder}/${format}.jsonl`,
        "--json",
      );
      assert.equal(replayed.code, 0, replayed.out + replayed.err);
      const { backends } = JSON.parse(replayed.out);
      assert.deepEqual(backends.map(({ name }: { name: string }) => name), ["reference", "ort-cpu"]);
      assert.ok(
        backends.every(({ passed, failed }: { passed: number; failed: number }) =>
          passed > 0 && failed === 0
        ),
      );
    }
  }),
);

Deno.test(
  "conform generate --format onnx writes backend tests that ONNX Runtime loads",
  inFolder(async (folder) => {
    const select = [
      "--filter",
      "transpose/**",
      "--filter",
      "gemm/**",
      "--filter",
      "gemm/invalid-can-build/**",
      "--filter",
      "argMin/ties/**",
    ];
    const written = await conform("generate", "--out", folder, "--format", "onnx", "--count", "1", ...select);
    assert.equal(written.code, 0, written.err);
    assert.match(written.err, /left out \d+ cases that must be refused/);
    assert.match(written.err, /cannot hold, such as argMin\/ties\/.*: more than one answer is right/);
    const tests = [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);
    assert.ok(tests.length >= 4);
    for (const test of tests) {
      const session = await InferenceSession.create(`${test}/model.onnx`);
      for (const set of ["test_data_set_0", "test_data_set_1"]) {
        const files = [...Deno.readDirSync(`${test}/${set}`)].map(({ name }) => name).sort();
        const named = (kind: string, names: readonly string[]) => names.map((_, i) => `${kind}_${i}.pb`);
        const { inputNames, outputNames } = session;
        assert.deepEqual(files, [...named("input", inputNames), ...named("output", outputNames)]);
      }
    }
  }),
);

Deno.test(
  "conform replay --backend reference finds a wrong expected value in a file",
  inFolder(async (folder) => {
    const path = `${folder}/case.json`;
    await Deno.writeTextFile(path, reluCase([1, 2]));
    const { code, out } = await conform(
      "replay",
      path,
      "--backend",
      "reference",
      "--results",
      `${folder}/r.jsonl`,
      "--json",
    );
    assert.equal(code, 1);
    const [failure] = JSON.parse(out).failures;
    assert.equal(failure.cause, "value");
    assert.deepEqual(failure.worst.index, [1]);
    assert.equal(failure.worst.actual, 2);
  }),
);

Deno.test(
  "conform run --baseline accepts what is expected, and exits 1 on an unexpected, a changed and a fixed case",
  inFolder(async (folder) => {
    const path = `${folder}/case.json`;
    const baselines = `${folder}/baselines`;
    await Deno.mkdir(baselines);
    let runs = 0;
    const held = async (values: unknown[]) => {
      await Deno.writeTextFile(path, reluCase(values));
      const results = `${folder}/${++runs}.jsonl`;
      const ask = ["replay", path, "--backend", "reference", "--results", results];
      return { results, ...await conform(...ask, "--baseline", baselines) };
    };
    const unexpected = await held([1, 2]);
    assert.equal(unexpected.code, 1);
    assert.match(unexpected.out, /1 unexpected, 0 changed, 0 fixed/);

    const update = await conform("baseline", "update", unexpected.results, "--baseline", baselines);
    assert.equal(update.code, 0, update.err);
    assert.match(update.out, /1 expected failures, .*1 without a finding/);
    const expected = await held([1, 2]);
    assert.equal(expected.code, 0, expected.out);
    assert.match(expected.out, /1 as expected/);
    const check = await conform("baseline", "check", expected.results, "--baseline", baselines);
    assert.equal(check.code, 1, "a failure without a finding was accepted");
    assert.match(check.out, /has no finding/);

    const changed = await held([1, "NaN"]);
    assert.equal(changed.code, 1);
    assert.match(changed.out, /0 unexpected, 1 changed, 0 fixed/);
    const fixed = await held([1, 0]);
    assert.equal(fixed.code, 1);
    assert.match(fixed.out, /0 unexpected, 0 changed, 1 fixed/);
  }),
);

Deno.test(
  "conform run refuses baselines, a report and a profile that do not fit before it runs anything",
  inFolder(async (folder) => {
    const results = `${folder}/r.jsonl`;
    const args = ["run", "--backend", "ort-cpu", "--filter", "relu/**", "--results", results];
    await Deno.writeTextFile(`${folder}/file`, "");
    assertRefused(await conform(...args, "--baseline", `${folder}/none`), "none", "--baseline");
    assertRefused(await conform(...args, "--report", `${folder}/file/report`), "file/report");
    const baseline = { backend: "ort-cpu", version: "", device: "", profile: "webgpu-f16" };
    await Deno.writeTextFile(
      `${folder}/ort-cpu.json`,
      JSON.stringify({ ...baseline, failures: [], unsupported: [] }),
    );
    assertRefused(await conform(...args, "--baseline", folder), "webgpu-f16", "ieee");
    assert.equal(await lineCount(results), 0);
  }),
);

Deno.test("conform leaves control characters out of what it says", async () => {
  assertRefused(await conform("r\x1b[31mum\x07"), '"r[31mum"');
});

Deno.test(
  "Ctrl-C ends the hosts, keeps the results and exits with 130",
  { ignore: Deno.build.os === "windows" },
  inFolder(async (folder) => {
    const results = `${folder}/results.jsonl`;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        ...permissions,
        "cli/main.ts",
        "run",
        "--backend",
        "ort-wasm",
        "--results",
        results,
      ],
      cwd: root,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    while (await lineCount(results) < 10) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assert.equal(code, 130);
    assert.match(new TextDecoder().decode(stderr), /--resume/);
    assert.ok(await lineCount(results) >= 10);
  }),
);

/** A case that asks for relu of 1 and -2, and says that the answer is `values`. */
function reluCase(values: readonly unknown[]): string {
  const descriptor = { shape: [2], dataType: "float32" };
  return JSON.stringify([{
    name: "relu of 1 and -2",
    graph: {
      inputs: { x: { data: [1, -2], descriptor } },
      operators: [{ name: "relu", arguments: [{ input: "x" }], outputs: "y" }],
      expectedOutputs: { y: { data: values, descriptor } },
    },
  }]);
}

async function lineCount(path: string): Promise<number> {
  try {
    return (await Deno.readTextFile(path)).split("\n").length - 1;
  } catch {
    return 0;
  }
}
