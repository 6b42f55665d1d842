/**
 * Timing for benchmarks, and numbers to time with.
 *
 * @module
 */

import process from "node:process";

/** Milliseconds a run. */
export interface Times {
  /** What a run costs: the fastest, or the mean processor time where that is less because the machine was busy. */
  readonly cost: number;
  readonly fastest: number;
  readonly median: number;
  /** Mean of the processor time of this process. */
  readonly processor: number;
}

/** Times at least `least` runs, and more for `budgetMs`, after some that let the engine compile. */
export async function time(run: () => unknown, least = 9, budgetMs = 500): Promise<Times> {
  const [times] = await timeInTurn([run], least, budgetMs);
  return times;
}

/** As `time`, for several things in turn, so that what disturbs one disturbs all. */
export async function timeInTurn(
  runs: readonly (() => unknown)[],
  least = 9,
  budgetMs = 500,
): Promise<Times[]> {
  const warm = Math.min(least, 3), end = performance.now() + budgetMs * runs.length;
  const each = runs.map((run) => ({ run, wall: [] as number[], processor: 0 }));
  for (let round = 0; round < warm + least || performance.now() < end; round++) {
    for (const timed of each) {
      const used = process.cpuUsage(), start = performance.now();
      await timed.run();
      const wall = performance.now() - start, { user, system } = process.cpuUsage(used);
      if (round < warm) continue;
      timed.wall.push(wall);
      timed.processor += (user + system) / 1000;
    }
  }
  return each.map(({ wall, processor }) => {
    wall.sort((a, b) => a - b);
    const mean = processor / wall.length;
    return {
      cost: Math.min(wall[0], mean),
      fastest: wall[0],
      median: wall[wall.length >> 1],
      processor: mean,
    };
  });
}

/** Medians of the processor time of runs in turn, and of the ratio of one to the other: what a busy machine disturbs least. */
export function compare(
  run: () => unknown,
  other: () => unknown,
  rounds: number,
): { readonly run: number; readonly other: number; readonly ratio: number } {
  const spent = (work: () => unknown) => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const medianOf = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  for (let warm = 0; warm < 10; warm++) run(), other();
  const each = Array.from({ length: rounds }, () => ({ run: spent(run), other: spent(other) }));
  return {
    run: medianOf(each.map((times) => times.run)),
    other: medianOf(each.map((times) => times.other)),
    ratio: medianOf(each.map((times) => times.run / times.other)),
  };
}

/** `42.6 ms (median 44.1, processor 43.0)` */
export function inMilliseconds({ fastest, median, processor }: Times): string {
  return `${fastest.toFixed(1)} ms (median ${median.toFixed(1)}, processor ${processor.toFixed(1)})`;
}

/** Numbers in [-0.5, 0.5) with 23 bits, so that no sum of products is exact in float32. */
export function noise(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 9) / 2 ** 23 - 0.5;
  });
}
