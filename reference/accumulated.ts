/**
 * What an output element of a sum, a product or a dot product is made of, term by term.
 *
 * @module
 */

/** `(Σ of all terms) / divisor`, or the square root of it. No terms make 0. */
export interface Accumulated {
  /** Terms with the same factors stand in one group: the products of a convolution are one, its bias another. */
  readonly groups: readonly TermGroup[];
  /** A positive whole number; absent: 1. */
  readonly divisor?: number;
  /** The square root of the sum is taken. */
  readonly root?: true;
}

/** Term `t` is the product of `factors[j].values[factors[j].at[t]]` over all j. */
export interface TermGroup {
  /** Number of terms. */
  readonly count: number;
  readonly factors: readonly Factors[];
}

/** One factor of each term of a group. */
export interface Factors {
  /** The operator's argument that it comes from: an operand's (`input`) or an option's (`alpha`), or `weight`. */
  readonly argument: string;
  /** What is multiplied, exact: elements of the operand, or their magnitudes where these are summed. */
  readonly values: Float64Array;
  /** Position in `values` for each term. Absent: `values[0]` is a factor of every term. */
  readonly at?: Int32Array;
  /** Where `values[i]` stands among the elements of the operand, row-major; absent: it is of no operand. */
  readonly origin?: (i: number) => number;
}

/** A factor of one term. */
export interface Factor {
  readonly argument: string;
  /** Row-major position among the operand's elements; absent for what is no operand. */
  readonly position?: number;
  readonly value: number;
}

/** One term, with its product rounded to float64. */
export interface Term {
  readonly factors: readonly Factor[];
  readonly product: number;
}

/** The terms one by one, in no order that means anything. */
export function* termsOf({ groups }: Accumulated): Generator<Term> {
  for (const { count, factors } of groups) {
    for (let t = 0; t < count; t++) {
      const own = factors.map((factor) => factorOf(factor, t));
      yield { factors: own, product: own.reduce((product, { value }) => product * value, 1) };
    }
  }
}

function factorOf({ argument, values, at, origin }: Factors, term: number): Factor {
  const i = at ? at[term] : 0;
  return origin ? { argument, position: origin(i), value: values[i] } : { argument, value: values[i] };
}

/** The `origin` of an operand's elements that stand as they were given. */
export function inPlace(i: number): number {
  return i;
}
