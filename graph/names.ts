/**
 * Which names of operands and which case ids are accepted, and how text that somebody else wrote is shown.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { InputError } from "./input_error.ts";
import { limits } from "./limits.ts";

/**
 * Control, format (bidi), unassigned and private characters, lone surrogates, line and paragraph separators; but not the
 * joiner within an emoji.
 */
const unprintable =
  /[[\p{C}\p{Zl}\p{Zp}]--\u200d]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d/gv;

/**
 * Foreign text made fit for a message: characters that cannot be printed as `\u{…}`, cut after `most` characters.
 */
export function printable(text: string, most = 120): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(unprintable, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Foreign text as `printable`, in double quotes. */
export function quoted(text: string): string {
  return `"${printable(text)}"`;
}

/**
 * Checks the name of an operand, an output or an argument. Any printable text is accepted (web-platform-tests have
 * `12-L#!.☺`) except the names that every JavaScript object answers to, and anything that reads as a path.
 *
 * @param where What the name names, for the message: `case "x" of a.json: inputs`.
 * @throws {InputError} if the name is refused.
 */
export function checkName(name: string, where: string): void {
  const fault = nameFault(name);
  if (fault) {
    throw new InputError(`${where}: the name ${quoted(name)} ${fault}; use letters, digits, "_", "-", "."`);
  }
}

function nameFault(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.length > limits.nameLength) {
    return `has ${name.length} characters and at most ${limits.nameLength} are allowed`;
  }
  if (name in {} || name === "prototype") return "is a property of every JavaScript object";
  if (/[/\\]/.test(name) || /^\.+$/.test(name)) return "reads as a path";
  if (name.search(unprintable) >= 0) return "holds a character that cannot be printed";
  if (name.trim() !== name) return "begins or ends with a space";
}

const idSegment = /^[A-Za-z0-9._-]+$/;

/**
 * Checks a case id: segments of letters, digits, `.`, `_`, `-`, joined by `/`.
 *
 * @throws {InputError} if the id is refused.
 */
export function checkId(id: string, where: string): void {
  const segments = id.split("/");
  if (id.length <= limits.idLength && segments.every((s) => idSegment.test(s) && !/^\.+$/.test(s))) return;
  throw new InputError(
    `${where}: the id ${quoted(id)} is not allowed; an id has at most ${limits.idLength} characters: ` +
      `letters, digits, ".", "_", "-", in segments joined by "/"`,
  );
}

/**
 * A file name, without extension, for a case id. Only letters, digits, `.`, `-`, `_` occur in it, and two ids never
 * share one: where the whitelist changes more than `/`, the id's hash is added.
 */
export function fileNameOf(id: string): string {
  const name = id.replace(/[^A-Za-z0-9.-]/g, "_").slice(0, 150);
  const plain = /^[A-Za-z0-9-][A-Za-z0-9./-]*$/.test(id) && id.length <= 150 && !reservedOnWindows.test(id);
  return plain ? name : `_${name}_${hash(id)}`;
}

const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
