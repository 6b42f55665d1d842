import assert from "node:assert/strict";
import { writeBundle } from "../graph/bundle.ts";
import type { Case } from "../graph/case.ts";
import { profiles } from "../graph/profile.ts";
import { expectationOf } from "../reference/expect.ts";
import { assertRefused, conform, inFolder } from "./_testing.ts";

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
  [
    "cases that only another backend can be asked",
    ["run", "--backend", "ort-cpu", "--filter", "relu/invalid-*/**"],
    "must be refused",
    "put to ort-cpu",
    "webnn-chromium",
  ],
  [
    "ONNX of cases that must be refused",
    ["generate", "--out", "x", "--format", "onnx", "--filter", "relu/invalid-*/**"],
    "must be refused",
    "--filter",
  ],
  ["replay of a text", ["replay", "README.md"], "neither a bundle nor JSON", "conform generate"],
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
  ["a bundle that was tampered with", tamperedBundle(), "y[1]", "stated around 2", "generate it again"],
];

/** relu of 1 and 2, whose second expected value was changed to 2.5. */
function tamperedBundle(): Uint8Array {
  const x = { dataType: "float32" as const, shape: [2] };
  const inputs = new Map([["x", { ...x, data: Float32Array.of(1, 2) }]]);
  const testCase: Case = {
    id: "relu/tampered/float32/x-00000001",
    graph: {
      operands: new Map([["x", { kind: "input" as const, ...x }]]),
      nodes: [{ operator: "relu", operands: { input: "x" }, options: {}, outputs: ["y"] }],
      outputs: ["y"],
    },
    inputs,
    secondInputs: inputs,
    provenance: { source: "relu" },
  };
  const accept = new Map([["ieee" as const, expectationOf(testCase, profiles.ieee)]]);
  const expected = new Map([["y", { ...x, data: Float32Array.of(1, 2.5) }]]);
  return writeBundle({ case: testCase, expected, accept });
}

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
      "explain",
      "shrink",
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

Deno.test("conform list is in the order of the alphabet, and says what graph is", async () => {
  const filters = ["softmax/**", "graph/**", "abs/**", "conv/**"].flatMap((filter) => ["--filter", filter]);
  const { out } = await conform("list", "--count", "1", ...filters);
  const lines = out.trimEnd().split("\n").map((line) => line.split(/ {2,}/));
  assert.deepEqual(lines.map(([name]) => name), ["abs", "conv", "graph", "softmax", "all"]);
  assert.deepEqual([lines[1][2], lines[2][2]], ["proposal", "graphs of several nodes"]);
});
