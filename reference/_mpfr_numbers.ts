/**
 * For tests: numbers of MPFR with 420 bits, and what they round to.
 *
 * @module
 */

import { init } from "gmp-wasm";
import { type FloatType, roundTo } from "../graph/data_type.ts";

const { binding: mpfr } = await init();
type Register = ReturnType<typeof mpfr.mpfr_t>;

const BITS = 420;
const NEAREST = 0;
const TOWARD_ZERO = 1;

/** A number closer to a float64 than this, relatively, may be that float64: sums cancel 80 bits at most. */
const INDISTINCT = 2 ** -340;

const pool: Register[] = [];
let used = 0;

function fresh(): Register {
  if (used === pool.length) {
    const register = mpfr.mpfr_t();
    mpfr.mpfr_init2(register, BITS);
    pool.push(register);
  }
  return pool[used++];
}

/** What `work` returns, which may not be a number of MPFR: those that it makes are used again. */
export function scope<T>(work: () => T): T {
  const before = used;
  try {
    return work();
  } finally {
    used = before;
  }
}

type Binary = "mpfr_add" | "mpfr_sub" | "mpfr_mul" | "mpfr_div";
type Unary = "mpfr_neg" | "mpfr_abs" | "mpfr_sqrt" | "mpfr_exp" | "mpfr_log" | "mpfr_tanh";

/** A number that operations leave as it is. */
export class Mpfr {
  readonly #register: Register;

  private constructor(register: Register) {
    this.#register = register;
  }

  /** A float64, or a whole number times a power of two of at most 420 bits. */
  static of(x: number | { readonly m: bigint; readonly exponent: number }): Mpfr {
    const register = fresh();
    if (typeof x === "number") mpfr.mpfr_set_d(register, x, NEAREST);
    else {
      const text = mpfr.malloc_cstr(x.m.toString(16));
      mpfr.mpfr_set_str(register, text, 16, NEAREST);
      mpfr.free(text);
      mpfr.mpfr_mul_2si(register, register, x.exponent, NEAREST);
    }
    return new Mpfr(register);
  }

  #with(operation: Binary, other: Mpfr): Mpfr {
    const register = fresh();
    mpfr[operation](register, this.#register, other.#register, NEAREST);
    return new Mpfr(register);
  }

  #by(operation: Unary): Mpfr {
    const register = fresh();
    mpfr[operation](register, this.#register, NEAREST);
    return new Mpfr(register);
  }

  add = (other: Mpfr): Mpfr => this.#with("mpfr_add", other);
  sub = (other: Mpfr): Mpfr => this.#with("mpfr_sub", other);
  mul = (other: Mpfr): Mpfr => this.#with("mpfr_mul", other);
  div = (other: Mpfr): Mpfr => this.#with("mpfr_div", other);
  neg = (): Mpfr => this.#by("mpfr_neg");
  abs = (): Mpfr => this.#by("mpfr_abs");
  sqrt = (): Mpfr => this.#by("mpfr_sqrt");
  exp = (): Mpfr => this.#by("mpfr_exp");
  ln = (): Mpfr => this.#by("mpfr_log");
  tanh = (): Mpfr => this.#by("mpfr_tanh");
  relu = (): Mpfr => mpfr.mpfr_sgn(this.#register) > 0 ? this : Mpfr.of(0);
  sigmoid = (): Mpfr => Mpfr.of(1).div(Mpfr.of(1).add(this.neg().exp()));

  toNumber(): number {
    return mpfr.mpfr_get_d(this.#register, NEAREST);
  }

  isAtMost(other: Mpfr): boolean {
    return mpfr.mpfr_cmp(this.#register, other.#register) <= 0;
  }

  /** What the number rounds to; where 420 bits cannot tell it from a float64, what that and its neighbourhood round to. */
  roundings(dataType: FloatType): readonly number[] {
    const near = this.toNumber();
    const apart = Math.abs(this.sub(Mpfr.of(near)).toNumber());
    if (apart <= INDISTINCT * Math.abs(near)) {
      const around = near * 2 ** -50;
      return [...new Set([near, near - around, near + around].map((x) => roundTo(dataType, x) + 0))];
    }
    number[0] = mpfr.mpfr_get_d(this.#register, TOWARD_ZERO);
    words[0] |= 1;
    return [roundTo(dataType, number[0]) + 0];
  }
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
