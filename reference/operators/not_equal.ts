import type { Operator } from "../operator.ts";
import { comparing } from "./_logical.ts";

/** Spec: #api-mlgraphbuilder-logical. Class L: a ≠ b, which holds for NaN. */
export const notEqual: Operator = comparing("notEqual");
