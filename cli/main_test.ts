import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { InferenceSession } from "onnxruntime-node";

const root = fileURLToPath(new URL("../", import.meta.url));
const permissions = ["read", "write", "env", "net", "sys", "run"].map((name) => `--allow-${name}`);

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `conform` as a user does, in a process of its own. */
async function conform(...args: string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, "cli/main.ts", ...args],
    cwd: root,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/** Exit code 2, nothing on standard output, and one line that holds `words`. */
function assertRefused({ code, out, err }: Outcome, ...words: string[]) {
  assert.equal(code, 2, err);
  assert.equal(out, "");
  const lines = err.trimEnd().split("\n");
  assert.equal(lines.length, 1, err);
  for (const word of words) assert.ok(err.includes(word), `${JSON.stringify(err)} says nothing of ${word}`);
}

function inFolder(body: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = await Deno.makeTempDir();
    try {
      await body(folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  };
}

const refusals: readonly (readonly [what: string, args: string[], ...words: string[]])[] = [
  ["an unknown command", ["rum"], "rum", "Did you mean run?"],
  ["an unknown option", ["run", "--fliter", "x"], "--fliter", "--filter"],
  ["an option without its value", ["run", "--filter"], "--filter", "value"],
  ["an unknown backend", ["run", "--backend", "ort-wsm", "--filter", "relu/**"], "ort-wsm", "ort-wasm"],
  [
    "an unknown profile",
    ["run", "--profile", "iee", "--backend", "ort-cpu", "--filter", "relu/**"],
    "iee",
    "ieee",
  ],
  ["a filter that selects nothing", ["run", "--filter", "con2d/**"], "con2d", "conv2d"],
  ["a filter of an unknown operator in list", ["list", "--filter", "nothing/**"], "nothing"],
  ["a count that is no number", ["list", "--count", "-1"], "--count", "-1"],
  ["a shard beyond the total", ["list", "--shard", "5/4", "--filter", "relu/**"], "5/4"],
  ["a case file that is missing", ["replay", "no-such-file.json"], "no-such-file.json", "no such file"],
  ["replay without files", ["replay"], "FILE"],
  ["an unknown format", ["generate", "--out", "x", "--format", "yaml"], "yaml", "bundle"],
  ["generate without a folder", ["generate"], "--out"],
  ["an unknown action of wpt", ["wpt", "wirte"], "wirte", "wpt write"],
  ["an unknown action of baseline", ["baseline", "forget"], "forget", "baseline check"],
  ["wpt files of proposed operators", ["wpt", "write", "--out", "x", "--filter", "conv/**"], "proposed"],
  ["a results file that is missing", ["questions", "--results", "none.jsonl"], "none.jsonl"],
];

for (const [what, args, ...words] of refusals) {
  Deno.test(`conform refuses ${what} in one sentence, with exit code 2`, async () => {
    assertRefused(await conform(...args), ...words);
  });
}

/** Contents of case files that must be refused, and words of the sentence. */
const badFiles: readonly (readonly [what: string, content: string | Uint8Array, ...words: string[]])[] = [
  ["empty", "", "empty"],
  ["no JSON", "hello", "JSON"],
  ["cut off", '[{"name":"a","graph":{"inp', "JSON"],
  ["not ours", '{"model":1}', "model"],
  ["a bundle cut off", new Uint8Array([8, 0, 0, 0, 0, 0, 0, 0, 123]), "8"],
  [
    "asking for 2^32 elements",
    test({ x: shape([65536, 65536]) }, [{ name: "relu", arguments: [{ input: "x" }], outputs: "y" }]),
    "65536",
  ],
  [
    "with an operand named __proto__",
    test('{"__proto__":{"data":1,"descriptor":{"shape":[1],"dataType":"float32"}}}', [
      { name: "relu", arguments: [{ input: "__proto__" }], outputs: "y" },
    ]),
    "__proto__",
  ],
  [
    "with an operand named ../x",
    test({ "../x": shape([1]) }, [{ name: "relu", arguments: [{ input: "../x" }], outputs: "y" }]),
    "../x",
  ],
  [
    "with a control character in a name",
    test({ "x\u001b[31m": shape([1]) }, [{
      name: "relu",
      arguments: [{ input: "x\u001b[31m" }],
      outputs: "y",
    }]),
    "x",
  ],
  [
    "with a cycle",
    test({ x: shape([1]) }, [
      { name: "add", arguments: [{ a: "x" }, { b: "z" }], outputs: "y" },
      { name: "relu", arguments: [{ input: "y" }], outputs: "z" },
    ], "z"),
    "z",
  ],
  [
    "with a missing operand",
    test({ x: shape([1]) }, [{ name: "relu", arguments: [{ input: "q" }], outputs: "y" }]),
    "q",
  ],
  [
    "with an unknown operator",
    test({ x: shape([1]) }, [{ name: "rleu", arguments: [{ input: "x" }], outputs: "y" }]),
    "rleu",
  ],
  [
    "with shapes that do not fit",
    test({ x: shape([2]), z: shape([3]) }, [{
      name: "add",
      arguments: [{ a: "x" }, { b: "z" }],
      outputs: "y",
    }]),
    "add",
  ],
  [
    "with data that does not fit its shape",
    test({ x: { data: [1, 2, 3], descriptor: { shape: [2], dataType: "float32" } } }, [
      { name: "relu", arguments: [{ input: "x" }], outputs: "y" },
    ]),
    "3",
  ],
];

function shape(sizes: readonly number[]) {
  return { data: 1, descriptor: { shape: sizes, dataType: "float32" } };
}

function test(inputs: unknown, operators: unknown, output = "y"): string {
  const inputText = typeof inputs === "string" ? inputs : JSON.stringify(inputs);
  return `[{"name":"t","graph":{"inputs":${inputText},"operators":${JSON.stringify(operators)},` +
    `"expectedOutputs":{"${output}":{}}}}]`;
}

for (const [what, content, ...words] of badFiles) {
  Deno.test(
    `conform replay refuses a file ${what} in one sentence, with exit code 2`,
    inFolder(async (folder) => {
      const path = `${folder}/case.json`;
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
      assertRefused(await conform("replay", path, "--backend", "reference"), "case.json", ...words);
    }),
  );
}

Deno.test("conform --help lists every command, and each command explains itself", async () => {
  const { code, out } = await conform("--help");
  assert.equal(code, 0);
  for (
    const name of [
      "run",
      "backends",
      "list",
      "coverage",
      "generate",
      "replay",
      "wpt",
      "baseline",
      "questions",
    ]
  ) {
    assert.match(out, new RegExp(`^  ${name} `, "m"));
    const help = await conform(name, "--help");
    assert.equal(help.code, 0);
    assert.match(help.out, /Examples:/);
  }
});

Deno.test("conform list counts cases by operator, group and id", async () => {
  const { out } = await conform("list", "cases", "--filter", "relu/**", "--count", "2");
  const ids = out.trim().split("\n");
  assert.ok(ids.length >= 2 && ids.every((id) => /^relu\/[^/]+\/[^/]+\/.+-[0-9a-f]{8}$/.test(id)), out);
  const parts = await Promise.all(
    ["1/2", "2/2"].map((shard) =>
      conform("list", "cases", "--filter", "relu/**", "--count", "2", "--shard", shard)
    ),
  );
  assert.deepEqual(parts.flatMap(({ out }) => out.trim().split("\n").filter(Boolean)).sort(), ids.sort());
});

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
    const select = ["--filter", "transpose/**", "--filter", "gemm/**"];
    const written = await conform("generate", "--out", folder, "--format", "onnx", "--count", "1", ...select);
    assert.equal(written.code, 0, written.err);
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
    const baseline = { backend: "ort-cpu", version: "", device: "", profile: "webgpu" };
    await Deno.writeTextFile(
      `${folder}/ort-cpu.json`,
      JSON.stringify({ ...baseline, failures: [], unsupported: [] }),
    );
    assertRefused(await conform(...args, "--baseline", folder), "webgpu", "ieee");
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
