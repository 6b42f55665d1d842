/**
 * MPFR, which says what a function's value rounds to, as the tests' second opinion.
 *
 * @module
 */

import { init } from "gmp-wasm";
import { type FloatType, roundTo } from "../../graph/data_type.ts";

const { binding: mpfr } = await init();
type Register = ReturnType<typeof mpfr.mpfr_t>;

const NEAREST = 0;
const TOWARD_ZERO = 1;

/** Registers of so many bits each: argument and result, and two for what stands between. */
class Registers {
  readonly x: Register;
  readonly y: Register;
  readonly s: Register;
  readonly t: Register;
  constructor(readonly bits: number) {
    const register = () => {
      const made = mpfr.mpfr_t();
      mpfr.mpfr_init2(made, bits);
      return made;
    };
    [this.x, this.y, this.s, this.t] = [register(), register(), register(), register()];
  }
}

/** Leaves `f(x)` in `y` with a relative error below 2^(12 - bits). */
export type Oracle = (r: Registers) => void;

const single = (
  name: "mpfr_exp" | "mpfr_log" | "mpfr_sin" | "mpfr_cos" | "mpfr_tan" | "mpfr_tanh" | "mpfr_erf",
): Oracle =>
({ x, y }) => {
  mpfr[name](y, x, NEAREST);
};

/** Each function in MPFR. */
export const oracles = {
  exp: single("mpfr_exp"),
  log: single("mpfr_log"),
  sin: single("mpfr_sin"),
  cos: single("mpfr_cos"),
  tan: single("mpfr_tan"),
  tanh: single("mpfr_tanh"),
  erf: single("mpfr_erf"),
  sigmoid({ x, y }) {
    mpfr.mpfr_neg(y, x, NEAREST);
    mpfr.mpfr_exp(y, y, NEAREST);
    mpfr.mpfr_add_ui(y, y, 1, NEAREST);
    mpfr.mpfr_ui_div(y, 1, y, NEAREST);
  },
  softplus({ x, y }) {
    mpfr.mpfr_abs(y, x, NEAREST);
    mpfr.mpfr_neg(y, y, NEAREST);
    mpfr.mpfr_exp(y, y, NEAREST);
    mpfr.mpfr_log1p(y, y, NEAREST);
    if (mpfr.mpfr_cmp_d(x, 0) > 0) mpfr.mpfr_add(y, y, x, NEAREST);
  },
  gelu({ x, y, s }) {
    mpfr.mpfr_sqrt_ui(s, 2, NEAREST);
    mpfr.mpfr_div(s, x, s, NEAREST);
    if (mpfr.mpfr_cmp_d(x, 0) < 0) {
      mpfr.mpfr_neg(s, s, NEAREST);
      mpfr.mpfr_erfc(y, s, NEAREST);
    } else {
      mpfr.mpfr_erf(y, s, NEAREST);
      mpfr.mpfr_add_ui(y, y, 1, NEAREST);
    }
    mpfr.mpfr_mul(y, y, x, NEAREST);
    mpfr.mpfr_div_ui(y, y, 2, NEAREST);
  },
} satisfies Record<string, Oracle>;

/** elu in MPFR. */
export function eluOracle(alpha: number): Oracle {
  return ({ x, y }) => {
    if (mpfr.mpfr_cmp_d(x, 0) >= 0) mpfr.mpfr_set(y, x, NEAREST);
    else {
      mpfr.mpfr_expm1(y, x, NEAREST);
      mpfr.mpfr_mul_d(y, y, alpha, NEAREST);
    }
  };
}

/** `x` to the power of `p` in MPFR. */
export function powerOracle(p: number): Oracle {
  return ({ x, y, s }) => {
    mpfr.mpfr_set_d(s, p, NEAREST);
    mpfr.mpfr_pow(y, x, s, NEAREST);
  };
}

/** The root of x plus the squares of `others` in MPFR: what is added is positive, so nothing cancels. */
export function normOracle(others: readonly number[]): Oracle {
  return ({ x, y, s }) => {
    mpfr.mpfr_set(y, x, NEAREST);
    for (const other of others) {
      mpfr.mpfr_set_d(s, other, NEAREST);
      mpfr.mpfr_sqr(s, s, NEAREST);
      mpfr.mpfr_add(y, y, s, NEAREST);
    }
    mpfr.mpfr_sqrt(y, y, NEAREST);
  };
}

const precisions = [new Registers(80), new Registers(500)];

/** What `f(x)` rounds to, and the relative error of `approximation`. */
export function exactly(oracle: Oracle, x: number, dataType: FloatType, approximation: number) {
  for (const registers of precisions) {
    const { y, s, t, bits } = registers;
    mpfr.mpfr_set_d(registers.x, x, NEAREST);
    oracle(registers);
    const value = mpfr.mpfr_get_d(y, TOWARD_ZERO);
    if (!Number.isFinite(value) || mpfr.mpfr_zero_p(y)) {
      return { rounded: roundTo(dataType, value), error: 0 };
    }
    mpfr.mpfr_d_sub(t, approximation, y, NEAREST);
    mpfr.mpfr_div(t, t, y, NEAREST);
    const error = Math.abs(mpfr.mpfr_get_d(t, NEAREST));
    mpfr.mpfr_div_2si(s, y, bits - 12, NEAREST);
    mpfr.mpfr_sub(t, y, s, NEAREST);
    mpfr.mpfr_add(s, y, s, NEAREST);
    const low = roundTo(dataType, toOdd(t));
    if (low === roundTo(dataType, toOdd(s))) return { rounded: low, error };
    // at the greatest precision a value of few bits is exact
    const isExact = bits > 400 && mpfr.mpfr_min_prec(y) < 60;
    if (isExact) return { rounded: roundTo(dataType, value), error };
  }
  throw new RangeError(`f(${x}) is too close to a midpoint`);
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** The register in float64, rounded to odd. */
function toOdd(register: Register): number {
  number[0] = mpfr.mpfr_get_d(register, TOWARD_ZERO);
  if (mpfr.mpfr_cmp_d(register, number[0]) !== 0) words[0] |= 1;
  return number[0];
}

/** The relative error of `m·2^exponent` as an approximation of `f(x)`, as a power of two. */
export function errorBits(
  oracle: Oracle,
  x: number,
  { m, exponent }: { m: bigint; exponent: number },
): number {
  const registers = precisions[1];
  const { y, s, t } = registers;
  mpfr.mpfr_set_d(registers.x, x, NEAREST);
  oracle(registers);
  const text = mpfr.malloc_cstr(m.toString(16));
  mpfr.mpfr_set_str(s, text, 16, NEAREST);
  mpfr.free(text);
  mpfr.mpfr_mul_2si(s, s, exponent, NEAREST);
  mpfr.mpfr_sub(t, s, y, NEAREST);
  mpfr.mpfr_div(t, t, y, NEAREST);
  return Math.log2(Math.abs(mpfr.mpfr_get_d(t, NEAREST)));
}
