/**
 * A sample of operators; `deno task conform mutants` scores all of them and takes some minutes.
 */

import assert from "node:assert/strict";
import { assertRefused, conform, permissions, root } from "./_testing.ts";
import { carryOut } from "./score_work.ts";

const sample = ["argMin", "cumulativeSum", "gruCell", "layerNormalization", "reduceLogSumExp", "softmax"];

for (const operator of sample) {
  Deno.test(`the default cases of ${operator} kill every mutant and raise no false alarm`, () => {
    const part = {
      operator,
      choice: { filters: [], seed: "webnn-cts" },
      profile: "ieee",
      elements: 0,
    } as const;
    const { mutants = [] } = carryOut({ ...part, of: "mutants" });
    assert.ok(mutants.length >= 10, `${mutants.length} mutants`);
    assert.deepEqual(
      mutants.filter(({ fate, proof }) => fate !== "killed" && (fate !== "equivalent" || !proof)),
      [],
    );
    const { population } = carryOut({ ...part, of: "population" });
    assert.deepEqual(population!.alarms, []);
    assert.ok(population!.elements > 1000 && population!.unanswered === 0);
  });
}

Deno.test("conform mutants scores one operator, the same each time", async () => {
  const args = ["mutants", "--filter", "reduceL2/**", "--elements", "100000", "--jobs", "2"];
  const [text, json, again] = await Promise.all([
    conform(...args),
    conform(...args, "--json"),
    conform(...args, "--json"),
  ]);
  assert.equal(text.code, 0, text.out + text.err);
  assert.match(text.out, /^reduceL2 +(\d+) +\1 +2 /m);
  assert.match(text.out, /^Score 100 %: /m);
  assert.match(text.out, /^0 false alarms among /m);
  assert.doesNotMatch(text.out, /no bound or statistic/);
  assert.match(text.out, /^Varied: [1-9][\d,]* elements, /m);
  assert.equal(json.out, again.out);
  const { totals, classes, operators } = JSON.parse(json.out);
  assert.equal(totals.survivors + totals.alarms, 0);
  assert.equal(classes[0].name, "A");
  assert.equal(operators[0].operator, "reduceL2");
  assert.ok(operators[0].mutants.every(({ killers }: { killers: unknown[] }) => killers.length === 2));
});

Deno.test("conform mutants names the survivors of a weak selection, those that were not asked too, and exits 1", async () => {
  const weak = ["--filter", "reduceL2/scalars/**", "--count", "1", "--elements", "0"];
  const { code, out } = await conform("mutants", ...weak);
  assert.equal(code, 1);
  assert.match(out, /^ {2}(survived|not asked): .*: as if /m);
  assert.match(out, /^ {2}not asked: .*\(its bug touches no case\)$/m);
  assert.match(out, /^Score \d+(\.\d)? %: \d+ of \d+ mutants killed, .* [1-9]\d* survivors?\.$/m);
});

Deno.test("conform mutants says in the end which bugs nothing can see", async () => {
  const few = ["mutants", "--filter", "reduceLogSum/scalars/**", "--count", "1", "--elements", "0"];
  const [text, json] = await Promise.all([conform(...few), conform(...few, "--json")]);
  assert.match(
    text.out,
    /^Not asked for, because no bound or statistic here can see them:\n {2}truncated sums in reduceLogSum: .+\n$/m,
  );
  const [{ bug, operators, names }] = JSON.parse(json.out).unseen;
  assert.deepEqual([bug, operators], ["truncated sums", ["reduceLogSum"]]);
  assert.deepEqual(names, ["sums-truncated", "sums-truncated-by-four"]);
});

Deno.test("conform mutants refuses what it cannot score", async () => {
  assertRefused(await conform("mutants", "--profile", "webgp"), "webgp", "Did you mean webgpu?");
  assertRefused(await conform("mutants", "--filter", "relu/invalid-can-build/**"), "must be refused");
  assertRefused(await conform("mutants", "--filter", "none/**"), "none/**");
  assertRefused(await conform("mutants", "relu"), "takes options only");
  assertRefused(await conform("mutants", "--jobs", "0"), "--jobs");
});

Deno.test(
  "Ctrl-C ends conform mutants with what is known and exit code 130",
  { ignore: Deno.build.os === "windows" },
  async () => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", ...permissions, "cli/main.ts", "mutants"],
      cwd: root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    reader.releaseLock();
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.output();
    assert.match(
      new TextDecoder().decode(stdout),
      /^Interrupted: (no mutant was scored|of what was scored, )/m,
    );
    assert.equal(code, 130);
    assert.match(new TextDecoder().decode(stderr), /interrupted; \d+ of \d+ operators were scored/);
  },
);
