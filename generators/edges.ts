/**
 * Data at the edges of the types: more bits than a narrower type holds, numbers next to each other, powers that just fit.
 *
 * @module
 */

import { type DataType, isFloat } from "../graph/data_type.ts";
import { elementCount } from "../graph/tensor.ts";
import { type Content, powerOfTwo } from "./data.ts";
import type { Random } from "./random.ts";
import { pairsShape } from "./specials.ts";

const twoToThe32 = powerOfTwo(32);

/** A whole number below 2^bits. */
function below(bits: number, random: Random): bigint {
  const high = BigInt(random.whole(0, twoToThe32 - 1)), low = BigInt(random.whole(0, twoToThe32 - 1));
  return ((high << 32n) | low) >> BigInt(64 - bits);
}

/** Whole numbers from `least` on that are less than 2^bits more; of both signs where the type is signed. */
export function wholesOfBits(dataType: DataType, count: number, bits: number, least = 0n): Content {
  return drawnBy((random) =>
    Array.from({ length: count }, () => {
      const value = least + below(bits, random);
      return !dataType.startsWith("u") && random.chance(0.5) ? -value : value;
    })
  );
}

/** Numbers that a narrower type takes for each other, `pairsShape[0]` of each data type. */
function neighbours(dataType: DataType): readonly (number | bigint)[] {
  if (isFloat(dataType)) {
    const unit = powerOfTwo(dataType === "float32" ? -23 : -10), apart = powerOfTwo(-12) + powerOfTwo(-13);
    const near = [1, 1 + unit, 1 - unit / 2, 1 + 2 * unit].flatMap((x) => [x, 4 * x, -x]);
    return [...near, dataType === "float32" ? 1 + apart : 0];
  }
  const bits = Number(dataType.replace(/\D/g, "")) - (dataType.startsWith("u") ? 0 : 1);
  const greatest = (1n << BigInt(bits)) - 1n;
  const low = [0n, 1n, 2048n, 2049n, 1n << 24n, (1n << 24n) + 1n, 1n << 30n, greatest, greatest - 1n];
  const high = bits > 32
    ? [1n << 53n, (1n << 53n) + 1n, (1n << 32n) + 1n, (1n << 62n) + 2048n]
    : [(1n << 25n) + 1n, (1n << 25n) + 2n, (1n << 29n) + 1n, 1n << 29n];
  return [...low, ...high];
}

/** Two operands that hold every pair of such neighbours: one varies by row, the other by column. */
export function neighbourPairs(dataType: DataType): readonly [Content, Content] {
  const numbers = neighbours(dataType), [rows, columns] = pairsShape;
  return [
    drawnBy((random) =>
      random.shuffle(numbers).flatMap((value) => Array.from({ length: columns }, () => value))
    ),
    drawnBy((random) => {
      const order = random.shuffle(numbers);
      return Array.from({ length: rows }, () => order).flat();
    }),
  ];
}

/** Exponents by column, the greatest base of each whose power int32 and int64 hold, and the shape of both operands. */
const exponents = [1, 2, 3, 7, 19];
const bases: Readonly<Record<string, readonly number[]>> = {
  int32: [0, 46340, 1290, 21, 3],
  int64: [0, 3037000499, 2097151, 511, 9],
};
export const powersShape: readonly number[] = [6, exponents.length];

/** Bases and exponents whose powers nearly fill an integer type. */
export function largePowers(dataType: DataType): readonly [Content, Content] {
  const signed = dataType.replace("u", ""), bits = Number(signed.replace(/\D/g, "")) - 1;
  const places = Array.from({ length: elementCount(powersShape) }, (_, at) => at % exponents.length);
  const base = (column: number, random: Random) =>
    column === 0
      ? (1n << BigInt(bits)) - 1n - below(bits - 2, random)
      : random.whole(2, bases[signed][column]);
  return [
    drawnBy((random) => places.map((column) => base(column, random))),
    drawnBy(() => places.map((column) => exponents[column])),
  ];
}

/** Positive numbers below the smallest normal one. */
export function subnormalsOf(dataType: DataType, count: number): Content {
  const [bits, quantum] = dataType === "float16" ? [10, powerOfTwo(-24)] : [23, powerOfTwo(-149)];
  return drawnBy((random) =>
    Array.from({ length: count }, () => random.whole(1, powerOfTwo(random.whole(1, bits)) - 1) * quantum)
  );
}

/** Numbers of both signs so large that their reciprocals are subnormal. */
export function hugeOf(dataType: DataType, count: number): Content {
  const scale = powerOfTwo(dataType === "float16" ? 15 : 127);
  return drawnBy((random) =>
    Array.from({ length: count }, () => (random.chance(0.5) ? -1 : 1) * scale * (1 + random.unit() * 0.96875))
  );
}

function drawnBy(draw: (random: Random) => readonly (number | bigint)[]): Content {
  return { role: "values", whole: [0, 0], draw };
}
