/**
 * Where a run keeps its results when nobody says: `out/run-<date>-<time>-<milliseconds>.jsonl`.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";

const folder = "out";
const pattern = /^run-\d{8}-\d{6}-\d{3}\.jsonl$/;

/** A path for a run that begins at `now`, in UTC. */
export function freshResults(now: Date): string {
  const [, date, time, milliseconds] = /^(.*)T(.*)\.(\d+)Z$/.exec(now.toISOString().replace(/[-:]/g, ""))!;
  return `${folder}/run-${date}-${time}-${milliseconds}.jsonl`;
}

/** The newest results file that a run named by itself. Throws `InputError` if there is none. */
export function newestResults(): string {
  const newest = newestResultsIfAny();
  if (newest !== undefined) return newest;
  throw new InputError(`There are no results in ${folder} yet; run "conform run", or name a results file.`);
}

/** The same, or undefined if there is none. */
export function newestResultsIfAny(): string | undefined {
  let newest = "";
  try {
    for (const { name } of Deno.readDirSync(folder)) {
      if (pattern.test(name) && name > newest) newest = name;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return newest ? `${folder}/${newest}` : undefined;
}
