/**
 * Text for a terminal: foreign text made harmless, columns, times, colour.
 *
 * @module
 */

import { printable } from "../graph/names.ts";
import { numberToText } from "../graph/number_text.ts";

/** A name or a backend's message on one line, without control and bidi characters, of at most `width` characters. */
export function plain(text: string, width = 120): string {
  const line = printable(text.replace(/\s+/g, " ").trim(), Math.max(width, 120));
  if (line.length <= width) return line;
  // By code points: half a surrogate pair could not be printed.
  return `${Array.from(line).slice(0, Math.max(0, width - 1)).join("").trimEnd()}…`;
}

/** A path or id to be copied: control and bidi characters are removed, nothing is cut. */
export function harmless(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "");
}

/** A word as a POSIX shell reads it back. */
export function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export type Colour = "red" | "green" | "yellow" | "bold" | "dim";

const codes: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 };

/** Paints text; where no colour is wanted, returns it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** What paints text if colour is wanted. */
export function painter(wanted: boolean): Paint {
  return (colour, text) => wanted ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text;
}

export type Align = "left" | "right";

/** Cells in aligned columns, two spaces apart. `paint` is given each padded cell. */
export function table(
  rows: readonly (readonly string[])[],
  columns: readonly Align[],
  paint: (text: string, row: number, column: number) => string = (text) => text,
): string[] {
  const widths = columns.map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  return rows.map((row, i) =>
    row.map((cell, k) => {
      const padded = columns[k] === "left" ? cell.padEnd(widths[k]) : cell.padStart(widths[k]);
      return paint(padded, i, k);
    }).join("  ").trimEnd()
  );
}

/** Seconds as a person says them: `0.4 s`, `21 s`, `3 min 5 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "?";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A ratio in two digits. */
export function ratioText(ratio: number): string {
  return ratio === 0 ? "0" : ratio < 0.01 ? ratio.toExponential(0) : ratio.toPrecision(2);
}

/** `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Text on lines of at most `width` characters, broken between words where that is possible. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const at = rest.lastIndexOf(" ", width);
    const end = at > width / 5 ? at : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** A number in at most `digits` digits. */
export function numberText(x: number | bigint, digits = 9): string {
  if (typeof x === "bigint" || !Number.isFinite(x) || Object.is(x, -0)) return String(numberToText(x));
  return String(Number(x.toPrecision(digits)));
}

/** The first `width` characters of a line. */
export function cutAt(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
