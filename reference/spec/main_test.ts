import assert from "node:assert/strict";
import { sampleText } from "./_testing.ts";
import { main } from "./main.ts";

async function run(...args: string[]) {
  const said: string[] = [];
  const complaints: string[] = [];
  const code = await main(args, (line) => said.push(line), (line) => complaints.push(line));
  return { code, said, complaints };
}

async function withFile(text: string, use: (path: string) => Promise<void>) {
  const path = Deno.makeTempFileSync({ suffix: ".bs" });
  try {
    Deno.writeTextFileSync(path, text);
    await use(path);
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("spec:diff names both editions and the changes, with exit code 1", () =>
  withFile(sampleText, async (path) => {
    const { code, said, complaints } = await run("diff", path, "--date", "2027-01-02");
    assert.deepEqual([code, complaints], [1, []]);
    assert.match(said[0], /^w3c\/ED 2026-06-26 \(SHA-256 .*\) → w3c\/ED 2027-01-02 \(SHA-256/);
    assert.ok(said.includes("operator conv2d is gone"));
  }));

Deno.test("spec:diff and spec:extract say in one sentence what they cannot use, with exit code 2", () =>
  withFile("# A readme #", async (path) => {
    for (
      const args of [
        ["diff", path],
        ["extract", path],
        ["diff", `${path}.missing`],
        ["diff"],
        ["other", path],
        [
          "diff",
          path,
          "--date",
          "yesterday",
        ],
        ["diff", path, "--edition", "x"],
        ["diff", path, path],
      ]
    ) {
      const { code, said, complaints } = await run(...args);
      assert.deepEqual([code, said, complaints.length], [2, [], 1], args.join(" "));
      assert.match(complaints[0], /^spec: [^\n]+$/);
    }
  }));
