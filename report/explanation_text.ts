/**
 * The explanation of an element as a person reads it: aligned columns, at most a screenful unless everything is asked for.
 *
 * @module
 */

import { type DataType, isFloat } from "../graph/data_type.ts";
import { numberToText } from "../graph/number_text.ts";
import { shortest } from "../graph/shortest.ts";
import type { ExplainedElement } from "../judge/explain/explain.ts";
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
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => i === 0 ? block : ["", ...block]);
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
  { expected, exact, proof, actual, neighbours, dataType, bound }: ExplainedElement,
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
    `${before}${stages[proof.stage]}${radius}`,
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
  const { lo, hi, radius, parts, sum, notes } = bound;
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
  if (parts.length > 0) {
    if (formula) rows.push(["by", "", formula]);
    if (sum && sum.n > 0) {
      const { n, S, u } = sum;
      const unit = numberText(u * S, 3);
      rows.push(["", "", `n = ${n}, S = Σ|terms| = ${numberText(S, 6)}, u = ${powerText(u)}, u·S = ${unit}`]);
    }
  }
  return rows.length === 0 ? [] : table(rows, ["left", "right", "left"]).map((line) => `  ${line}`);
}

/** Whether a note says all, so that no range is to be shown. */
function isOnly(note: string): boolean {
  return ["any value", "not judged", "it must be"].some((beginning) => note.startsWith(beginning));
}

/** Bounds are float64: digits enough to tell them from the value. */
function rangeText(x: number | bigint, dataType: DataType): string {
  return numberText(x, dataType === "float16" ? 8 : 12);
}

function powerText(u: number): string {
  const exponent = Math.log2(u);
  return Number.isInteger(exponent) ? `2^${exponent}` : numberText(u, 3);
}
