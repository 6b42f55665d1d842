import type { Operator } from "../operator.ts";
import { recurrent } from "./_recurrent.ts";

/** Spec: #api-mlgraphbuilder-grucell. Class T. */
export const gruCell: Operator = recurrent("gruCell", "api-mlgraphbuilder-grucell", "gru");
