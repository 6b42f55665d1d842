import assert from "node:assert/strict";
import fc from "fast-check";
import { dyadic, quotientToOdd, sumToOdd } from "./round_to_odd.ts";

Deno.test("sumToOdd() rounds to float32 where rounding through float64 goes wrong", () => {
  // 1 + 2^-24 is halfway between two float32; a little more is above, a little less below.
  const halfway = 1 + 2 ** -24;
  assert.equal(Math.fround(halfway + 2 ** -80), 1);
  assert.equal(Math.fround(sumToOdd(halfway, 2 ** -80)), 1 + 2 ** -23);
  assert.equal(Math.fround(sumToOdd(halfway, -(2 ** -80))), 1);
  assert.equal(Math.fround(sumToOdd(-halfway, -(2 ** -80))), -1 - 2 ** -23);
  assert.equal(sumToOdd(1, 2), 3);
  assert.equal(sumToOdd(Infinity, 1), Infinity);
  assert.ok(Number.isNaN(sumToOdd(Infinity, -Infinity)));
});

Deno.test("sumToOdd() is exact, or odd and a neighbour of the sum", () => {
  const bits = new BigUint64Array(1);
  const number = new Float64Array(bits.buffer);
  fc.assert(fc.property(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.integer(), (a, b) => {
    const sum = sumToOdd(a, b);
    const [m, k] = dyadic(a), [n, l] = dyadic(sum);
    const exact = (m << l) + (BigInt(b) << k + l), given = n << k;
    if (exact === given) return;
    number[0] = sum;
    assert.equal(bits[0] & 1n, 1n);
    const ulp = Math.abs(sum) * 2 ** -52;
    assert.ok(Math.abs(a + b - sum) <= ulp);
  }));
});

Deno.test("quotientToOdd() is within 2^-50 of the fraction, and never on the other side of a float32", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
      fc.bigInt({ min: 1n, max: 2n ** 60n }),
      (n, d) => {
        const y = quotientToOdd(n, d, 5n);
        const near = Number(n) / Number(d) / 32;
        assert.ok(Math.abs(y - near) <= 2 ** -49 * Math.abs(near));
        const [m, k] = dyadic(Math.fround(y));
        const side = (n << k) - m * d * 32n;
        if (Math.fround(y) === y) assert.equal(side, 0n);
        else assert.equal(side > 0n, y > Math.fround(y));
      },
    ),
  );
});
