/**
 * What an operator definition is: one value that holds everything about one operator.
 *
 * @module
 */

import type { DataType } from "../graph/data_type.ts";
import type { Bounds } from "../graph/expectation.ts";
import type { OptionValue } from "../graph/graph.ts";
import type { Profile } from "../graph/profile.ts";
import type { OptionType } from "../graph/signature.ts";
import type { Descriptor } from "../graph/tensor.ts";
import type { Elements } from "../graph/data_type.ts";
import type { Accumulated } from "./accumulated.ts";
import type { Ball } from "./ball.ts";
import type { Certificate } from "./certify.ts";

/** Options and plain arguments, as given in a node. */
export type Options = Readonly<Record<string, OptionValue>>;

/** Something for each operand argument: a descriptor, a ball; a list for a sequence. Absent operands are absent. */
export type Operands<T> = Readonly<Record<string, T | readonly T[]>>;

/** The spec's tensor limits of an operand: the "allowed" columns of the operator's table. */
export interface OperandRule {
  readonly dataTypes: readonly DataType[];
  /** Least and greatest rank; `Infinity` where the table says N. */
  readonly rank: readonly [number, number];
  /** May be left out (bias, scale). */
  readonly optional?: true;
  /** A sequence of operands (`concat`). */
  readonly sequence?: true;
  /** The last dimension holds coordinates, each with a range of its own (`gatherND`'s indices). */
  readonly coordinates?: true;
}

/** The type of an option in the spec's IDL, and its default where the dictionary states one. */
export interface OptionRule {
  readonly type: OptionType;
  readonly default?: OptionValue;
  /** A plain argument that the method cannot do without. */
  readonly required?: true;
}

/** How the operand type's rounding enters an output (tolerance.md, section 3). */
export type Rounding =
  /** Moved, selected, compared or integer: the value is in the data type already. Classes X, S, L, I. */
  | "none"
  /** Computed exactly, then rounded once. Class C. */
  | "once"
  /** Computed in the accumulator type with error `e`, then stored. Classes F, A, N, T. */
  | "stored";

/** Another value that passes on some elements; see `graph/expectation.ts`. */
export interface AlternativeValues {
  readonly question?: string;
  readonly answer: string;
  readonly mayVary?: true;
  readonly positions: Uint32Array;
  /** Float64, or the data type's own typed array for 64-bit integers. */
  readonly v: Bounds;
  readonly e?: Float64Array;
}

/** One output of an evaluation. The interpreter stores it into a `Ball`, the expectation into bounds. */
export interface Result {
  /** Float64, not rounded to the data type, for float types; the data type's own typed array for integers. */
  readonly v: Elements | Float64Array;
  readonly rounding: Rounding;
  /** Radius in the accumulator type: local and propagated error and the reference's own. Absent: 0. */
  readonly e?: Float64Array;
  readonly M?: Float64Array;
  /** See `Ball`. Absent: the greatest `n`, or 1. */
  readonly terms?: number;
  readonly undecided?: Uint8Array;
  /** `Flag`s of each element. */
  readonly flags?: Uint8Array;
  readonly alternatives?: readonly AlternativeValues[];
  readonly n?: Int32Array;
  readonly S?: Float64Array;
  /** How the values are proven, where every operand is exact. Absent: they are proven only where `rounding` is `none`. */
  readonly certificate?: Certificate;
  /**
   * The terms of output element i, where it is a sum, a product, a mean or a norm of products of operand elements; see
   * `termsOf`. For operands that are exact: inputs and constants.
   */
  listTerms?(i: number): Accumulated;
  /** No admissible value is below this, whatever `e` says (0 for a norm). */
  readonly atLeast?: number;
  /** No admissible value is above this (1 for softmax in profile ieee). */
  readonly atMost?: number;
}

/** An operator. Public definitions stand in `reference/operators/`, one a file. */
export interface Operator {
  /** The method's name on `MLGraphBuilder`. */
  readonly name: string;
  readonly status: "spec" | "proposal";
  /** Anchor of its section in the spec (`api-mlgraphbuilder-conv2d`). */
  readonly section: string;
  /** The method's plain arguments in order, operands and others; everything else is in its options dictionary. */
  readonly arguments: readonly string[];
  readonly operands: Readonly<Record<string, OperandRule>>;
  readonly options: Readonly<Record<string, OptionRule>>;
  /**
   * The spec's method steps. Returns the outputs' descriptors.
   * @throws {ValidationError} where a step throws.
   */
  infer(operands: Operands<Descriptor>, options: Options): Descriptor[];
  /** The options with the spec's defaults filled in, for lowerings to targets that are not WebNN. */
  resolve(operands: Operands<Descriptor>, options: Options): Options;
  /** Multiply-adds beside one operation an output element, for the caps. Absent: none. Called after `infer`. */
  multiplyAdds?(operands: Operands<Descriptor>, options: Options): number;
  /** Values and radii of the outputs. Called only where `infer` accepts. */
  evaluate(operands: Operands<Ball>, options: Options, profile: Profile): Result[];
  /** The open question whose answers include refusing these options, if they touch one. */
  mayReject?(
    operands: Operands<Descriptor>,
    options: Options,
  ): { readonly question: string; readonly answer: string } | undefined;
}
