/**
 * The explanation of an element as a person reads it: aligned columns, at most a screenful unless everything is asked for.
 *
 * @module
 */

import { type DataType, isFloat } from "../graph/data_type.ts";
import { numberToText } from "../graph/number_text.ts";
import { shortest } from "../graph/shortest.ts";
import type { ExplainedElement } from "../judge/explain/explain.ts";
import type { Formula } from "../judge/explain/formula.ts";
import { operandLines, sumLines } from "./explanation_parts.ts";
import { numberText, type Paint, plain, ratioText, table } from "./text.ts";

export interface ExplanationOptions {
  /** Lines for terms and operand elements; Infinity: all. */
  readonly room: number;
  readonly width: number;
  readonly paint: Paint;
}

/** The lines that explain one element. */
export function explanationLines(element: ExplainedElement, options: ExplanationOptions): string[] {
  const { paint } = options;
  const place = `${plain(element.output, 40)}[${element.index.join(",")}]`;
  const data = element.dispatch === 2 ? ", second data set" : "";
  const blocks = [
    [
      paint("bold", `${place} of ${element.operator}, ${element.dataType}${data}`),
      ...valueLines(element, paint),
    ],
    boundLines(element),
    element.sum ? sumLines(element.sum, element, options) : operandLines(element, options),
    earlierLines(element),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => i === 0 ? block : ["", ...block]);
}

/** What earlier nodes feed in. */
function earlierLines({ earlier }: ExplainedElement): string[] {
  if (earlier.length === 0) return [];
  const rows = earlier.map(({ operator, output, index, value, radius, count }) => [
    operator,
    `${plain(output, 30)}[${index.join(",")}]`,
    numberText(value),
    radius > 0 ? `± ${numberText(radius, 3)}` : "exactly",
    count > 1 ? `the first of ${count} elements` : "",
  ]);
  const lines = table(rows, ["left", "left", "right", "left", "left"]);
  return ["  earlier nodes, as the reference computes them", ...lines.map((line) => `    ${line}`)];
}

/** A value of a data type: of float32 the shortest decimal that is read back as it, of float16 in full. */
function valueText(x: number | bigint, dataType: DataType): string {
  if (typeof x === "number" && dataType === "float16") return numberText(x, 9);
  return typeof x === "number" && dataType === "float32" && x !== 0
    ? String(shortest(dataType, x))
    : String(numberToText(x));
}

const stages = {
  unrounded: "moved, selected, compared, whole or not finite: nothing is rounded",
  float64: "proven in plain float64",
  pairs: "proven in pairs of float64",
  exact: "proven by whole numbers or multi-precision",
  none: "not proven",
} as const;

function valueLines(
  { expected, exact, proof, actual, neighbours, dataType, bound, isInner }: ExplainedElement,
  paint: Paint,
) {
  const value = (x: number | bigint) => valueText(x, dataType);
  const isProven = proof.stage !== "none" && proof.stage !== "unrounded";
  const radius = !isProven
    ? ""
    : proof.radius === undefined
    ? ": it rounds as the exact result does"
    : proof.radius === 0
    ? ", exactly"
    : `, within ${numberText(proof.radius, 3)}`;
  const before = exact !== undefined && !Object.is(exact, Number(expected.value))
    ? `${numberText(exact, 17)} before rounding; `
    : "";
  const rows = [[
    "expected",
    value(expected.value),
    expected.bits,
    isInner
      ? `${before}in a graph: value with its radius, not proven`
      : `${before}${stages[proof.stage]}${radius}`,
  ]];
  if (actual) {
    rows.push(["actual", value(actual.value), actual.bits, missText(actual, dataType, bound.radius)]);
  }
  if (neighbours) {
    const { below, above } = neighbours;
    rows.push(["next below", value(below.value), below.bits, ""], [
      "next above",
      value(above.value),
      above.bits,
      "",
    ]);
  }
  return table(
    rows,
    ["left", "right", "left", "left"],
    (cell, row) => rows[row][0] === "actual" ? paint("red", cell) : cell,
  )
    .map((line) => `  ${line}`);
}

function missText(
  { error, ulp, ratio }: NonNullable<ExplainedElement["actual"]>,
  dataType: DataType,
  radius: number,
): string {
  if (error === 0) return "as expected";
  const parts = Number.isFinite(error) ? [`off by ${numberText(error, 4)}`] : [];
  if (isFloat(dataType) && Number.isFinite(error)) parts.push(`${ulp.toLocaleString("en")} ULP`);
  if (ratio <= 1) parts.push(`${ratioText(ratio)} of the bound: passes`);
  else if (radius > 0 && Number.isFinite(ratio)) parts.push(`${ratioText(ratio)} times the bound`);
  else parts.push("wrong");
  return parts.join(", ");
}

function boundLines({ bound, dataType, formula }: ExplainedElement): string[] {
  const { lo, hi, radius, parts, notes } = bound;
  const rows: [string, string, string][] = [];
  const [only, beside] = [notes.filter(isOnly), notes.filter((note) => !isOnly(note))];
  if (only.length === 0) {
    const range = lo === hi
      ? "only the expected value passes"
      : `${rangeText(lo, dataType)} to ${rangeText(hi, dataType)}`;
    rows.push(["allowed", radius > 0 && Number.isFinite(radius) ? `± ${numberText(radius, 3)}` : "", range]);
  }
  for (const note of only) rows.push(["allowed", "", note]);
  for (const note of beside) rows.push(["or", "", note]);
  for (const [k, { what, size }] of parts.entries()) {
    rows.push([k === 0 ? "made of" : "", numberText(size, 3), what]);
  }
  const lines = rows.length === 0 ? [] : table(rows, ["left", "right", "left"]).map((line) => `  ${line}`);
  return formula ? [...lines, ...formulaLines(formula, parts[0].what)] : lines;
}

/** The formula of a part, and the values of its symbols, one a line. */
function formulaLines({ text, symbols }: Formula, what: string): string[] {
  const rows = symbols.map(({ name, value, meaning = meanings[name] ?? "" }) => [
    name,
    `= ${symbolText(value)}`,
    meaning,
  ]);
  const values = rows.length === 0 ? [] : table(rows, ["left", "left", "left"]);
  return [`  ${what}: ${text}`, ...values.map((line) => `    ${line}`)];
}

/** What symbols mean wherever they stand. */
const meanings: Readonly<Record<string, string>> = {
  n: "terms",
  S: "sum of their absolute values",
  u: "unit roundoff of the accumulator, times rho",
  q: "smallest subnormal of the accumulator, times rho",
  a: "error in units of u however small y is",
  A: "absolute error",
  c: "error of the function in ULP",
  c_div: "error of a division in ULP",
  c_sqrt: "error of a square root in ULP",
  c_rsqrt: "error of a reciprocal square root in ULP",
  c_exp: "error of exp in ULP",
  c_log: "error of log in ULP",
  c_erf: "error of erf in ULP",
  "|y|": "the exact result",
};

/** A symbol's value: powers of two as such, others to six digits, which suffice to calculate the formula again. */
function symbolText(x: number): string {
  const exponent = Math.log2(x);
  return x > 0 && Math.abs(exponent) > 8 && Number.isInteger(exponent) ? `2^${exponent}` : numberText(x, 6);
}

/** Whether a note says all, so that no range is to be shown. */
function isOnly(note: string): boolean {
  return ["any value", "not judged", "it must be"].some((beginning) => note.startsWith(beginning));
}

/** Bounds are float64: digits enough to tell them from the value. */
function rangeText(x: number | bigint, dataType: DataType): string {
  return numberText(x, dataType === "float16" ? 8 : 12);
}
