import type { Operator } from "../operator.ts";
import { comparing } from "./_logical.ts";

/** Spec: #api-mlgraphbuilder-logical. Class L: a > b. */
export const greater: Operator = comparing("greater");
