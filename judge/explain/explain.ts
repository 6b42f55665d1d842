/**
 * The arithmetic of one output element: what went into it, what it must be and why, how far it may be off, and what a
 * backend gave. Everything is data; `report/explanation_text.ts` puts it into words.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import type { DataType } from "../../graph/data_type.ts";
import type { Expectation } from "../../graph/expectation.ts";
import type { Profile } from "../../graph/profile.ts";
import { indexAt } from "../../graph/tensor.ts";
import { type Accumulated, type Term, termsOf } from "../../reference/accumulated.ts";
import { missOf } from "../element.ts";
import { ulpDistance } from "../ulp.ts";
import { boundOf, type ElementBound, LOCAL, strictly } from "./bound.ts";
import { type EarlierNode, earlierNodes } from "./earlier_nodes.ts";
import type { Formula } from "./formula.ts";
import { formulaOf } from "./formulas.ts";
import { type Influences, influencesOn } from "./influence.ts";
import { integerTerms } from "./integer_terms.ts";
import { evaluate, type LastNode, lastNode } from "./node.ts";
import { neighboursOf, type Value, valueOf } from "./number_line.ts";
import type { Place } from "./place.ts";
import { type ElementProof, proofOf } from "./proof.ts";
import { type Statistics, statisticsOf } from "./statistics.ts";

/** What a backend gave in place of the expected value. */
export interface Actual extends Value {
  readonly error: number;
  readonly ulp: number;
  /** Error over the distance to the bound: above 1 fails. */
  readonly ratio: number;
}

/** One term of a sum, in words of the operands. */
export interface ExplainedTerm {
  readonly factors: readonly {
    readonly argument: string;
    readonly index?: readonly number[];
    readonly value: number | bigint;
  }[];
  readonly product: number | bigint;
}

/** A sum in its terms. */
export interface ExplainedSum {
  readonly terms: readonly ExplainedTerm[];
  readonly divisor?: number;
  readonly root?: true;
}

/** Operand elements that the output element depends on, where it is no sum. */
export interface ExplainedOperand {
  readonly argument: string;
  readonly shape: readonly number[];
  readonly elements: readonly { readonly index: readonly number[]; readonly value: number | bigint }[];
}

export interface ExplainedElement {
  readonly dispatch: 1 | 2;
  readonly output: string;
  readonly index: readonly number[];
  readonly dataType: DataType;
  /** The operator that makes it, and its section of the specification. */
  readonly operator: string;
  readonly section: string;
  readonly expected: Value;
  /** Before it was rounded to the type. */
  readonly exact?: number;
  readonly proof: ElementProof;
  readonly neighbours?: { readonly below: Value; readonly above: Value };
  /** Of the part of the bound that the arithmetic itself makes, where there is one. */
  readonly formula?: Formula;
  readonly bound: ElementBound;
  readonly actual?: Actual;
  readonly sum?: ExplainedSum;
  readonly operands?: readonly ExplainedOperand[];
  /** The search for them was given up before every operand element was looked at. */
  readonly isCut?: true;
  readonly statistics?: Statistics;
  /** Operands are results of earlier nodes, as the reference computes them. */
  readonly isInner: boolean;
  /** What earlier nodes feed into it, the first node first; empty where it has none. */
  readonly earlier: readonly EarlierNode[];
}

/** Explains one element. @param actual What a backend gave for it. */
export function explainElement(
  testCase: Case,
  place: Place,
  expectation: Expectation,
  profile: Profile,
  actual?: number | bigint,
): ExplainedElement {
  const { dispatch, output, position } = place;
  const expected = (dispatch === 1 ? expectation.outputs : expectation.secondOutputs).get(output)!;
  const { dataType, shape } = expected;
  const inputs = dispatch === 1 ? testCase.inputs : testCase.secondInputs;
  const last = lastNode(testCase.graph, inputs, output, profile);
  const result = evaluate(last, profile);
  const [value, lo, hi] = [expected.value[position], expected.lo[position], expected.hi[position]];
  const accumulated = result.listTerms?.(position);
  const integers = accumulated ? undefined : integerTerms(last, position);
  const influences = accumulated || integers ? undefined : influencesOn(last, position);
  const made: Made = influences
    ? dependenceOf(last, influences)
    : { sum: integers ? { terms: integers } : sumOf(last, accumulated!) };
  const bound = withSum(boundOf(expected, position, last, profile), made.sum);
  const miss = actual === undefined ? undefined : missOf(actual, value, lo, hi);
  return {
    dispatch,
    output,
    index: indexAt(position, shape),
    dataType,
    operator: last.operator.name,
    section: last.operator.section,
    expected: valueOf(value, dataType),
    exact: expected.exact?.[position],
    proof: proofOf(result, position, dataType, testCase.graph.nodes.length === 1),
    neighbours: neighboursOf(value, dataType),
    formula: bound.parts.some(({ what }) => what === LOCAL)
      ? formulaOf(last, position, strictly(profile), influences)
      : undefined,
    bound,
    actual: miss && {
      ...valueOf(actual!, dataType),
      error: miss.error,
      ulp: ulpDistance(dataType, actual!, value),
      ratio: miss.ratio,
    },
    ...made,
    isInner: !last.isFirst,
    earlier: last.isFirst ? [] : earlierNodes(testCase.graph, inputs, last, made, profile),
  };
}

/** S is that of the terms listed: a mean's own is divided already. */
function withSum(bound: ElementBound, sum: ExplainedSum | undefined): ElementBound {
  if (!sum || !bound.sum) return bound;
  const S = sum.terms.reduce((total, { product }) => total + Math.abs(Number(product)), 0);
  return { ...bound, sum: { ...bound.sum, S } };
}

type Made = Pick<ExplainedElement, "sum" | "operands" | "isCut" | "statistics">;

function sumOf(last: LastNode, accumulated: Accumulated): ExplainedSum {
  const terms = Array.from(termsOf(accumulated), (term) => explainedTerm(term, last));
  return { terms, divisor: accumulated.divisor, root: accumulated.root };
}

/** The operand elements that matter, where it is no sum. */
function dependenceOf(last: LastNode, { operands, isCut }: Influences): Made {
  return {
    operands: operands.filter(({ positions }) => positions.length > 0).map((
      { argument, at, ball, positions },
    ) => ({
      argument: at === undefined ? argument : `${argument}[${at}]`,
      shape: ball.shape,
      elements: positions.map((one) => ({ index: indexAt(one, ball.shape), value: ball.v[one] })),
    })),
    ...(isCut ? { isCut } : {}),
    statistics: isCut ? undefined : statisticsOf(last, operands),
  };
}

function explainedTerm({ factors, product }: Term, { operands }: LastNode): ExplainedTerm {
  return {
    factors: factors.map(({ argument, position, value }) => {
      const ball = operands[argument];
      const isPlaced = position !== undefined && ball !== undefined && "shape" in ball;
      return { argument, value, ...(isPlaced ? { index: indexAt(position, ball.shape) } : {}) };
    }),
    product,
  };
}
