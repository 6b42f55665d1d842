/**
 * The operators: every definition in `reference/operators/`, found by crawling, so that a new file is a new operator.
 *
 * @module
 */

import type { Operator } from "./operator.ts";

const folder = new URL("operators/", import.meta.url);

/**
 * Every operator by its name on `MLGraphBuilder`, in alphabetical order. The file `conv_transpose2d.ts` exports
 * `convTranspose2d`, `gather_nd.ts` exports `gatherND`; files that begin with `_` or end in `_test.ts` are no operators.
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

async function load(file: string): Promise<Operator> {
  const name = file.slice(0, -".ts".length).replace(
    /_(nd$|[a-z])/g,
    (_, first: string) => first.toUpperCase(),
  );
  const module: Record<string, unknown> = await import(new URL(file, folder).href);
  const operator = module[name] as Operator | undefined;
  if (operator?.name !== name) {
    throw new TypeError(`reference/operators/${file} does not export an operator called ${name}`);
  }
  return operator;
}
