import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const rooms = ["graph", "reference", "generators", "runners", "judge", "baselines", "wpt", "report", "cli"];

/** The modules of a folder that others may import: no tests, no pieces private to their folder. */
function* modules(folder: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* modules(new URL(`${name}/`, folder));
    else if (/^[^_].*\.ts$/.test(name) && !/(_test|\.d)\.ts$/.test(name)) {
      yield fileURLToPath(new URL(name, folder));
    }
  }
}

interface Declaration {
  readonly kind: string;
  readonly declarationKind?: string;
  readonly jsDoc?: { readonly doc?: string };
}

interface Documentation {
  readonly nodes: Record<string, {
    readonly symbols?: readonly { readonly name: string; readonly declarations: readonly Declaration[] }[];
  }>;
}

Deno.test("every exported function and class says what it does", async () => {
  const files = rooms.flatMap((room) => [...modules(new URL(`${room}/`, root))]);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...files],
    cwd: fileURLToPath(root),
    stderr: "null",
  }).output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as Documentation;
  let seen = 0;
  const bare: string[] = [];
  for (const [file, { symbols = [] }] of Object.entries(nodes)) {
    for (const { name, declarations } of symbols) {
      for (const { kind, declarationKind, jsDoc } of declarations) {
        if (declarationKind === "private" || !["function", "class"].includes(kind)) continue;
        seen++;
        if (!jsDoc?.doc) bare.push(`${file.slice(root.href.length)}: ${name}`);
      }
    }
  }
  assert.ok(seen > 100, `only ${seen} functions were seen: is this test reading the right files?`);
  assert.deepEqual(bare, []);
});
