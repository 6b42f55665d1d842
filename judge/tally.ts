/**
 * Counts what the elements of a case come to, output by output. One pass; nothing is allocated for an element.
 *
 * @module
 */

import type { Outputs } from "../graph/answer.ts";
import type { Elements } from "../graph/data_type.ts";
import { type ExpectedOutput, type ExpectedOutputs, Flag } from "../graph/expectation.ts";
import { indexAt } from "../graph/tensor.ts";
import { admittedByAlternatives, type Answers } from "./alternatives.ts";
import { admits, isMeaningless, missOf } from "./element.ts";
import { expectationFault } from "./structure.ts";
import { ulpDistance } from "./ulp.ts";
import type { Worst } from "./verdict.ts";

/** What the elements of a case come to under one expectation. */
export class Tally {
  /** Elements judged, those not admitted, and those the reference leaves undecided. */
  elements = 0;
  failed = 0;
  skipped = 0;
  /** Elements judged by a bound wider than 1/8 of the value, or by none (tolerance.md, section 1, sharpness). */
  blunt = 0;
  /** A failed element is NaN, or had to be. */
  nan = false;
  /** A failed element had to be equal to its right value. */
  exact = false;
  /** Letters taken to each open question. */
  readonly answers: Answers = new Map();
  /** Why the expectation cannot be judged by. */
  defect?: string;
  /** Largest ratio of an element whose bounds decided; a failed element's is above 1. */
  #ratio = 0;
  #error = 0;
  #name = "";
  #output?: ExpectedOutput;
  #position = 0;
  #actual: number | bigint = 0;

  /** Judges every element of the outputs of a dispatch, whose structure must be right. */
  add(outputs: Outputs, expected: ExpectedOutputs): void {
    for (const [name, output] of expected) {
      this.defect ??= expectationFault(name, output);
      if (this.defect) return;
      const { data } = outputs.get(name)!;
      const admitted = output.alternatives && admittedByAlternatives(output, data, this.answers);
      if (typeof data[0] === "number") this.#addNumbers(name, output, data, admitted);
      else for (let i = 0; i < data.length; i++) this.#addElement(name, output, i, data[i], admitted);
    }
  }

  /** The failed element furthest outside its bounds, else the admitted one nearest to them, if any is off at all. */
  get worst(): Worst | undefined {
    if (!this.#output) return undefined;
    const { dataType, shape, value, lo, hi } = this.#output;
    const i = this.#position;
    const actual = this.#actual;
    const { error, radius } = missOf(actual, value[i], lo[i], hi[i]);
    return {
      output: this.#name,
      index: indexAt(i, shape),
      expected: value[i],
      actual,
      error,
      radius,
      ratio: this.#ratio,
      ulp: ulpDistance(dataType, actual, value[i]),
    };
  }

  #addNumbers(name: string, output: ExpectedOutput, data: Elements, admitted: Uint8Array | undefined) {
    // One kind of array keeps the loop fast for every data type.
    const actual = new Float64Array(data as ArrayLike<number>);
    const value = new Float64Array(output.value as ArrayLike<number>);
    const lo = output.lo as Float64Array;
    const hi = output.hi as Float64Array;
    const { flags } = output;
    let plain = 0;
    for (let i = 0; i < actual.length; i++) {
      const a = actual[i];
      if (!(a >= lo[i] && a <= hi[i]) || (flags !== undefined && flags[i] !== 0)) {
        this.#addElement(name, output, i, a, admitted);
        continue;
      }
      plain++;
      const v = value[i];
      const error = a > v ? a - v : v - a;
      const radius = a > v ? hi[i] - v : v - lo[i];
      if (isBlunt(v, lo[i], hi[i])) this.blunt++;
      if (error > this.#ratio * radius) this.#note(name, output, i, a, error / radius);
    }
    this.elements += plain;
  }

  #addElement(
    name: string,
    output: ExpectedOutput,
    i: number,
    actual: number | bigint,
    admitted: Uint8Array | undefined,
  ) {
    const value = output.value[i];
    const lo = output.lo[i];
    const hi = output.hi[i];
    const flags = output.flags?.[i] ?? 0;
    if (flags & Flag.skip && admits(actual, value, lo, hi, flags)) {
      this.skipped++;
      return;
    }
    this.elements++;
    if (flags & Flag.any || isBlunt(Number(value), Number(lo), Number(hi))) this.blunt++;
    if (flags & Flag.any) return;
    if (isMeaningless(lo, hi, flags)) {
      const index = indexAt(i, output.shape).join(",");
      this.defect ??= `the bounds of "${name}"[${index}] are ${lo} and ${hi}`;
      return;
    }
    if (admits(actual, value, lo, hi, flags)) {
      const { ratio } = missOf(actual, value, lo, hi);
      if (ratio <= 1 && ratio > this.#ratio) this.#note(name, output, i, actual, ratio);
      return;
    }
    if (admitted?.[i]) return;
    this.failed++;
    if (Number.isNaN(actual) || flags & Flag.nan) this.nan = true;
    else if (lo === hi || flags & Flag.bits) this.exact = true;
    const miss = missOf(actual, value, lo, hi);
    const ratio = Math.max(miss.ratio, 1 + Number.EPSILON);
    if (ratio > this.#ratio || (ratio === this.#ratio && miss.error > this.#error)) {
      this.#error = miss.error;
      this.#note(name, output, i, actual, ratio);
    }
  }

  #note(name: string, output: ExpectedOutput, i: number, actual: number | bigint, ratio: number) {
    this.#ratio = ratio;
    this.#name = name;
    this.#output = output;
    this.#position = i;
    this.#actual = actual;
  }
}

/** Whether a bound says little of the value. One that must be NaN or an infinity is told sharply. */
function isBlunt(value: number, lo: number, hi: number): boolean {
  const eighth = Math.abs(value) / 8;
  return hi - value > eighth || value - lo > eighth;
}
