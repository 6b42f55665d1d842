import type { Operator } from "../operator.ts";
import { binary } from "./_binary.ts";

/** Spec: #api-mlgraphbuilder-binary. Class F; integers truncate toward zero (questions Q10 and Q11). */
export const div: Operator = binary("div");
