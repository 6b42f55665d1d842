/** Every operation of every arithmetic encloses what MPFR says of numbers inside its operands, and little more. */

import assert from "node:assert/strict";
import { Mpfr, scope } from "../_mpfr_numbers.ts";
import { isCertified } from "../double_double.ts";
import { randomWords } from "../functions/_testing.ts";
import { scaled, shiftLeft, toFixed } from "../functions/fixed_point.ts";
import { type FloatBall, floats } from "./floats.ts";
import { type BigBall, multiprecision } from "./multiprecision.ts";
import { type PairBall, pairs } from "./pairs.ts";
import type { Reals } from "./reals.ts";
import { refined } from "./refine.ts";

/** An arithmetic, and its enclosures as MPFR's numbers. */
interface Subject<T> {
  readonly name: string;
  readonly reals: Partial<Reals<T>> & Pick<Reals<T>, "of" | "add" | "multiply">;
  /** Relative width of a result of exact operands, at most. */
  readonly width: number;
  readonly middle: (a: T) => Mpfr;
  readonly radius: (a: T) => Mpfr | undefined;
}

const inFloats: Subject<FloatBall> = {
  name: "float64",
  reals: floats,
  width: 2 ** -45,
  middle: ({ v }) => Mpfr.of(v),
  radius: ({ radius }) => radius === radius ? Mpfr.of(radius) : undefined,
};
const inPairs: Subject<PairBall> = {
  name: "pairs",
  reals: pairs,
  width: 2 ** -88,
  middle: ({ high, low }) => Mpfr.of(high).add(Mpfr.of(low)),
  radius: ({ radius }) => radius === radius ? Mpfr.of(radius) : undefined,
};
const inBits: Subject<BigBall> = {
  name: "multiprecision",
  reals: multiprecision(192),
  width: 2 ** -180,
  middle: ({ m, exponent }) => Mpfr.of({ m, exponent }),
  radius: ({ radius, exponent }) => radius === undefined ? undefined : Mpfr.of({ m: radius, exponent }),
};

const binary = {
  add: (a: Mpfr, b: Mpfr) => a.add(b),
  multiply: (a: Mpfr, b: Mpfr) => a.mul(b),
  divide: (a: Mpfr, b: Mpfr) => a.div(b),
};
const unary = {
  negate: (a: Mpfr) => a.neg(),
  root: (a: Mpfr) => a.sqrt(),
  exp: (a: Mpfr) => a.exp(),
  log: (a: Mpfr) => a.ln(),
  relu: (a: Mpfr) => a.relu(),
  sigmoid: (a: Mpfr) => a.sigmoid(),
  tanh: (a: Mpfr) => a.tanh(),
};

const next = randomWords(41);
const uniform = () => next() / 2 ** 31 - 1;
/** Of any sign and of 2^-10 to 2^9. */
const any = () => Math.fround(uniform() * 2 ** (next() % 20 - 10));

/** An enclosure with a radius, as of something computed, and a number inside it, at either end or between. */
function drawn<T>({ reals, middle, radius }: Subject<T>): readonly [ball: T, inside: Mpfr] {
  const x = any(), y = any(), z = any(), t = [-1, 1, uniform()][next() % 3];
  const ball = [
    () => reals.of(x),
    () => reals.add(reals.of(x), reals.of(y * 2 ** -40)),
    () =>
      reals.multiply(
        reals.tanh!(reals.of(x)),
        reals.add(reals.of(y), reals.multiply(reals.of(z), reals.of(x))),
      ),
  ][next() % 3]();
  return [ball, middle(ball).add(radius(ball)!.mul(Mpfr.of(t)))];
}

function check<T>(subject: Subject<T>, result: T, exact: Mpfr, what: string) {
  const radius = subject.radius(result);
  if (radius === undefined) return;
  assert.ok(exact.sub(subject.middle(result)).abs().isAtMost(radius), `${subject.name}: ${what}`);
}

