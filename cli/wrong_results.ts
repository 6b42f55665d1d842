import type { Case, Inputs } from "../graph/case.ts";
import type { ResultLine } from "../judge/results.ts";

/** How many of how many results are wrong. */
export interface WrongResults {
  readonly failed: number;
  readonly elements: number;
  /** Data sets that they are of: 1 where both are the same data, whose results count once. */
  readonly dataSets: 1 | 2;
}

/** The count of a results line, which counts both data sets, as a person counts it. */
export function wrongResults({ failed, elements }: ResultLine, { inputs, secondInputs }: Case): WrongResults {
  if (!isSame(inputs, secondInputs)) return { failed, elements, dataSets: 2 };
  return { failed: Math.ceil(failed / 2), elements: elements / 2, dataSets: 1 };
}

/** `3 of 96 results in two data sets wrong`. @param what `wrong`, or `outside` the bounds. */
export function wrongResultsText({ failed, elements, dataSets }: WrongResults, what = "wrong"): string {
  return `${failed} of ${elements} results${dataSets === 2 ? " in two data sets" : ""} ${what}`;
}

function isSame(one: Inputs, other: Inputs): boolean {
  return one === other || [...one].every(([name, { data }]) => {
    const others = other.get(name)?.data;
    return others !== undefined && data.every((x: number | bigint, i: number) => Object.is(x, others[i]));
  });
}
