import type { Operator } from "../operator.ts";
import { combining } from "./_logical.ts";

/** Spec: #api-mlgraphbuilder-logical. Class L: 1 where one or both are not 0. */
export const logicalOr: Operator = combining("logicalOr");
