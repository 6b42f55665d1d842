/**
 * Coverage as a person reads it.
 *
 * @module
 */

import type { Pair } from "../generators/covering.ts";
import type { NotDrawn } from "../generators/not_drawn.ts";
import type { OperandCount } from "../generators/operand_count.ts";
import type { OptionCount } from "../generators/option_count.ts";
import type { SignatureCoverage } from "../generators/signature_coverage.ts";
import { plain, plural, table } from "../report/text.ts";
import type { Covered } from "./coverage.ts";

const width = 110;
/** Pairs that are listed of each sort; `--json` has all. */
const listed = 10;
/** An option with more values than this is told by how many there are. */
const namedValues = 8;

/** One line an operator. */
export function coverageLines(all: readonly Covered[]): string[] {
  const rows = all.map((covered) => [
    covered.operator,
    String(covered.cases),
    valuesText(covered),
    `${covered.drawn}/${covered.possible}`,
    percent(covered),
    String(covered.excluded.length),
    plain(notDrawn(covered).map(([name, what]) => `${name}: ${what}`).join("; ") || "-", 60),
  ]);
  const head = ["operator", "cases", "values", "pairs", "", "impossible", "not drawn"];
  return table([head, ...rows], ["left", "right", "right", "right", "right", "right", "left"]);
}

/** A table of one operator. */
export function detailLines(covered: Covered): string[] {
  const { operator, cases, drawn, possible, missing, excluded, leftOut, values, signature } = covered;
  const factors = [...values].map(([factor, counts]) => [factor, counted(counts)]);
  return [
    `${operator}: ${plural(cases, "case")}, ${drawn} of ${possible} pairs of values (${percent(covered)})`,
    ...section("what varies, and cases with each value", factors),
    ...signature ? signatureLines(signature) : [],
    ...section("not drawn, though allowed", notDrawn(covered)),
    ...section("refused, though listed", refused(covered)),
    ...pairLines("pairs that could be drawn and are not", missing.map((pair) => [pairText(pair)])),
    ...pairLines(
      "pairs that no case can have",
      excluded.map(({ pair, reason }) => [pairText(pair), reason]),
    ),
    ...pairLines(
      "pairs that no group has, because the two cannot be said together",
      leftOut.map((pair) => [
        pairText(pair),
      ]),
    ),
  ];
}

function signatureLines({ operands, options }: SignatureCoverage): string[] {
  return [
    ...section("operands", [...operands].map(([name, count]) => [name, operandText(count)])),
    ...section("options", [...options].map(([name, count]) => [name, optionText(count)])),
  ];
}

function operandText({ dataTypes, ranks, inputs, constants, absent }: OperandCount): string {
  return [
    counted(dataTypes),
    `rank ${counted(ranks)}`,
    counted(Object.entries({ input: inputs, constant: constants, absent }).filter(([, count]) => count > 0)),
  ].filter(Boolean).join("; ");
}

function optionText({ absent, values }: OptionCount): string {
  const given = values.size > namedValues
    ? `${values.size} values: ${[...values.values()].reduce((sum, count) => sum + count, 0)}`
    : counted(values);
  return [absent > 0 ? `absent: ${absent}` : "", given].filter(Boolean).join(", ");
}

/** What the definition allows of each operand and option, no case has, and nothing refuses. */
function notDrawn({ signature }: Covered): [name: string, what: string][] {
  return lacking(signature).flatMap(([name, notDrawn]) => {
    const open = notDrawn.filter(({ reason }) => reason === undefined);
    return open.length > 0 ? [[name, open.map(({ what }) => what).join(", ")]] : [];
  });
}

/** What the definition lists of each operand and option and the operator refuses, with the reason. */
function refused({ signature }: Covered): [name: string, reason: string][] {
  return lacking(signature).flatMap(([name, notDrawn]) =>
    notDrawn.flatMap(({ what, reason }): [string, string][] => reason ? [[name, `${what}, ${reason}`]] : [])
  );
}

function lacking(signature: SignatureCoverage | undefined): [name: string, notDrawn: readonly NotDrawn[]][] {
  const counts = [...signature?.operands ?? [], ...signature?.options ?? []];
  return counts.map(([name, { notDrawn }]) => [name, notDrawn]);
}

function valuesText({ values }: Covered): string {
  const counts = [...values.values()].flatMap((each) => [...each.values()]);
  return `${counts.filter((count) => count > 0).length}/${counts.length}`;
}

/** Rounded down, so that 100% is everything. */
function percent({ drawn, possible }: Covered): string {
  return possible === 0 ? "" : `${Math.floor(100 * drawn / possible)}%`;
}

function counted(counts: Iterable<readonly [unknown, number]>): string {
  return [...counts].map(([value, count]) => `${value}: ${count}`).join(", ");
}

function pairText([factor, value, other, otherValue]: Pair): string {
  return `${factor}=${value} with ${other}=${otherValue}`;
}

function pairLines(title: string, rows: readonly (readonly string[])[]): string[] {
  const more = rows.length - listed;
  return [
    ...section(rows.length ? `${title}: ${rows.length}` : title, rows.slice(0, listed)),
    ...more > 0 ? [`  and ${more} more (--json)`] : [],
  ];
}

/** A title and rows in columns, or nothing where there are no rows. Long last cells go on below themselves. */
function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const left = rows[0].length === 1 ? 0 : Math.max(...rows.map(([first]) => first.length)) + 2;
  return [
    "",
    title,
    ...rows.flatMap((row) =>
      wrap(row.at(-1)!, width - left - 2).map((line, i) =>
        `  ${row.length > 1 ? (i === 0 ? row[0] : "").padEnd(left) : ""}${line}`
      )
    ),
  ];
}

/** Lines of at most `room` characters, broken at spaces. */
function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
