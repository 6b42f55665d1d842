/**
 * What the tests of the command line share: `conform` in a process of its own.
 *
 * @module
 */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../", import.meta.url));
/** What `deno task conform` is allowed. */
export const permissions = ["read", "write", "env", "net", "sys", "run"].map((name) => `--allow-${name}`);

/** How a command ended, and what it said. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `conform` as a user does, in a process of its own. */
export async function conform(...args: string[]): Promise<Outcome> {
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
export function assertRefused({ code, out, err }: Outcome, ...words: string[]) {
  assert.equal(code, 2, err);
  assert.equal(out, "");
  const lines = err.trimEnd().split("\n");
  assert.equal(lines.length, 1, err);
  for (const word of words) assert.ok(err.includes(word), `${JSON.stringify(err)} says nothing of ${word}`);
}

/** A test in a folder of its own, which is removed. */
export function inFolder(body: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = await Deno.makeTempDir();
    try {
      await body(folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  };
}
