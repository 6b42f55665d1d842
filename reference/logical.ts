/**
 * Logical operations on two uint8 balls, element by element: 0 or 1 (tolerance.md, class L).
 *
 * @module
 */

import type { Ball } from "./ball.ts";
import type { Result } from "./operator.ts";

export type Logical = "logicalAnd" | "logicalOr" | "logicalXor";

/**
 * `a op b` for two uint8 balls of one shape; any value but 0 is true. An element is decided although one operand's is
 * not, where the other operand alone decides it.
 */
export function logical(op: Logical, a: Ball, b: Ball): Result {
  const x = a.v as Uint8Array, y = b.v as Uint8Array;
  const v = new Uint8Array(x.length);
  for (let i = 0; i < v.length; i++) {
    const left = x[i] !== 0, right = y[i] !== 0;
    const result = op === "logicalAnd" ? left && right : op === "logicalOr" ? left || right : left !== right;
    v[i] = result ? 1 : 0;
  }
  return { v, rounding: "none", undecided: undecidedOf(op, a, b) };
}

function undecidedOf(op: Logical, a: Ball, b: Ball): Uint8Array | undefined {
  if (!a.undecided && !b.undecided) return undefined;
  const decides = (ball: Ball, i: number) =>
    !ball.undecided?.[i] && op !== "logicalXor" && (ball.v[i] !== 0) === (op === "logicalOr");
  const undecided = new Uint8Array(a.v.length);
  for (let i = 0; i < undecided.length; i++) {
    if (decides(a, i) || decides(b, i)) continue;
    undecided[i] = Math.max(a.undecided ? a.undecided[i] : 0, b.undecided ? b.undecided[i] : 0);
  }
  return undecided;
}
