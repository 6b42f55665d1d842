/**
 * What must be known of JSON text before it is parsed, and what a parser forgets.
 *
 * @module
 */

import { InputError } from "./input_error.ts";
import { limits } from "./limits.ts";
import { quoted } from "./names.ts";

const quote = 0x22;
const backslash = 0x5c;

/**
 * Refuses text that nests deeper than the limit (a parser would exhaust its memory), and objects in which a key
 * occurs twice (a parser would drop the first). Says nothing of other faults: the parser finds those.
 *
 * @throws {InputError}
 */
export function checkStructure(text: string, source: string): void {
  /** The keys of each open object; undefined for an open list. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
      case 0x5b: // [
        open.push(text.charCodeAt(at) === 0x7b ? new Set() : undefined);
        if (open.length > limits.depth) {
          throw new InputError(
            `${source} nests deeper than ${limits.depth} levels of JSON, which no case does`,
          );
        }
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        break;
      case quote: {
        const end = endOfString(text, at);
        const keys = open.at(-1);
        if (keys && isKey(text, end)) {
          const key = text.slice(at + 1, end);
          const plain = key.includes("\\") ? unescaped(key) : key;
          if (keys.has(plain)) {
            throw new InputError(`${source} has the key ${quoted(plain)} twice in one object`);
          }
          keys.add(plain);
        }
        at = end;
      }
    }
  }
}

/** Position of the quote that ends the string beginning at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at++;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (/\s/.test(text.charAt(at))) at++;
  return text.charAt(at) === ":";
}

function unescaped(key: string): string {
  try {
    return JSON.parse(`"${key}"`);
  } catch {
    return key;
  }
}
