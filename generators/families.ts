/**
 * All families: what the files in `generators/families/` export, found by crawling, in the order of the files' names.
 *
 * @module
 */

import type { Family } from "./family.ts";

const folder = new URL("families/", import.meta.url);

export const allFamilies: readonly Family[] = await crawl();

async function crawl(): Promise<Family[]> {
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter(holdsFamilies).sort();
  return (await Promise.all(files.map(load))).flat();
}

function holdsFamilies(file: string): boolean {
  return file.endsWith(".ts") && !file.endsWith("_test.ts") && !file.startsWith("_");
}

async function load(file: string): Promise<Family[]> {
  const module: Record<string, unknown> = await import(new URL(file, folder).href);
  const families = Object.values(module).flat().filter(isFamily);
  if (families.length > 0) return families;
  throw new TypeError(`generators/families/${file} exports no family`);
}

function isFamily(value: unknown): value is Family {
  return typeof value === "object" && value !== null && "sketch" in value && "observe" in value;
}
