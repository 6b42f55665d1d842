import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ln2,
  pi,
  rootOverPi,
  rootToOdd,
  scaled,
  shiftLeft,
  squareRoot,
  toFixed,
  toOdd,
} from "./fixed_point.ts";

const double = fc.double({ noNaN: true, noDefaultInfinity: true });

Deno.test("scaled() is the number itself", () => {
  fc.assert(fc.property(double, (x) => {
    const { m, exponent } = scaled(x);
    const half = Math.trunc(exponent / 2);
    assert.equal(Number(m) * 2 ** half * 2 ** (exponent - half), x + 0);
  }));
});

Deno.test("toOdd() of what is next to a midpoint of float32 rounds to the right side of it", () => {
  const float = fc.float({ min: Math.fround(2 ** -100), max: Math.fround(2 ** 100), noNaN: true });
  fc.assert(fc.property(float, fc.boolean(), (x, isNegative) => {
    const ulp = 2 ** (Math.floor(Math.log2(x)) - 23);
    const sign = isNegative ? -1 : 1;
    const middle = scaled(sign * (x + ulp / 2));
    const wide = middle.m << 100n;
    const rounded = (m: bigint) => sign * Math.fround(toOdd({ m, exponent: middle.exponent - 100 }));
    const [above, below] = [rounded(wide + BigInt(sign)), rounded(wide - BigInt(sign))];
    assert.deepEqual([below, above], [x, Math.fround(x + ulp)]);
    assert.equal(rounded(wide), Math.fround(x + ulp / 2));
  }));
});

Deno.test("toFixed() rounds down", () => {
  assert.equal(toFixed(scaled(2.75), 1), 5n);
  assert.equal(toFixed(scaled(-2.75), 1), -6n);
  assert.equal(shiftLeft(5n, -1), 2n);
});

Deno.test("π, ln 2 and √(2/π) have the decimals of a table, in whatever order precisions are asked for", () => {
  const decimals = (x: bigint, n: number) => (x * 10n ** 50n >> BigInt(n)).toString();
  for (const n of [180, 700, 200]) {
    assert.equal(decimals(pi(n), n), "314159265358979323846264338327950288419716939937510");
    assert.equal(decimals(ln2(n), n), "69314718055994530941723212145817656807550013436025");
    assert.equal(decimals(rootOverPi(2n, n), n), "79788456080286535587989211986876373695171726232986");
  }
});

Deno.test("squareRoot() is the whole part of the root", () => {
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: 2n ** 300n }), (x) => {
    const root = squareRoot(x);
    assert.ok(root * root <= x && (root + 1n) ** 2n > x);
  }));
});

Deno.test("rootToOdd() is the root where that is a float64, and else on the right side of every float32", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 2n ** 200n }),
      fc.integer({ min: -200, max: 100 }),
      (m, exponent) => {
        const root = rootToOdd({ m, exponent }), near = scaled(Math.fround(root));
        // (near)² against m·2^exponent
        const by = 2 * near.exponent - exponent;
        const square = shiftLeft(near.m * near.m, Math.max(by, 0)), given = shiftLeft(m, Math.max(-by, 0));
        if (Math.fround(root) === root) assert.equal(square, given);
        else assert.equal(square < given, Math.fround(root) < root);
      },
    ),
  );
  assert.equal(rootToOdd({ m: 9n, exponent: -4 }), 0.75);
  assert.equal(rootToOdd({ m: 0n, exponent: 3 }), 0);
});
