/**
 * Globs over case ids, for `--filter`.
 *
 * @module
 */

import { InputError } from "./input_error.ts";
import { quoted } from "./names.ts";

/**
 * Whether a glob selects an id. `*` stands for any text within a segment, `**` for any text across segments. A glob
 * selects an id that it matches, and every id below a path that it matches. So `conv2d` selects the whole operator,
 * and a glob that ends in a `*` segment selects all below it, however many segments follow.
 *
 * @returns A predicate; with no globs it selects everything.
 * @throws {InputError} if a glob is empty.
 */
export function selector(globs: readonly string[]): (id: string) => boolean {
  const patterns = globs.map(patternOf);
  return (id) => patterns.length === 0 || patterns.some((pattern) => pattern.test(id));
}

function patternOf(glob: string): RegExp {
  const path = glob.replace(/\/+$/, "");
  if (path === "") {
    throw new InputError(`the filter ${quoted(glob)} is empty; give a glob such as "conv2d/**"`);
  }
  const source = path
    .replace(/\*{3,}/g, "**")
    .split(/(\*\*\/|\*\*|\*)/)
    .map((part) => wildcards.get(part) ?? part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"))
    .join("");
  return new RegExp(`^${source}(?:/.*)?$`, "u");
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ["**/", "(?:.*/)?"],
  ["**", ".*"],
  ["*", "[^/]*"],
]);
