/**
 * Graphs as `MLGraphBuilder` would build them: operands by name, nodes in building order, named outputs.
 *
 * @module
 */

import type { DataType } from "./data_type.ts";
import type { Tensor } from "./tensor.ts";

/** Where an operand that is no node's result comes from. */
export type Operand =
  | { readonly kind: "input"; readonly dataType: DataType; readonly shape: readonly number[] }
  /** `builder.constant(descriptor, buffer)`, or `builder.constant(tensor)` for `constantTensor`. */
  | { readonly kind: "constant" | "constantTensor"; readonly tensor: Tensor }
  /** `builder.constant(dataType, value)`: a rank-0 operand. */
  | { readonly kind: "scalarConstant"; readonly dataType: DataType; readonly value: number | bigint };

/**
 * A value of an options dictionary or a plain argument, as given. Operands are never here: bias and the like
 * stand in `Node.operands`. Which numbers are 64-bit integers or may be non-finite is typed by the operator's
 * definition.
 */
export type OptionValue =
  | number
  | bigint
  | boolean
  | string
  | readonly (number | bigint)[]
  | readonly string[];

/**
 * One call of a builder method. `operands` holds every operand argument by its name in the spec, also those that
 * travel in the options dictionary (`bias`, `scale`); a list for a sequence (`concat`'s `inputs`). `options` holds
 * everything else **as given**: an absent key is absent in the call. Positional arguments that are no operands
 * (`axis`, `newShape`, `beginningPadding`) stand in `options` too, under their name in the spec.
 */
export interface Node {
  readonly operator: string;
  readonly operands: Readonly<Record<string, string | readonly string[]>>;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Name of each output, in the order the method returns them. */
  readonly outputs: readonly string[];
}

/** A graph. Nodes stand in an order in which each uses only operands and outputs of nodes before it. */
export interface Graph {
  readonly operands: ReadonlyMap<string, Operand>;
  readonly nodes: readonly Node[];
  /** The node outputs that `builder.build()` is asked for. */
  readonly outputs: readonly string[];
}
