import type { Operator } from "../operator.ts";
import { combining } from "./_logical.ts";

/** Spec: #api-mlgraphbuilder-logical. Class L: 1 where one is 0 and the other is not. */
export const logicalXor: Operator = combining("logicalXor");
