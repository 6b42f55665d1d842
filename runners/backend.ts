/**
 * What a backend is to the rest of the house.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { ProfileName } from "../graph/profile.ts";

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
  /** It is an `MLGraphBuilder`, so that cases which must be refused are put to it. */
  readonly validates?: true;
  probe(): Promise<Availability>;
  limits(): Promise<SupportLimits>;
  /** Answers every case once, in any order; each answer is yielded as it comes. Never throws for a case. */
  run(cases: Iterable<Case> | AsyncIterable<Case>, options: RunOptions): AsyncIterable<Answer>;
  /** Ends its hosts. */
  close(): Promise<void>;
}
