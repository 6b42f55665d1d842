/**
 * What a backend is to the rest of the house, and what it can answer.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { ProfileName } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";

/** Outputs of one dispatch, by name. */
export type Outputs = ReadonlyMap<string, Tensor>;

/** What a backend did with a case. Times are in milliseconds. */
export type Answer =
  & { readonly id: string; readonly buildMs?: number; readonly dispatchMs?: number }
  & (
    /** The outputs of the dispatches with data A, B, A. `rewrites` says what the lowering had to add (transposes). */
    | {
      readonly kind: "outputs";
      readonly dispatches: readonly [Outputs, Outputs, Outputs];
      readonly rewrites?: readonly string[];
    }
    /** The backend cannot express it; `message` names the limit. */
    | { readonly kind: "unsupported"; readonly message: string }
    /** Building the graph threw: the exception's name and message. */
    | { readonly kind: "rejected"; readonly exception: string; readonly message: string }
    /** Something else went wrong: a dispatch threw, the host answered garbage. */
    | { readonly kind: "error"; readonly message: string }
    | { readonly kind: "crash"; readonly message: string }
    | { readonly kind: "timeout"; readonly message: string }
  );

/** Whether a backend can run here. */
export type Availability =
  | { readonly ready: true; readonly version: string; readonly device: string }
  | {
    readonly ready: false;
    readonly reason: string;
    /** The one command, or step, that mends it. */
    readonly mend: string;
  };

/** As `MLContext.opSupportLimits()`: for each operator and operand, the data types and ranks. */
export type SupportLimits = Readonly<Record<string, unknown>>;

export interface RunOptions {
  /** Milliseconds a case may take before its host is killed. */
  readonly timeoutMs: number;
  /** Ends the run: hosts are killed and `run` returns. */
  readonly signal?: AbortSignal;
}

export interface Backend {
  /** `ort-wasm`, `ort-cpu`, `ort-webgpu`, `webnn-chromium`. */
  readonly name: string;
  /** The arithmetic it claims unless told otherwise. */
  readonly profile: ProfileName;
  probe(): Promise<Availability>;
  limits(): Promise<SupportLimits>;
  /** Answers every case once, in any order; each answer is yielded as it comes. Never throws for a case. */
  run(cases: Iterable<Case> | AsyncIterable<Case>, options: RunOptions): AsyncIterable<Answer>;
  /** Ends its hosts. */
  close(): Promise<void>;
}
