import { numberToText } from "../graph/number_text.ts";

/** What `--json` prints: numbers coded as in case files (`"Infinity"`, `"NaN"`, `"-0"`, 64-bit integers as strings). */
export function documentText(document: unknown): string {
  return JSON.stringify(
    document,
    (_key, value: unknown) =>
      typeof value === "number" || typeof value === "bigint" ? numberToText(value) : value,
    2,
  ) + "\n";
}
