import type { Operator } from "../operator.ts";
import { recurrent } from "./_recurrent.ts";

/** Spec: #api-mlgraphbuilder-lstmcell. Class T. */
export const lstmCell: Operator = recurrent("lstmCell", "api-mlgraphbuilder-lstmcell", "lstm");
