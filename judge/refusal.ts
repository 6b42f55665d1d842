/**
 * The verdict on the answer to a case that must be refused.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Invalid } from "../graph/invalid.ts";
import type { Verdict } from "./verdict.ts";

const unjudged = { elements: 0, failed: 0, skipped: 0 };

/** `pass` where the call in question throws what the spec says; no element is judged. */
export function judgeRefusal(answer: Answer, { method, step, exception }: Invalid): Verdict {
  const expected = `${method}() must throw ${exception} (${step})`;
  switch (answer.kind) {
    case "accepted":
      return { verdict: "accepted-invalid", ...unjudged, message: `${expected}: ${answer.message}` };
    case "outputs":
      return { verdict: "accepted-invalid", ...unjudged, message: `${expected}: it is computed` };
    case "rejected": {
      const given = `${answer.exception}: ${answer.message}`;
      if (answer.exception === exception) return { verdict: "pass", ...unjudged, message: given };
      return { verdict: "wrong-exception", ...unjudged, message: `${expected}, and throws ${given}` };
    }
    default:
      return { verdict: answer.kind, ...unjudged, message: answer.message };
  }
}
