/**
 * Coverage as a person reads it.
 *
 * @module
 */

import type { OperatorCoverage } from "../generators/coverage.ts";
import type { Pair } from "../generators/covering.ts";
import type { NotDrawn } from "../generators/not_drawn.ts";
import type { OperandCount } from "../generators/operand_count.ts";
import type { OptionCount } from "../generators/option_count.ts";
import type { SignatureCoverage } from "../generators/signature_coverage.ts";
import type { StepCoverage } from "../generators/step_coverage.ts";
import { plain, plural, table } from "../report/text.ts";
import type { Covered } from "./coverage.ts";

const width = 110;
/** Pairs that are listed of each sort; `--json` has all. */
const listed = 10;
/** An option with more values than this is told by how many there are. */
const namedValues = 8;

/** One line an operator. */
export function coverageLines(all: readonly Covered[]): string[] {
  const rows = all.map(({ operator, pairs, signature, steps }) => [
    operator,
    pairs ? String(pairs.cases) : "-",
    pairs ? valuesText(pairs) : "-",
    pairs ? `${pairs.drawn}/${pairs.possible}` : "-",
    pairs ? percent(pairs) : "",
    pairs ? String(pairs.excluded.length) : "-",
    pairs ? kindsText(pairs) : "-",
    steps ? String(steps.cases) : "-",
    steps ? `${steps.violated.size}/${steps.violated.size + steps.notAsked.size}` : "-",
    plain(notDrawn(signature, pairs).map(([name, what]) => `${name}: ${what}`).join("; ") || "-", 50),
  ]);
  const head = [
    "operator",
    "cases",
    "values",
    "pairs",
    "",
    "impossible",
    "kinds",
    "refused",
    "steps",
    "not drawn",
  ];
  const numbers = head.slice(1, -1).map(() => "right" as const);
  return table([head, ...rows], ["left", ...numbers, "left"]);
}

/** A table of one operator. */
export function detailLines({ operator, pairs, signature, steps }: Covered): string[] {
  return [
    ...pairs ? pairsLines(operator, pairs, signature) : [],
    ...pairs && steps ? [""] : [],
    ...steps ? stepLines(operator, steps) : [],
  ];
}

function pairsLines(operator: string, pairs: OperatorCoverage, signature?: SignatureCoverage): string[] {
  const { cases, drawn, possible, missing, excluded, leftOut, values, kinds } = pairs;
  const factors = [...values].map(([factor, counts]) => [factor, counted(counts)]);
  return [
    `${operator}: ${plural(cases, "case")}, ${drawn} of ${possible} pairs of values (${percent(pairs)})`,
    ...section("what varies, and cases with each value", factors),
    ...section("kinds of data, and cases with each", kinds.drawn.size > 0 ? [[counted(kinds.drawn)]] : []),
    ...signature ? signatureLines(signature) : [],
    ...section("not drawn, though allowed", notDrawn(signature, pairs)),
    ...section("refused, though listed", refused(signature)),
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

function stepLines(operator: string, { cases, violated, notAsked }: StepCoverage): string[] {
  return [
    `${operator}: ${plural(cases, "case")} that must be refused, for ${plural(violated.size, "step")}`,
    ...section("steps violated, and cases of each", [...violated].map(([step, n]) => [step, String(n)])),
    ...section("steps that no case is drawn for", [...notAsked]),
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

/** What the definition and the family allow, no case has, and nothing refuses. */
function notDrawn(signature?: SignatureCoverage, pairs?: OperatorCoverage): [name: string, what: string][] {
  const kinds = [...pairs?.kinds.notDrawn ?? []].map(([kind, types]) => `${kind} ${types.join(" ")}`);
  const open = lacking(signature).flatMap(([name, notDrawn]): [string, string][] => {
    const unrefused = notDrawn.filter(({ reason }) => reason === undefined);
    return unrefused.length > 0 ? [[name, unrefused.map(({ what }) => what).join(", ")]] : [];
  });
  return kinds.length > 0 ? [...open, ["data", kinds.join(", ")]] : open;
}

/** What the definition lists of each operand and option and the operator refuses, with the reason. */
function refused(signature?: SignatureCoverage): [name: string, reason: string][] {
  return lacking(signature).flatMap(([name, notDrawn]) =>
    notDrawn.flatMap(({ what, reason }): [string, string][] => reason ? [[name, `${what}, ${reason}`]] : [])
  );
}

/** Kinds of data that cases have, of those that they or the family have. */
function kindsText({ kinds: { drawn, notDrawn } }: OperatorCoverage): string {
  return `${drawn.size}/${new Set([...drawn.keys(), ...notDrawn.keys()]).size}`;
}

function lacking(signature: SignatureCoverage | undefined): [name: string, notDrawn: readonly NotDrawn[]][] {
  const counts = [...signature?.operands ?? [], ...signature?.options ?? []];
  return counts.map(([name, { notDrawn }]) => [name, notDrawn]);
}

function valuesText({ values }: OperatorCoverage): string {
  const counts = [...values.values()].flatMap((each) => [...each.values()]);
  return `${counts.filter((count) => count > 0).length}/${counts.length}`;
}

/** Rounded down, so that 100% is everything. */
function percent({ drawn, possible }: OperatorCoverage): string {
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
