/**
 * What the host sends to the page: a graph as a list of calls on `MLGraphBuilder`, and the answer that comes back.
 *
 * @module
 */

import type { Invalid } from "../../graph/invalid.ts";
import type { Slice } from "./packet.ts";

export interface TensorDescriptor {
  readonly dataType: string;
  readonly shape: readonly number[];
}

/** An operand that no call makes. */
export type ProgramOperand =
  & { readonly name: string; readonly dataType: string }
  & (
    | {
      readonly kind: "input";
      readonly shape: readonly number[];
      /** Data sets A and B. */
      readonly data: readonly [Slice, Slice];
      /** Whether an output depends on it: a graph takes no other inputs. */
      readonly used: boolean;
    }
    | {
      readonly kind: "constant" | "constantTensor";
      readonly shape: readonly number[];
      readonly data: Slice;
    }
    | { readonly kind: "scalarConstant"; readonly value: number | bigint }
  );

/** An argument, or an option's value. `null` stands for an argument left out before one that is given. */
export type Argument =
  | { readonly kind: "operand"; readonly names: string; readonly limit: OperandLimit }
  | { readonly kind: "operands"; readonly names: readonly string[]; readonly limit: OperandLimit }
  | { readonly kind: "value"; readonly value: unknown }
  | null;

/** What the spec allows an operand argument to be; `rank` is least and greatest. */
export interface OperandLimit {
  readonly argument: string;
  readonly dataTypes: readonly string[];
  readonly rank: readonly [number, number];
}

export interface Call {
  readonly method: string;
  /** The plain arguments' names. */
  readonly names: readonly string[];
  readonly arguments: readonly Argument[];
  /** Absent where the options dictionary is left out. */
  readonly options?: readonly (readonly [string, Argument])[];
  readonly outputs: readonly string[];
}

export interface Program {
  readonly operands: readonly ProgramOperand[];
  readonly calls: readonly Call[];
  readonly outputs: readonly string[];
  /** A call must be refused; nothing is dispatched, and inputs have empty data. */
  readonly invalid?: Invalid;
}

export interface AnsweredTensor extends TensorDescriptor {
  readonly name: string;
  readonly data: Slice;
}

/** The header of an answer packet. Times are in milliseconds. */
export type ProgramAnswer =
  | {
    readonly kind: "outputs";
    readonly dispatches: readonly (readonly AnsweredTensor[])[];
    readonly buildMs: number;
    readonly dispatchMs: number;
  }
  | { readonly kind: "accepted"; readonly message: string }
  | { readonly kind: "unsupported"; readonly message: string }
  | {
    readonly kind: "rejected";
    readonly exception: string;
    readonly message: string;
    readonly buildMs: number;
  }
  | { readonly kind: "error"; readonly message: string; readonly buildMs: number };
