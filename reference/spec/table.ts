/**
 * The specification's operators as data: what `operators.json` holds. `extract.ts` finds it in the text of the
 * specification; nothing in it is written by hand.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";

/** What the text says of every operator. */
export interface SpecTable {
  readonly edition: Edition;
  /** The values of every enum that an argument or an option has, in the text's order. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** The operators by method name, in the order of the text. */
  readonly operators: Readonly<Record<string, SpecOperator>>;
}

/** Which text the table was taken from. */
export interface Edition {
  /** The `Status` line of the text (`w3c/ED`). */
  readonly status: string;
  /** The text's `Date` line, or the date that was given: an editor's draft bears none. */
  readonly date?: string;
  /** SHA-256 of the text's bytes. */
  readonly sha256: string;
}

/** A method of `MLGraphBuilder` that makes an operator. */
export interface SpecOperator {
  /** Anchor of the section that is headed by the method's name, else of the one in which its IDL stands. */
  readonly section: string;
  /** `MLOperand` or `sequence<MLOperand>`. */
  readonly returns: string;
  /** Positional arguments in order, without the options. */
  readonly arguments: Readonly<Record<string, SpecValue>>;
  /** Members of the options dictionary, inherited ones first. */
  readonly options: Readonly<Record<string, SpecOption>>;
  /**
   * The rows of the "Tensor limits" table, by names as in `MLContext.opSupportLimits()`: operands, then `output`,
   * `outputs` or `output0`, `output1`, ….
   */
  readonly limits: Readonly<Record<string, SpecLimits>>;
}

/** An argument. */
export interface SpecValue {
  /** The IDL type without extended attributes: `sequence<unsigned long>`, `MLOperand`, an enum's name, …. */
  readonly type: string;
  /** Some part of the type bears `[EnforceRange]`. */
  readonly enforceRange?: true;
}

/** A member of an options dictionary. */
export interface SpecOption extends SpecValue {
  readonly default?: number | boolean | string;
}

/** One row of a "Tensor limits" table. Editions before 2026-06-26 have no required columns. */
export interface SpecLimits {
  readonly allowedDataTypes: DataTypeLimit;
  readonly requiredDataTypes?: DataTypeLimit;
  readonly allowedRanks: RankLimit;
  readonly requiredRanks?: RankLimit;
  /** The option without which there is no such output (`returnSequence`). */
  readonly condition?: string;
}

/** A list, `"any"`, `"same as input"`; another sentence stands as the text has it. */
export type DataTypeLimit = readonly DataType[] | string;

/** Least and greatest rank (`null`: the text's N, no limit), or `"same as input"`, or a sentence of the text. */
export type RankLimit = readonly [least: number, greatest: number | null] | string;
