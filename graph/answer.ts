/**
 * What a backend answered to a case.
 *
 * @module
 */

import type { Tensor } from "./tensor.ts";

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
    /** An invalid case: the method that must refuse it did not; `message` says what it gave. */
    | { readonly kind: "accepted"; readonly message: string }
    /** Building the graph threw: the exception's name and message. */
    | { readonly kind: "rejected"; readonly exception: string; readonly message: string }
    /** Something else went wrong: a dispatch threw, the host answered garbage. */
    | { readonly kind: "error"; readonly message: string }
    | { readonly kind: "crash"; readonly message: string }
    | { readonly kind: "timeout"; readonly message: string }
  );
