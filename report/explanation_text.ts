/**
 * The explanation of an element as a person reads it: aligned columns, at most a screenful unless everything is asked for.
 *
 * @module
 */

import { type DataType, isFloat } from "../graph/data_type.ts";
import { numberToText } from "../graph/number_text.ts";
import { shortest } from "../graph/shortest.ts";
import type {
  ExplainedElement,
  ExplainedOperand,
  ExplainedSum,
  ExplainedTerm,
} from "../judge/explain/explain.ts";
import { type Paint, plain, plural, ratioText, table } from "./text.ts";

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

/** A number in at most `digits` digits. */
function text(x: number | bigint, digits = 9): string {
  if (typeof x === "bigint" || !Number.isFinite(x) || Object.is(x, -0)) return String(numberToText(x));
  return String(Number(x.toPrecision(digits)));
}

/** A value of a data type: of float32 the shortest decimal that is read back as it, of float16 in full. */
function valueText(x: number | bigint, dataType: DataType): string {
  if (typeof x === "number" && dataType === "float16") return text(x, 9);
  return typeof x === "number" && dataType === "float32" && x !== 0
    ? String(shortest(dataType, x))
    : String(numberToText(x));
}

const stages = {
  moved: "moved, selected or whole: nothing is rounded",
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
  const radius = proof.radius === undefined || proof.stage === "none" || Number.isNaN(proof.radius)
    ? ""
    : proof.radius === 0
    ? ", exactly"
    : `, within ${text(proof.radius, 3)}`;
  const before = exact !== undefined && !Object.is(exact, Number(expected.value))
    ? `${text(exact, 17)} before rounding; `
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
  const parts = Number.isFinite(error) ? [`off by ${text(error, 4)}`] : [];
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
    rows.push(["allowed", radius > 0 && Number.isFinite(radius) ? `± ${text(radius, 3)}` : "", range]);
  }
  for (const note of only) rows.push(["allowed", "", note]);
  for (const note of beside) rows.push(["or", "", note]);
  for (const [k, { what, size }] of parts.entries()) {
    rows.push([k === 0 ? "made of" : "", text(size, 3), what]);
  }
  if (parts.length > 0) {
    if (formula) rows.push(["by", "", formula]);
    if (sum && sum.n > 0) {
      const { n, S, u } = sum;
      const unit = text(u * S, 3);
      rows.push(["", "", `n = ${n}, S = Σ|terms| = ${text(S, 6)}, u = ${powerText(u)}, u·S = ${unit}`]);
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
  return text(x, dataType === "float16" ? 8 : 12);
}

function powerText(u: number): string {
  const exponent = Math.log2(u);
  return Number.isInteger(exponent) ? `2^${exponent}` : text(u, 3);
}

/** Which of `count` lines are shown within `room`: from the beginning and from the end. */
function shown(count: number, room: number): { readonly first: number; readonly last: number } {
  if (count <= room) return { first: count, last: 0 };
  const last = Math.max(1, Math.floor((room - 1) / 3));
  return { first: Math.max(1, room - 1 - last), last };
}

function sumLines(
  sum: ExplainedSum,
  element: ExplainedElement,
  { room, width, paint }: ExplanationOptions,
): string[] {
  const { terms, divisor, root } = sum;
  if (terms.length === 1 && terms[0].factors.length > mostFactors) return productLines(terms[0], room);
  const hidesZeros = terms.length > room;
  const listed = hidesZeros ? terms.filter(({ product }) => product !== 0) : terms;
  const zeros = terms.length - listed.length;
  const { first, last } = shown(listed.length, room);
  const columns = Math.max(...listed.map(({ factors }) => factors.length), 1);
  const missing = missingTerm(sum, element);
  let total = 0;
  const totals = listed.map(({ product }) => total += product);
  const rows = listed.map((term, k) => [
    ...cells(term, columns),
    `= ${text(term.product)}`,
    `sum ${text(totals[k])}`,
    term === missing?.term ? missing.how : "",
  ]);
  const hidden = rows.splice(first, listed.length - first - last);
  const lines = table(rows, [...Array(2 * columns).fill("left"), "left", "left", "left"] as const);
  if (hidden.length > 0) {
    const together = listed.slice(first, listed.length - last).reduce((sum, { product }) => sum + product, 0);
    lines.splice(
      first,
      0,
      paint("dim", `… ${plural(hidden.length, "more term")}, together ${text(together)}`),
    );
  }
  const heading = `${plural(terms.length, "term")}${zeros ? `, ${zeros} of them 0 and not shown` : ""}${
    element.isInner ? "; operands as the reference computes them" : ""
  }`;
  const end: string[] = [];
  if (divisor !== undefined && divisor !== 1) end.push(`divided by ${divisor}`);
  if (root) end.push("the square root of it");
  if (missing && !listed.slice(0, first).concat(listed.slice(listed.length - last)).includes(missing.term)) {
    end.push(`${missing.how}: ${cells(missing.term, columns).join(" ")}`);
  }
  return [`  ${heading}`, ...[...lines, ...end].map((line) => `    ${cutAt(line, width - 4)}`)];
}

/** Factors of a term that stand on one line. */
const mostFactors = 4;

/** One long product, a factor a line. */
function productLines({ factors }: ExplainedTerm, room: number): string[] {
  const { first, last } = shown(factors.length, room);
  let product = 1;
  const rows = factors.map(({ argument, index, value }) => {
    product *= value;
    return [`${argument}${index ? `[${index.join(",")}]` : ""}`, text(value), `product ${text(product)}`];
  });
  const hidden = rows.splice(first, factors.length - first - last);
  const lines = table(rows, ["left", "left", "left"]);
  if (hidden.length > 0) {
    const together = factors.slice(first, factors.length - last).reduce((so, { value }) => so * value, 1);
    lines.splice(first, 0, `… ${plural(hidden.length, "more factor")}, together ${text(together)}`);
  }
  return [`  the product of ${plural(factors.length, "factor")}`, ...lines.map((line) => `    ${line}`)];
}

function cutAt(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** `input[0,1]` and its value for each factor. */
function cells({ factors }: ExplainedTerm, columns: number): string[] {
  const all = factors.flatMap(({ argument, index, value }, k) => [
    `${k > 0 ? "× " : ""}${argument}${index ? `[${index.join(",")}]` : ""}`,
    text(value),
  ]);
  return [...all, ...Array(2 * columns - all.length).fill("")];
}

/** A term that alone accounts for what the backend gave: left out, or taken twice. */
function missingTerm(
  { terms, divisor = 1, root }: ExplainedSum,
  { exact, actual, bound: { radius } }: ExplainedElement,
): { readonly term: ExplainedTerm; readonly how: string } | undefined {
  if (root || exact === undefined || !actual || !(actual.ratio > 1) || !Number.isFinite(actual.error)) {
    return undefined;
  }
  const off = (Number(actual.value) - exact) * divisor;
  const slack = Math.max(radius * divisor, 2 ** -20 * Math.abs(off));
  for (const [sign, how] of [[-1, "← as if it were left out"], [1, "← as if it were added twice"]] as const) {
    const found = terms.filter(({ product }) => product !== 0 && Math.abs(off - sign * product) <= slack);
    if (found.length === 1) return { term: found[0], how };
  }
}

function operandLines(element: ExplainedElement, { room, width, paint }: ExplanationOptions): string[] {
  const { operands = [], isCut, statistics, isInner } = element;
  if (operands.length === 0) return [];
  const isAll = room === Infinity;
  const rows = isAll ? operands.flatMap(elementRows) : operands.map(operandRow);
  const listed = table(rows, ["left", "left", "left"]);
  const heading = `depends on${isInner ? ", as the reference computes it" : ""}`;
  const lines = [
    `  ${heading}`,
    ...listed.map((line) => `    ${Number.isFinite(room) ? cutAt(line, width - 4) : line}`),
  ];
  if (isCut) lines.push(paint("dim", "    … and maybe on more: not every element was looked at"));
  if (statistics) {
    const { mean, variance, epsilon, root } = statistics;
    lines.push(
      `    mean ${text(mean, 12)}, variance ${text(variance, 12)}, epsilon ${text(epsilon)}, root ${
        text(root, 12)
      }`,
    );
  }
  return lines;
}

/** Elements of an operand that are shown by their values. */
const mostShown = 8;

/** `input[0,0,1…3,2]`, how many, and the first of them. */
function operandRow({ argument, elements, shape }: ExplainedOperand): string[] {
  const box = shape.map((_, axis) => {
    const along = elements.map(({ index }) => index[axis]);
    const least = along.reduce((a, b) => Math.min(a, b)), greatest = along.reduce((a, b) => Math.max(a, b));
    return least === greatest ? String(least) : `${least}…${greatest}`;
  });
  const values = elements.slice(0, mostShown).map(({ value }) => text(value));
  const rest = elements.length - values.length;
  return [
    `${argument}[${box.join(",")}]`,
    elements.length === 1 ? "" : plural(elements.length, "element"),
    values.join(", ") + (rest > 0 ? `, … ${rest} more` : ""),
  ];
}

function elementRows({ argument, elements }: ExplainedOperand): string[][] {
  return elements.map(({ index, value }) => [`${argument}[${index.join(",")}]`, "", text(value)]);
}
