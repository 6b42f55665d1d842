/**
 * Which cases a command is about: `--filter`, `--seed`, `--count`, `--shard`.
 *
 * @module
 */

import { draw, drawInvalid, type DrawnCase } from "../generators/mod.ts";
import { InputError } from "../graph/input_error.ts";
import { operators } from "../reference/operators.ts";
import { type CommandOption, didYouMean, type Given } from "./command.ts";

export const defaultSeed = "webnn-cts";

export const selectionOptions: Readonly<Record<string, CommandOption>> = {
  filter: {
    value: "GLOB",
    multiple: true,
    help: "cases whose id matches, such as 'conv2d/**' or '*/invalid-*/**'; repeatable",
  },
  count: { value: "N", help: "cases a group (default: every pair of option values)" },
  seed: { value: "TEXT", help: `seed of the data (default: ${defaultSeed})` },
  shard: {
    value: "I/N",
    help: "the I-th of N parts of the selection, I from 1 (/N: from JOB_COMPLETION_INDEX)",
  },
};

export interface Selection {
  readonly seed: string;
  readonly cases: readonly DrawnCase[];
}

/** The cases that the options select. Throws `InputError` if there is none. */
export function select(given: Given): Selection {
  const filters = given.list("filter");
  const seed = given.text("seed") ?? defaultSeed;
  const count = given.count("count", 1);
  const all = [...draw({ filters, count, seed }), ...drawInvalid({ filters, count })];
  if (all.length === 0) {
    const operator = filters[0].split("/")[0];
    const hint = operators.has(operator) ? "" : didYouMean(operator, operators.keys());
    throw new InputError(
      `No case matches ${filters.map((filter) => `"${filter}"`).join(" or ")}.${hint} ` +
        `A filter is a glob over case ids, such as "conv2d/**"; "conform list" shows what there is.`,
    );
  }
  const shard = shardOf(given);
  return { seed, cases: shard ? all.filter(({ id }) => isInShard(id, shard)) : all };
}

/** The same by operator, from A to Z; those of an operator stay in their order. */
export function byOperator<T extends { readonly operator: string }>(all: readonly T[]): T[] {
  return all.toSorted((a, b) => a.operator < b.operator ? -1 : a.operator > b.operator ? 1 : 0);
}

interface Shard {
  /** From 0. */
  readonly index: number;
  readonly total: number;
}

/** The shard asked for by `--shard`, else by the variables that Bazel or a Kubernetes indexed job sets. */
function shardOf(given: Given): Shard | undefined {
  const text = given.text("shard");
  if (text !== undefined) {
    const [, given, totalText] = /^(\d{0,6})\/(\d{1,6})$/.exec(text) ?? [];
    const completion = Deno.env.get("JOB_COMPLETION_INDEX");
    const part = given ? Number(given) : completion ? Number(completion) + 1 : NaN;
    const total = Number(totalText);
    if (!(part >= 1 && part <= total)) {
      throw new InputError(
        `--shard is "${text}"; allowed is I/N with I from 1 to N, such as 2/4, or /N where the scheduler sets ` +
          "JOB_COMPLETION_INDEX.",
      );
    }
    return { index: part - 1, total };
  }
  const [index, total] = ["TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS"].map((name) => Deno.env.get(name));
  if (index === undefined || total === undefined) return undefined;
  if (!/^\d{1,6}$/.test(index) || !/^\d{1,6}$/.test(total) || Number(index) >= Number(total)) {
    throw new InputError(
      `TEST_SHARD_INDEX is "${index}" of TEST_TOTAL_SHARDS "${total}"; allowed is an index from 0 below the total.`,
    );
  }
  return { index: Number(index), total: Number(total) };
}

/** The hash at the end of an id says its shard, so a case keeps its shard whatever else is selected. */
function isInShard(id: string, { index, total }: Shard): boolean {
  return parseInt(id.slice(-8), 16) % total === index;
}
