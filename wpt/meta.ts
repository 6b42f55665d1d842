/**
 * The META lines at the head of a web-platform-tests file.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";

export interface Meta {
  readonly title?: string;
  /** Where it runs: `window`, `worker`, …; `window` where nothing is said. */
  readonly globals: readonly string[];
  /** Query strings it is run with, such as `?cpu`; an empty one where none is given. */
  readonly variants: readonly string[];
  /** Scripts to load before it, relative to the file. */
  readonly scripts: readonly string[];
  /** It asks for six times the normal time. */
  readonly long: boolean;
}

const line = /^\/\/ META: ([a-z]+)=(.*)$/;

/**
 * Reads the META lines, which end at the first other line.
 *
 * @throws {InputError} when a line has a key that the format does not know.
 */
export function parseMeta(text: string, source: string): Meta {
  const values: Record<string, string[]> = {
    title: [],
    global: [],
    variant: [],
    script: [],
    timeout: [],
    quic: [],
  };
  for (const each of text.split("\n")) {
    if (!each.startsWith("// META:")) break;
    const [, key, value] = line.exec(each.trimEnd()) ?? [];
    if (!key || !Object.hasOwn(values, key)) {
      throw new InputError(
        `${source} has the line "${each}"; allowed are "// META: KEY=VALUE" with ${
          Object.keys(values).join(", ")
        }`,
      );
    }
    values[key].push(value);
  }
  const globals = values.global.flatMap((list) => list.split(",")).map((name) => name.trim());
  return {
    title: values.title[0],
    globals: globals.length > 0 ? globals : ["window"],
    variants: values.variant.length > 0 ? values.variant : [""],
    scripts: values.script,
    long: values.timeout.includes("long"),
  };
}
