import assert from "node:assert/strict";

/** Which rooms each room may import, besides itself (the house's order). */
const allowed: Record<string, readonly string[]> = {
  graph: [],
  reference: ["graph"],
  generators: ["graph", "reference"],
  runners: ["graph", "reference"],
  judge: ["graph", "reference"],
  wpt: ["graph", "reference", "judge"],
  baselines: ["graph", "judge"],
  report: ["graph", "judge"],
  docs: ["graph", "reference", "generators", "judge"],
  bench: ["graph", "reference", "generators", "runners", "judge"],
  cli: ["graph", "reference", "generators", "runners", "judge", "wpt", "baselines", "report"],
};

/** What a lowering may need of the reference: definitions and output shapes, never values. */
const forLowerings = [
  "operators.ts",
  "cast_number.ts",
  "operator.ts",
  "validation_error.ts",
];

const root = new URL("../", import.meta.url);

function* sources(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(new URL(`${folder}/`, root))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    else if (entry.name.endsWith(".ts") && !entry.name.endsWith("_test.ts")) yield path;
  }
}

function* relativeImports(path: string): Generator<string> {
  const text = Deno.readTextFileSync(new URL(path, root));
  for (const [, specifier] of text.matchAll(/(?:from|import\(|import)\s*"(\.{1,2}\/[^"]+\.ts)"/g)) {
    yield new URL(specifier, new URL(path, root)).href.slice(root.href.length);
  }
}

for (const [room, others] of Object.entries(allowed)) {
  Deno.test(`${room} imports ${others.length ? `only ${others.join(", ")}` : "nothing of the project"}`, () => {
    let seen = 0;
    for (const path of sources(room)) {
      for (const target of relativeImports(path)) {
        seen++;
        const targetRoom = target.split("/")[0];
        assert.ok(
          targetRoom === room || others.includes(targetRoom),
          `${path} imports ${target}: ${room} may import ${[room, ...others].join(", ")}`,
        );
        if (room === "runners" && targetRoom === "reference") {
          assert.ok(
            forLowerings.includes(target.slice("reference/".length)),
            `${path} imports ${target}: a lowering may use definitions and shapes only`,
          );
        }
      }
    }
    assert.ok(seen > 0, `no import was found in ${room}: is this test reading the right folder?`);
  });
}
