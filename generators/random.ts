/**
 * Random streams that give the same bits on every JavaScript engine: whatever is drawn comes from whole multiples
 * of 2^-32 by additions, multiplications and rounding, which ECMAScript defines exactly.
 *
 * @module
 */

// @ts-types="./seedrandom.d.ts"
import seedrandom from "seedrandom";

/** A stream of random draws. */
export interface Random {
  /** A multiple of 2^-32 in [0, 1). */
  unit(): number;
  /** A whole number in [low, high]; the range may span up to 2^53. */
  whole(low: number, high: number): number;
  /** True with probability `share`. */
  chance(share: number): boolean;
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** A copy of the items in random order. */
  shuffle<T>(items: readonly T[]): T[];
}

/** The stream that belongs to `key`. Different keys give unrelated streams, the same key the same stream. */
export function streamOf(key: string): Random {
  const unit = seedrandom.alea(key);
  const whole = (low: number, high: number): number => {
    const count = high - low + 1;
    const fraction = count > 0x10000 ? unit() + Math.floor(unit() * 0x200000) * twoToMinus53 : unit();
    return low + Math.floor(fraction * count);
  };
  const pick = <T>(items: readonly T[]): T => items[whole(0, items.length - 1)];
  return {
    unit,
    whole,
    chance: (share) => unit() < share,
    pick,
    shuffle: (items) => {
      const order = [...items];
      for (let last = order.length - 1; last > 0; last--) {
        const other = whole(0, last);
        [order[last], order[other]] = [order[other], order[last]];
      }
      return order;
    },
  };
}

const twoToMinus53 = 1 / 9007199254740992;
