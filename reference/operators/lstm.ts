import type { Operator } from "../operator.ts";
import { recurrent } from "./_recurrent.ts";

/** Spec: #api-mlgraphbuilder-lstm. Class T. */
export const lstm: Operator = recurrent("lstm", "api-mlgraphbuilder-lstm", "lstm");
