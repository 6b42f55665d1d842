/**
 * What reading and writing a case must know of an operator: which argument is an operand, and the type of every
 * other. `Operator` of `reference/operator.ts` is such a signature.
 *
 * @module
 */

/** An operand argument. */
export interface OperandSignature {
  readonly optional?: true;
  /** A sequence of operands (`concat`). */
  readonly sequence?: true;
  /** The last dimension holds coordinates, each with a range of its own (`gatherND`'s indices). */
  readonly coordinates?: true;
}

/** The IDL types of options and plain arguments; an enum lists its values, a list of them the values it may hold. */
export type OptionType =
  | "long"
  | "unsigned long"
  | "sequence<unsigned long>"
  | "unsigned long or sequence<unsigned long>"
  /** May be NaN or infinite. */
  | "float"
  | "sequence<float>"
  | "double"
  /** A number, which may be NaN or infinite, or a 64-bit integer (a BigInt). */
  | "MLNumber"
  | "boolean"
  | "string"
  | { readonly enum: readonly string[] }
  | { readonly sequenceOf: readonly string[] };

/** An option, or a plain argument that is no operand. */
export interface OptionSignature {
  readonly type: OptionType;
  /** A plain argument that the method cannot do without. */
  readonly required?: true;
}

/** An operator as readers and writers of cases see it. */
export interface Signature {
  /** The method's name on `MLGraphBuilder`. */
  readonly name: string;
  /** The method's plain arguments in order, operands and others; everything else is in its options dictionary. */
  readonly arguments: readonly string[];
  readonly operands: Readonly<Record<string, OperandSignature>>;
  readonly options: Readonly<Record<string, OptionSignature>>;
}

/** Signatures by operator name. */
export type Signatures = ReadonlyMap<string, Signature>;