function checkAll<T>(subject: Subject<T>) {
  const { reals } = subject;
  for (let i = 0; i < 3000; i++) {
    scope(() => {
      const [a, x] = drawn(subject), [b, y] = drawn(subject);
      for (const name of Object.keys(binary) as (keyof typeof binary)[]) {
        const operation = reals[name];
        if (!operation || name === "divide" && y.toNumber() === 0) continue;
        check(subject, operation(a, b), binary[name](x, y), `${name}(${x.toNumber()}, ${y.toNumber()})`);
      }
      for (const name of Object.keys(unary) as (keyof typeof unary)[]) {
        const operation = reals[name];
        if (!operation || (name === "root" || name === "log") && !(x.toNumber() > 0)) continue;
        check(subject, operation(a), unary[name](x), `${name}(${x.toNumber()})`);
      }
    });
  }
}

function checkWidth<T>({ name, reals, width, middle, radius }: Subject<T>) {
  for (let i = 0; i < 300; i++) {
    scope(() => {
      const x = reals.of(any() / 16), y = reals.of(any() / 16);
      for (const result of [reals.multiply(x, y), reals.sigmoid!(x), reals.exp?.(x), reals.divide?.(x, y)]) {
        if (result === undefined) continue;
        const widest = middle(result).abs().mul(Mpfr.of(width));
        assert.ok(radius(result)!.isAtMost(widest), name);
      }
    });
  }
}

Deno.test("float64 with radii encloses every result", () => {
  checkAll(inFloats);
  checkWidth(inFloats);
});

Deno.test("pairs with radii enclose every result", () => {
  checkAll(inPairs);
  checkWidth(inPairs);
});

Deno.test("multi-precision with radii encloses every result", () => {
  checkAll(inBits);
  checkWidth(inBits);
});

Deno.test("sums and products of numbers without a radius are the numbers themselves", () => {
  for (let i = 0; i < 200; i++) {
    const [a, b, c] = [any(), any(), any()];
    const { of, add, multiply } = inBits.reals;
    const { m, radius, exponent } = add(multiply(of(a), of(b)), of(c));
    assert.equal(radius, 0n);
    const [wholeA, wholeB, wholeC] = [a, b, c].map((x) => toFixed(scaled(x), 80));
    assert.equal(shiftLeft(m, exponent + 160), wholeA * wholeB + (wholeC << 80n));
  }
});

Deno.test("what is not finite, and a division by what may be zero, decide nothing", () => {
  for (const x of [NaN, Infinity, -Infinity]) {
    assert.equal(pairs.rounded(pairs.add(pairs.of(x), pairs.of(1)), "float32"), undefined);
    assert.equal(multiprecision(192).rounded(multiprecision(192).of(x), "float32"), undefined);
    // an activation is in its range all the same
    assert.equal(pairs.sigmoid(pairs.of(x)).radius, 0.5 * (1 + 2 ** -49));
  }
  const reals = multiprecision(192);
  const nothing = reals.add(reals.log(reals.of(3)), reals.negate(reals.log(reals.of(3))));
  assert.equal(reals.rounded(reals.divide(reals.of(1), nothing), "float32"), undefined);
});

Deno.test("a midpoint is decided where it is exact, and the number next to it to its side", () => {
  const middle = 1 + 2 ** -24;
  const { pair, exact } = refined((reals) => (i) => {
    const tiny = reals.exp(reals.of([-60, -250, -1000, -20_000][i % 4]));
    const sum = reals.add(reals.of(middle), i < 4 ? tiny : reals.negate(tiny));
    return i < 8 ? sum : reals.multiply(reals.of(middle), reals.of(1));
  }, "float32");
  for (let i = 0; i < 8; i++) {
    const isSure = Math.fround(exact(i)!) === (i < 4 ? 1 + 2 ** -23 : 1);
    assert.ok(isSure, `${i}`);
    const { value, radius } = pair(i);
    assert.equal(radius === 0 || isCertified("float32", value, radius), i % 4 < 2);
  }
  assert.equal(Math.fround(exact(8)!), 1);
});

Deno.test("a number that no precision tells from a midpoint is not decided", () => {
  const { exact } = refined((reals) => () => {
    const third = reals.divide(reals.of(1), reals.of(3));
    const one = reals.add(third, reals.add(third, third));
    return reals.multiply(one, reals.of(1 + 2 ** -24));
  }, "float32");
  assert.equal(exact(0), undefined);
});
