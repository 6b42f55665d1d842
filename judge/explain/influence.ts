/**
 * Which elements of a node's operands an output element depends on, for every operator alike: elements are changed and the
 * reference is asked again, half a tensor at a time and then halves of the halves that matter.
 *
 * @module
 */

import { createElements, isFloat } from "../../graph/data_type.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../../reference/ball.ts";
import type { Operands, Result } from "../../reference/operator.ts";
import { evaluate, type LastNode } from "./node.ts";

/** The elements of one operand that matter. */
export interface Influence {
  readonly argument: string;
  /** Which of a sequence of operands. */
  readonly at?: number;
  readonly ball: Ball;
  /** Row-major positions, ascending. */
  readonly positions: readonly number[];
}

/** What was found within the work allowed. */
export interface Influences {
  readonly operands: readonly Influence[];
  /** The work did not suffice to look at every element. */
  readonly isCut: boolean;
}

/** Elements that are computed in all before one search is given up: two seconds. */
const mostWork = 8e7;

/**
 * The elements that output element `i` of the node depends on, whatever is in them: also those that a NaN or a greater
 * element of a window hides. So the search is made once with the data as they are and once with plain numbers in place of
 * floats.
 */
export function influencesOn(last: LastNode, i: number): Influences {
  const given = search(last, i, [toNaN, toAnother]);
  const searches = [given, search({ ...last, operands: plain(last.operands) }, i, [toNaN], given.operands)];
  const [own, structural] = searches.map(({ operands }) => operands);
  return {
    operands: own.map((influence, k) => {
      const positions = new Set([...influence.positions, ...structural[k].positions]);
      return { ...influence, positions: [...positions].sort((a, b) => a - b) };
    }),
    isCut: searches.some(({ isCut }) => isCut),
  };
}

/** The operands with 1, 1.01, 1.02, … in place of every float. */
function plain(operands: Operands<Ball>): Operands<Ball> {
  const one = (ball: Ball): Ball =>
    isFloat(ball.dataType) ? { ...ball, v: (ball.v as Float64Array).map((_, k) => 1 + k % 97 / 100) } : ball;
  return Object.fromEntries(
    Object.entries(operands).map((
      [argument, given],
    ) => [argument, isList(given) ? given.map(one) : one(given)]),
  );
}

/**
 * The smallest operands first: scale and bias are found also where a long row uses the work up.
 *
 * @param known What needs no search any more.
 */
function search(
  last: LastNode,
  i: number,
  ofFloats: readonly Change[],
  known: readonly Influence[] = [],
): Influences {
  const { node, operator, operands } = last;
  const right = evaluate(last, profiles.ieee);
  const size = elementCount([right.v.length]) + (operator.multiplyAdds?.(operands, node.options) ?? 0);
  let work = 0, isCut = false;
  const found: Influence[] = [];
  const changes = (argument: string, at: number | undefined, changed: Ball): boolean => {
    work += size + changed.v.length;
    const result = evaluate({ ...last, operands: replaced(operands, argument, at, changed) }, profiles.ieee);
    return differ(right, result, i);
  };
  const searchIn = (argument: string, at: number | undefined, ball: Ball) => {
    const positions = new Set(
      known.find((influence) => influence.argument === argument && influence.at === at)?.positions,
    );
    const isKnown = (from: number, to: number) => {
      for (let k = from; k < to; k++) if (!positions.has(k)) return false;
      return true;
    };
    const look = (how: Change, from: number, to: number) => {
      if (isKnown(from, to)) return;
      if (work > mostWork) {
        isCut = true;
        return;
      }
      if (!changes(argument, at, perturbed(ball, how, from, to))) return;
      if (to - from === 1) {
        positions.add(from);
        return;
      }
      const middle = (from + to) >> 1;
      look(how, from, middle);
      look(how, middle, to);
    };
    for (const how of isFloat(ball.dataType) ? ofFloats : ofIntegers) look(how, 0, ball.v.length);
    found.push({ argument, at, ball, positions: [...positions] });
  };
  const all = Object.entries(operands).flatMap(([argument, given]): Omit<Influence, "positions">[] =>
    isList(given) ? given.map((ball, at) => ({ argument, at, ball })) : [{ argument, ball: given }]
  );
  for (const { argument, at, ball } of all.toSorted((a, b) => a.ball.v.length - b.ball.v.length)) {
    searchIn(argument, at, ball);
  }
  const placeOf = ({ argument, at }: Pick<Influence, "argument" | "at">) =>
    all.findIndex((each) => each.argument === argument && each.at === at);
  return { operands: found.toSorted((a, b) => placeOf(a) - placeOf(b)), isCut };
}

function isList(given: Ball | readonly Ball[]): given is readonly Ball[] {
  return Array.isArray(given);
}

type Change = (x: number) => number;

const toNaN: Change = () => NaN;
const toAnother: Change = (x) => Number.isFinite(x) ? 1.375 * x + 1.0625 : 1;
const ofIntegers: readonly Change[] = [(x) => x === 0 ? 1 : 0, (x) => x + 1];

function perturbed(ball: Ball, how: Change, from: number, to: number): Ball {
  const { dataType } = ball;
  const v = isFloat(dataType) ? (ball.v as Float64Array).slice() : createElements(dataType, ball.v.length);
  if (!isFloat(dataType)) { for (let k = 0; k < v.length; k++) v[k] = ball.v[k]; }
  for (let k = from; k < to; k++) {
    const x = how(Number(ball.v[k]));
    v[k] = typeof ball.v[k] === "bigint" ? BigInt(x) : x;
  }
  return { ...ball, v };
}

function replaced(
  operands: Operands<Ball>,
  argument: string,
  at: number | undefined,
  ball: Ball,
): Operands<Ball> {
  const given = operands[argument];
  return { ...operands, [argument]: isList(given) ? given.with(at!, ball) : ball };
}

/** Whether an element has another value, other flags or other alternatives. */
function differ(one: Result, other: Result, i: number): boolean {
  return !Object.is(one.v[i], other.v[i]) || (one.flags?.[i] ?? 0) !== (other.flags?.[i] ?? 0) ||
    alternativesAt(one, i) !== alternativesAt(other, i);
}

function alternativesAt({ alternatives = [] }: Result, i: number): string {
  return alternatives.flatMap(({ positions, v }) => {
    const at = positions.indexOf(i);
    return at < 0 ? [] : [String(v[at])];
  }).join();
}
