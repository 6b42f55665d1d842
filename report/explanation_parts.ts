/**
 * What an explained element is made of, as lines: the terms of a sum, or the operand elements that it depends on.
 *
 * @module
 */

import type {
  ExplainedElement,
  ExplainedOperand,
  ExplainedSum,
  ExplainedTerm,
} from "../judge/explain/explain.ts";
import type { ExplanationOptions } from "./explanation_text.ts";
import { cutAt, numberText, plural, table } from "./text.ts";

/** Which of `count` lines are shown within `room`: from the beginning and from the end. */
function shown(count: number, room: number): { readonly first: number; readonly last: number } {
  if (count <= room) return { first: count, last: 0 };
  const last = Math.max(1, Math.floor((room - 1) / 3));
  return { first: Math.max(1, room - 1 - last), last };
}

/** The terms with a running total; long sums are cut in the middle. */
export function sumLines(
  sum: ExplainedSum,
  element: ExplainedElement,
  { room, width, paint }: ExplanationOptions,
): string[] {
  const { terms, divisor, root } = sum;
  if (terms.length === 1 && terms[0].factors.length > mostFactors) return productLines(terms[0], room);
  const hidesZeros = terms.length > room;
  const listed = hidesZeros ? terms.filter(({ product }) => Number(product) !== 0) : terms;
  const zeros = terms.length - listed.length;
  const { first, last } = shown(listed.length, room);
  const columns = Math.max(...listed.map(({ factors }) => factors.length), 1);
  const missing = missingTerm(sum, element);
  let total: Scalar = 0;
  const totals = listed.map(({ product }) => total = plus(total, product));
  const rows = listed.map((term, k) => [
    ...cells(term, columns),
    `= ${numberText(term.product)}`,
    `sum ${numberText(totals[k])}`,
    term === missing?.term ? missing.how : "",
  ]);
  const hidden = rows.splice(first, listed.length - first - last);
  const lines = table(rows, [...Array(2 * columns).fill("left"), "left", "left", "left"] as const);
  if (hidden.length > 0) {
    const together = listed.slice(first, listed.length - last).reduce(
      (sum, { product }) => plus(sum, product),
      0 as Scalar,
    );
    lines.splice(
      first,
      0,
      paint("dim", `… ${plural(hidden.length, "more term")}, together ${numberText(together)}`),
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

type Scalar = number | bigint;

/** 64-bit integers add up exactly. */
function plus(a: Scalar, b: Scalar): Scalar {
  return typeof b === "bigint" ? BigInt(a) + b : Number(a) + b;
}

function times(a: Scalar, b: Scalar): Scalar {
  return typeof b === "bigint" ? BigInt(a) * b : Number(a) * b;
}

/** Factors of a term that stand on one line. */
const mostFactors = 4;

/** One long product, a factor a line. */
function productLines({ factors }: ExplainedTerm, room: number): string[] {
  const { first, last } = shown(factors.length, room);
  let product: Scalar = 1;
  const rows = factors.map(({ argument, index, value }) => {
    product = times(product, value);
    return [
      `${argument}${index ? `[${index.join(",")}]` : ""}`,
      numberText(value),
      `product ${numberText(product)}`,
    ];
  });
  const hidden = rows.splice(first, factors.length - first - last);
  const lines = table(rows, ["left", "left", "left"]);
  if (hidden.length > 0) {
    const together = factors.slice(first, factors.length - last).reduce(
      (so, { value }) => times(so, value),
      1 as Scalar,
    );
    lines.splice(first, 0, `… ${plural(hidden.length, "more factor")}, together ${numberText(together)}`);
  }
  return [`  the product of ${plural(factors.length, "factor")}`, ...lines.map((line) => `    ${line}`)];
}

/** `input[0,1]` and its value for each factor. */
function cells({ factors }: ExplainedTerm, columns: number): string[] {
  const all = factors.flatMap(({ argument, index, value }, k) => [
    `${k > 0 ? "× " : ""}${argument}${index ? `[${index.join(",")}]` : ""}`,
    numberText(value),
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
    const found = terms.filter(({ product }) =>
      Number(product) !== 0 && Math.abs(off - sign * Number(product)) <= slack
    );
    if (found.length === 1) return { term: found[0], how };
  }
}

/** The operand elements, one line an operand, or one line an element where everything is asked for. */
export function operandLines(
  element: ExplainedElement,
  { room, width, paint }: ExplanationOptions,
): string[] {
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
      `    mean ${numberText(mean, 12)}, variance ${numberText(variance, 12)}, epsilon ${
        numberText(epsilon)
      }, root ${numberText(root, 12)}`,
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
  const values = elements.slice(0, mostShown).map(({ value }) => numberText(value));
  const rest = elements.length - values.length;
  return [
    `${argument}[${box.join(",")}]`,
    elements.length === 1 ? "" : plural(elements.length, "element"),
    values.join(", ") + (rest > 0 ? `, … ${rest} more` : ""),
  ];
}

function elementRows({ argument, elements }: ExplainedOperand): string[][] {
  return elements.map(({ index, value }) => [`${argument}[${index.join(",")}]`, "", numberText(value)]);
}
