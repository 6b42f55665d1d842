import assert from "node:assert/strict";
import fc from "fast-check";
import { compare, compareRoot, negative, over, plus, type Rational, rational, times } from "./_rational.ts";
import { type Accumulated, inPlace, termsOf } from "./accumulated.ts";
import { exactOf, pairOf } from "./prove_terms.ts";

const zero: Rational = { n: 0n, d: 1n };

/** Groups of terms of 1 to 5 factors of 24 bits, some of them the negatives of others but for little. */
const accumulations = fc.record({
  factors: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  count: fc.integer({ min: 1, max: 12 }),
  values: fc.array(
    fc.tuple(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: -40, max: 10 })),
    { minLength: 70, maxLength: 70 },
  ),
  divisor: fc.integer({ min: 1, max: 49 }),
}).map(({ factors, count, values, divisor }): Accumulated => {
  const numbers = Float64Array.from(values, ([m, exponent]) => m * 2 ** exponent);
  const groups = factors.map((n, g) => ({
    count: 2 * count,
    factors: Array.from({ length: n }, (_, j) => {
      const own = Float64Array.from(
        { length: 2 * count },
        (_, t) => numbers[(7 * g + 5 * j + t % count) % 70] * (j === 0 && t >= count ? -1 : 1),
      );
      if (j === 0) own[0] *= 1 + 2 ** -20;
      return { argument: "input", values: own, at: Int32Array.from(own, (_, t) => t), origin: inPlace };
    }),
  }));
  return { groups, divisor };
});

function sumOf(accumulated: Accumulated): Rational {
  const terms = [...termsOf(accumulated)].map(({ factors }) =>
    times(...factors.map(({ value }) => rational(value)))
  );
  return plus(zero, ...terms);
}

Deno.test("pairOf() is within its radius of the sum, and of the root of a sum of squares", () => {
  let tight = 0;
  fc.assert(fc.property(accumulations, (accumulated) => {
    const exact = over(sumOf(accumulated), rational(accumulated.divisor ?? 1));
    const { value, radius } = pairOf(accumulated);
    assert.ok(compare(plus(rational(value), rational(radius)), exact) >= 0);
    assert.ok(compare(plus(rational(value), rational(-radius)), exact) <= 0);
    if (radius < 2 ** -51 * Math.abs(value)) tight++;
    const [{ count, factors: [factor] }] = accumulated.groups;
    const norm: Accumulated = { groups: [{ count, factors: [factor, factor] }], root: true };
    const square = sumOf(norm), root = pairOf(norm);
    const side = (by: number) =>
      compareRoot(square, compare(square, zero), zero, plus(rational(root.value), rational(by)));
    assert.ok(side(root.radius) <= 0 && side(-root.radius) >= 0);
  }));
  assert.ok(tight > 20);
});

Deno.test("exactOf() is the sum where float64 has it, and else no float64 lies between them", () => {
  fc.assert(fc.property(accumulations, (accumulated) => {
    const exact = over(sumOf(accumulated), rational(accumulated.divisor ?? 1));
    const value = exactOf(accumulated), near = rational(Math.fround(value));
    if (Math.fround(value) === value) assert.equal(compare(exact, near), 0);
    else assert.equal(compare(exact, near), compare(rational(value), near));
    const distance = plus(exact, negative(rational(value)));
    const size = { n: distance.n < 0n ? -distance.n : distance.n, d: distance.d };
    assert.ok(compare(size, rational(2 ** -49 * Math.abs(value))) <= 0);
  }));
});

Deno.test("pairOf() claims nothing where a product leaves the range of float64, and exactOf() all the same decides", () => {
  const factors = [1e-200, 1e-200, 1e200, 1e200].map((x) => ({
    argument: "input",
    values: Float64Array.of(x),
  }));
  const accumulated = { groups: [{ count: 1, factors }] };
  assert.ok(Number.isNaN(pairOf(accumulated).radius));
  assert.equal(Math.fround(exactOf(accumulated)), 1);
});
