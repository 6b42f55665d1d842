/**
 * The operators: every definition in `reference/operators/`, found by crawling, so that a new file is a new operator.
 *
 * @module
 */

import type { Operator } from "./operator.ts";

const folder = new URL("operators/", import.meta.url);

/**
 * Every operator by its name on `MLGraphBuilder`, in alphabetical order, from the file that `snakeCase` names; files that
 * begin with `_` or end in `_test.ts` are no operators.
 */
export const operators: ReadonlyMap<string, Operator> = await crawl();

async function crawl(): Promise<Map<string, Operator>> {
  const files = [...Deno.readDirSync(folder)].map((entry) => entry.name).filter(isDefinition).sort();
  const definitions = await Promise.all(files.map(load));
  definitions.sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(definitions.map((operator) => [operator.name, operator]));
}

function isDefinition(file: string): boolean {
  return file.endsWith(".ts") && !file.endsWith("_test.ts") && !file.startsWith("_");
}

/** A method's name as files bear it, here and in web-platform-tests: `conv_transpose2d`, `gather_nd`, `is_nan`. */
export function snakeCase(name: string): string {
  return name.replace("NaN", "Nan").replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
}

async function load(file: string): Promise<Operator> {
  const module: Record<string, unknown> = await import(new URL(file, folder).href);
  for (const [name, value] of Object.entries(module)) {
    const operator = value as Operator;
    if (operator?.name === name && `${snakeCase(name)}.ts` === file) return operator;
  }
  throw new TypeError(`reference/operators/${file} exports no operator that is called like the file`);
}
