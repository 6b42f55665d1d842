/**
 * `conform explain` of a pool of the statistics, which the results of a run name like a case.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { printable } from "../graph/names.ts";
import { type Pool, poolsOf } from "../judge/pools.ts";
import type { ResultLine } from "../judge/results.ts";
import type { DataFamily } from "../judge/statistics.ts";
import { harmless, numberText, plain, plural, table } from "../report/text.ts";
import type { Given } from "./command.ts";
import { documentText } from "./document_text.ts";
import { isPoolId } from "./one_case.ts";
import { readResults } from "./results_file.ts";
import { newestResults } from "./results_place.ts";
import { out } from "./terminal.ts";

/** The id of a pool that is to be explained; undefined where a case is. */
export function poolAskedFor({ positionals }: Given): string | undefined {
  return positionals.length === 1 && isPoolId(positionals[0]) ? positionals[0] : undefined;
}

/** A pool on a backend, and the cases in it. */
interface PoolOfCases extends Pool {
  readonly cases: readonly string[];
}

/**
 * Prints what a pool is, its figures in the results of a run, and its cases.
 *
 * @returns The exit code: 1 where a statistic of it is outside the profile.
 * @throws {InputError} where the results have no such pool.
 */
export function explainPool(id: string, given: Given): number {
  const path = given.text("results") ?? newestResults();
  const { lines } = readResults(path);
  const line = lines.find((each) => each.id === id && each.pool !== undefined);
  const names = given.text("backend")?.split(",");
  const pools = poolsOf(lines)
    .filter(({ pool, backend }) => pool === line?.pool && (names?.includes(backend) ?? true))
    .map((pool): PoolOfCases => ({ ...pool, cases: casesOf(lines, pool) }));
  if (pools.length === 0) {
    const where = names ? ` on ${printable(names.join(", "))}` : "";
    throw new InputError(
      `${path} has no pool of the statistics "${printable(id)}"${where}; it says which pools there are.`,
    );
  }
  out(
    given.has("json") ? documentText({ id, results: path, pools }) : page(id, path, pools, given.has("all")),
  );
  return pools.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

function casesOf(lines: readonly ResultLine[], { backend, profile, pool }: Pool): string[] {
  return lines.filter((line) =>
    line.backend === backend && line.profile === profile &&
    line.moments?.some((moments) => moments.pool === pool)
  ).map(({ id }) => id);
}

/** Cases that are named unless all are asked for. */
const mostNamed = 12;

const data: Readonly<Record<DataFamily, string>> = {
  signed: "independent terms of both signs",
  positive: "positive terms",
  norm: "squares of terms, whose root is taken,",
};

function page(id: string, path: string, pools: readonly PoolOfCases[], isAll: boolean): string {
  const [{ operator, dataType, family, n: [least, most] }] = pools;
  const backends = pools.flatMap((pool) => [
    "",
    `${plain(pool.backend, 30)}, profile ${pool.profile}: ${
      pool.faults.length > 0 ? plain(pool.faults.join("; "), 300) : "nothing outside the profile"
    }`,
    ...figureLines(pool),
  ]);
  const cases = [...new Set(pools.flatMap((pool) => pool.cases))];
  const named = isAll ? cases : cases.slice(0, mostNamed);
  return [
    harmless(id),
    `  A pool of the statistics, no case: all elements of ${operator}, ${dataType}, with ${data[family]} and`,
    `  ${least} to ${most} of them each, judged together. s = (actual - expected)/(u·S) is the error of one.`,
    `  From ${harmless(path)}`,
    ...backends,
    "",
    `  ${plural(cases.length, "case")}`,
    ...named.map((each) => `    ${harmless(each)}`),
    ...(named.length < cases.length ? [`    … ${cases.length - named.length} more (--all)`] : []),
  ].join("\n");
}

function figureLines({ elements, rms, bias, narrow, right, effectiveBits, cases }: PoolOfCases): string[] {
  const rows: [string, string, string][] = [
    ["elements", elements.toLocaleString("en"), `in ${plural(cases.length, "case")}`],
    ["rms of s", numberText(rms, 4), `as if the accumulator had ${numberText(effectiveBits, 3)} bits`],
    ["mean of s", numberText(bias, 4), ""],
  ];
  const share = (x: number) => `${numberText(100 * x, 3)} %`;
  if (narrow !== undefined) rows.push(["narrow", share(narrow), "results that a narrower type holds"]);
  if (right !== undefined) rows.push(["right", share(right), "results that are the nearest float16"]);
  return table(rows, ["left", "right", "left"]).map((line) => `  ${line}`);
}
