/**
 * Cases of gru, gruCell, lstm and lstmCell.
 *
 * @module
 */

import { recurrentFamily } from "../recurrent_parts.ts";

export const gru = recurrentFamily("gru", "gru");
export const gruCell = recurrentFamily("gruCell", "gru");
export const lstm = recurrentFamily("lstm", "lstm");
export const lstmCell = recurrentFamily("lstmCell", "lstm");
