import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dividePrecisely,
  isCertified,
  lostInProduct,
  lostInSum,
  preciseSum,
  rootPrecisely,
} from "./double_double.ts";

/** `x·2^300` as a whole number: exact for what is drawn here. */
function whole(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = (bits >> 52n) & 0x7ffn;
  if (biased === 0n) return 0n;
  const magnitude = ((bits & 0xfffffffffffffn) | 0x10000000000000n) << (biased - 1075n + 300n);
  return x < 0 ? -magnitude : magnitude;
}

const floats = fc.tuple(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), fc.integer({ min: -30, max: 30 }))
  .map(([mantissa, exponent]) => mantissa * 2 ** exponent);

Deno.test("lostInSum() and lostInProduct() give exactly what a double loses", () => {
  fc.assert(fc.property(floats, floats, (a, b) => {
    const sum = a + b / 3, product = (a / 3) * b;
    assert.equal(whole(a) + whole(b / 3), whole(sum) + whole(lostInSum(a, b / 3, sum)));
    const lost = lostInProduct(a / 3, b, product);
    assert.equal(whole(a / 3) * whole(b), (whole(product) + whole(lost)) << 300n);
  }));
});

Deno.test("preciseSum() keeps what cancels: 2^60 + 1 - 2^60 is 1", () => {
  const [high, low] = preciseSum(Float64Array.of(2 ** 60, 1, -(2 ** 60)), 0, 3, 1);
  assert.equal(high + low, 1);
});

Deno.test("preciseSum() is the exact sum of float32 numbers", () => {
  fc.assert(fc.property(fc.array(floats, { minLength: 1, maxLength: 20 }), (x) => {
    const [high, low] = preciseSum(Float64Array.from(x), 0, x.length, 1);
    assert.equal(whole(high) + whole(low), x.reduce((sum, value) => sum + whole(value), 0n));
  }));
});

Deno.test("dividePrecisely() and rootPrecisely() know what the quotient and the root lose", () => {
  const [third, rest] = dividePrecisely([1, 0], 3);
  const missing = (1n << 300n) - 3n * (whole(third) + whole(rest));
  assert.ok(missing < 1n << 196n && missing > -(1n << 196n), String(missing));
  const [quotient, lost] = dividePrecisely([1, 0], 3, 2 ** -60);
  const left = (1n << 600n) - (whole(3) + whole(2 ** -60)) * (whole(quotient) + whole(lost));
  assert.ok(left < 1n << 496n && left > -(1n << 496n), String(left));
  const [root, low] = rootPrecisely([2, 0]);
  const square = (whole(root) + whole(low)) ** 2n;
  const error = (2n << 600n) - square;
  assert.ok(error < 1n << 500n && error > -(1n << 500n), String(error));
  assert.deepEqual(rootPrecisely([0, 0]), [0, 0]);
});

Deno.test("isCertified() is false near a tie only", () => {
  assert.equal(isCertified("float32", 1 + 2 ** -24, 2 ** -50), false);
  assert.equal(isCertified("float32", 1 + 2 ** -25, 2 ** -50), true);
  assert.equal(isCertified("float16", 2049, 2 ** -41), false);
});

Deno.test("isCertified() promises nothing of numbers that round otherwise, ends on a tie among them", () => {
  const tie = 1 + 3 * 2 ** -24, ulp = 2 ** -52;
  // the end itself rounds to even, upwards; a little below it does not
  assert.equal(isCertified("float32", tie + ulp, 1.2 * ulp), false);
  assert.equal(isCertified("float32", tie, 2 ** -80), false);
  fc.assert(fc.property(
    fc.integer({ min: -8, max: 8 }),
    fc.double({ min: 0, max: 16, noNaN: true }),
    fc.nat(2 ** 20),
    (steps, ulps, m) => {
      const middle = 1 + (2 * m + 1) * 2 ** -24, v = middle + steps * ulp;
      if (Math.abs(steps) <= ulps) assert.equal(isCertified("float32", v, ulps * ulp), false);
    },
  ));
});
