/**
 * The greatest of several numbers, each known to an interval: selection (tolerance.md, sections 2, 4 and 5).
 *
 * @module
 */

import type { AlternativeList } from "./alternative_list.ts";

/**
 * Gathers candidates of a selection. Where subnormals may be flushed, every use of a number below `flushedBelow` may
 * read it as zero, each on its own: one may be compared as zero and be selected as it is, or as zero. So the winner is
 *
 * - at most the greatest upper end, a negative subnormal counting as 0;
 * - at least the greatest lower end, a positive subnormal counting as 0, or, where that is not above 0, the least
 *   subnormal, for it ties with 0.
 *
 * The least of numbers is the greatest of their opposites.
 */
export class Greatest {
  readonly #flushedBelow: number;
  /** The greatest value; -Infinity of no candidates. */
  value = -Infinity;
  #low = -Infinity;
  #high = -Infinity;
  /** The same where subnormals may be compared as zero, and the least that may be. */
  #surely = -Infinity;
  #most = -Infinity;
  #leastAsZero = Infinity;

  /** `flushedBelow` 0: subnormals are kept. */
  constructor(flushedBelow: number) {
    this.#flushedBelow = flushedBelow;
  }

  /** Forgets all candidates. */
  clear(): void {
    this.value =
      this.#low =
      this.#high =
      this.#surely =
      this.#most =
        -Infinity;
    this.#leastAsZero = Infinity;
  }

  /** A candidate in [low, high]. */
  add(value: number, low: number, high: number): void {
    if (value > this.value) this.value = value;
    if (low > this.#low) this.#low = low;
    if (high > this.#high) this.#high = high;
    const below = this.#flushedBelow;
    if (below === 0) return;
    if (low < below && high > -below) {
      this.#leastAsZero = Math.min(this.#leastAsZero, Math.max(low, -below));
      if (low > 0) low = 0;
      if (high < 0) high = 0;
    }
    if (low > this.#surely) this.#surely = low;
    if (high > this.#most) this.#most = high;
  }

  /** How far from the value the winner may be, nothing flushed. An infinity that wins is exact. */
  get radius(): number {
    const radius = Math.max(this.#high - this.value, this.value - this.#low);
    return this.value - this.value === 0 ? radius : 0;
  }

  /** The least that the winner may be, flushed or not. */
  get least(): number {
    if (this.#flushedBelow === 0) return this.#low;
    return this.#surely <= 0 ? Math.min(this.#surely, this.#leastAsZero) : this.#surely;
  }

  /** The greatest that the winner may be, flushed or not. */
  get most(): number {
    return this.#flushedBelow === 0 ? this.#high : this.#most;
  }

  /** Adds to `list` what flushing lets the winner be beside `value ± radius` and zero; the winner times `sign`. */
  addFlushed(list: AlternativeList, at: number, sign: 1 | -1, radius = this.radius): void {
    if (this.#leastAsZero === Infinity || this.value - this.value !== 0) return;
    const { value, least, most } = this;
    if (!isBeyond(value, radius, least, most, this.#flushedBelow)) return;
    list.add(at, sign * (least + most) / 2, (most - least) / 2);
  }
}

/** Whether [least, most] is more than `value ± radius`, where a subnormal end may be zero in any case. */
function isBeyond(
  value: number,
  radius: number,
  least: number,
  most: number,
  flushedBelow: number,
): boolean {
  const low = value - radius, high = value + radius;
  return least < (low > 0 && low < flushedBelow ? 0 : low) ||
    most > (high < 0 && high > -flushedBelow ? 0 : high);
}

/** The letter of the alternatives that `Greatest` adds: the specification has no say in it. */
export const COMPARED_AS_ZERO = "compared as 0";
