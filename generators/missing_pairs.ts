/**
 * The pairs that a covering array still lacks, counted fast.
 *
 * @module
 */

/** A row by the index of each factor's value; -1 where none is chosen yet. */
export type Codes = readonly number[];

/** Which pairs of values no row has yet. A lone factor with several values counts each with itself. */
export class MissingPairs {
  readonly #offsets: number[];
  readonly #width: number;
  readonly #flags: Uint8Array;
  readonly #varying: number[];

  constructor(readonly choices: readonly (readonly string[])[]) {
    let width = 0;
    this.#offsets = choices.map(({ length }) => (width += length) - length);
    this.#width = width;
    this.#flags = new Uint8Array(width * width);
    this.#varying = choices.flatMap(({ length }, factor) => length > 1 ? [factor] : []);
    for (const [factor, value, other, otherValue] of this.all()) {
      this.#flags[this.#at(factor, value, other, otherValue)] = 1;
    }
  }

  /** Every pair there is, missing or not. */
  *all(): Iterable<[factor: number, value: number, other: number, otherValue: number]> {
    for (const factor of this.#varying) {
      for (const other of this.#varying) {
        if (other < factor || (other === factor && this.#varying.length > 1)) continue;
        for (const value of this.choices[factor].keys()) {
          for (const otherValue of this.choices[other].keys()) {
            if (other !== factor || value === otherValue) yield [factor, value, other, otherValue];
          }
        }
      }
    }
  }

  has(factor: number, value: number, other: number, otherValue: number): boolean {
    return this.#flags[this.#at(factor, value, other, otherValue)] === 1;
  }

  /** Missing pairs that a value has with the values chosen so far. */
  gainWith(codes: Codes, factor: number, value: number): number {
    let gain = 0;
    for (const other of this.#varying) {
      if (other !== factor && codes[other] >= 0) {
        gain += this.#flags[this.#at(factor, value, other, codes[other])];
      }
    }
    return gain;
  }

  /** Missing pairs that a whole row has. */
  gainOf(codes: Codes): number {
    let gain = 0;
    for (const [factor, other] of this.#pairs()) {
      gain += this.#flags[this.#at(factor, codes[factor], other, codes[other])];
    }
    return gain;
  }

  consume(codes: Codes): void {
    for (const [factor, other] of this.#pairs()) {
      this.#flags[this.#at(factor, codes[factor], other, codes[other])] = 0;
    }
  }

  *#pairs(): Iterable<[factor: number, other: number]> {
    if (this.#varying.length === 1) yield [this.#varying[0], this.#varying[0]];
    for (const [index, factor] of this.#varying.entries()) {
      for (const other of this.#varying.slice(index + 1)) yield [factor, other];
    }
  }

  #at(factor: number, value: number, other: number, otherValue: number): number {
    const [low, high] = factor <= other
      ? [this.#offsets[factor] + value, this.#offsets[other] + otherValue]
      : [this.#offsets[other] + otherValue, this.#offsets[factor] + value];
    return low * this.#width + high;
  }
}
