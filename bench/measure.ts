/**
 * Timing for benchmarks: the best of several runs, because everything else on the machine only adds time.
 *
 * @module
 */

/** Milliseconds of the fastest of `runs` runs, after two that let the engine compile. */
export async function fastest(run: () => unknown, runs = 7): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < runs + 2; i++) {
    const start = performance.now();
    await run();
    if (i >= 2) best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Numbers in [-0.5, 0.5) with 23 bits, so that no sum of products is exact in float32. */
export function noise(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 9) / 2 ** 23 - 0.5;
  });
}

/** `2.31 GFLOP/s`, from floating-point operations and milliseconds. */
export function gigaflops(operations: number, ms: number): string {
  return `${(operations / ms / 1e6).toFixed(2)} GFLOP/s`;
}
