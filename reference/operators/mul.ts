import type { Operator } from "../operator.ts";
import { binary } from "./_binary.ts";

/** Spec: #api-mlgraphbuilder-binary. Class C: rounded once; integers exact while in range (question Q10). */
export const mul: Operator = binary("mul");
