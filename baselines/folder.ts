/**
 * The folder that holds one baseline file a backend: `<backend>.json`.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { type Baseline, encodeBaseline, parseBaseline } from "./baseline.ts";

/**
 * The baselines of a folder by backend. Other files in it are left alone.
 *
 * @throws {InputError} if the folder or a file cannot be read, or a file is no baseline.
 */
export function readBaselines(folder: string): ReadonlyMap<string, Baseline> {
  const baselines = new Map<string, Baseline>();
  for (const name of filesOf(folder)) {
    const path = `${folder}/${name}`;
    const baseline = parseBaseline(readText(path), path);
    if (`${baseline.backend}.json` !== name) {
      throw new InputError(
        `${path} is the baseline of ${baseline.backend}; name it ${baseline.backend}.json`,
      );
    }
    baselines.set(baseline.backend, baseline);
  }
  return baselines;
}

/**
 * Writes a baseline to its file in the folder, which must exist.
 *
 * @throws {InputError} if it cannot be written.
 */
export function writeBaseline(folder: string, baseline: Baseline): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(baseline.backend)) {
    throw new InputError(
      `A backend named "${baseline.backend}" can have no baseline file; use letters, digits, "-"`,
    );
  }
  const path = `${folder}/${baseline.backend}.json`;
  refusing(`${path} cannot be written`, () => Deno.writeTextFileSync(path, encodeBaseline(baseline)));
}

function filesOf(folder: string): string[] {
  return refusing(`${folder} cannot be read as a folder of baselines`, () =>
    [...Deno.readDirSync(folder)]
      .filter(({ isFile, name }) => isFile && name.endsWith(".json"))
      .map(({ name }) => name)
      .sort());
}

function readText(path: string): string {
  return refusing(`${path} cannot be read`, () => Deno.readTextFileSync(path));
}

function refusing<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(`${what}: ${why}; name the folder with --baseline`);
  }
}
