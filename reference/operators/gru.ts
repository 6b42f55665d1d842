import type { Operator } from "../operator.ts";
import { recurrent } from "./_recurrent.ts";

/** Spec: #api-mlgraphbuilder-gru. Class T. */
export const gru: Operator = recurrent("gru", "api-mlgraphbuilder-gru", "gru");
