/**
 * Recurrent networks: a step for every element of a sequence, in one direction or in both.
 *
 * @module
 */

import type { Ball } from "./ball.ts";
import type { Result } from "./operator.ts";
import { type Parameters, partOf, stateOf, type Step } from "./recurrent_steps.ts";
import type { Cell } from "./recurrent_sums.ts";

/** A network and what it is applied to. */
export interface Recurrence {
  readonly step: Step;
  readonly cell: Cell;
  readonly steps: number;
  readonly inputSize: number;
  readonly direction: "forward" | "backward" | "both";
  /** `[steps, batches, inputSize]` */
  readonly input: Ball;
  /** Before the first step: `[directions, batches, hiddenSize]` each. */
  readonly states: readonly Ball[];
  /** Of each direction. */
  readonly parameters: readonly Parameters[];
}

/** What the network leaves behind. */
export interface Left {
  /** After the last step, `[directions, batches, hiddenSize]` each. */
  readonly states: readonly Result[];
  /** The hidden state after each step, `[steps, directions, batches, hiddenSize]`. */
  readonly sequence: Result;
}

/**
 * Runs the network. A backward direction reads the sequence from its end, and its hidden states stand where their
 * inputs stood.
 */
export function recur(recurrence: Recurrence): Left {
  const { step, cell, steps, inputSize, direction, input, states, parameters } = recurrence;
  const directions = parameters.length;
  const { batches, hiddenSize } = cell;
  const last: Result[][] = states.map(() => []), sequence: Result[] = [];
  for (let d = 0; d < directions; d++) {
    const backward = direction === "backward" || d === 1;
    let current = states.map((ball) => partOf(ball, d * batches * hiddenSize, [batches, hiddenSize]));
    for (let s = 0; s < steps; s++) {
      const time = backward ? steps - 1 - s : s;
      const x = partOf(input, time * batches * inputSize, [batches, inputSize]);
      const results = step(x, current, parameters[d], cell);
      sequence[time * directions + d] = results[0];
      results.forEach((result, state) => last[state][d] = result);
      if (s < steps - 1) current = results.map((result) => stateOf(result, cell));
    }
  }
  return { states: last.map(joined), sequence: joined(sequence) };
}

/** The results one after the other. Steps end in a sum or a product, which are rounded once and have no flags. */
function joined(results: readonly Result[]): Result {
  const { length } = results[0].v, count = results.length * length;
  const v = new Float64Array(count);
  const e = results.some((result) => result.e) ? new Float64Array(count) : undefined;
  const undecided = results.some((result) => result.undecided) ? new Uint8Array(count) : undefined;
  results.forEach((result, i) => {
    v.set(result.v as Float64Array, i * length);
    if (result.e) e!.set(result.e, i * length);
    if (result.undecided) undecided!.set(result.undecided, i * length);
  });
  return { v, rounding: "once", e, undecided };
}
