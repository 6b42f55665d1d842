/**
 * Steps of the reference that no invalid case is drawn for, each with the reason.
 *
 * @module
 */

type Reasons = Readonly<Record<string, string>>;

const oneDataType = "both operands are uint8, or an earlier step refuses them";
const oneAxis = "shared with the reductions; the one axis is checked before";

/** By operator, then by step. */
export const unasked: Readonly<Record<string, Reasons>> = {
  argMax: { "axes-distinct": oneAxis, "axes-range": oneAxis },
  argMin: { "axes-distinct": oneAxis, "axes-range": oneAxis },
  convTranspose2d: { "groups-divide-input-channels": "Q5: accepting it is an answer too" },
  isInfinite: { "float-data-type": "Q24: accepting it is an answer too" },
  isNaN: { "float-data-type": "Q24: accepting it is an answer too" },
  logicalAnd: { "same-data-type": oneDataType },
  logicalOr: { "same-data-type": oneDataType },
  logicalXor: { "same-data-type": oneDataType },
};

const spatialForms = "of the N-d proposals: the spec's enums and ranks leave no way to violate it";

/** Of every operator that has them, by step. */
const unreachable: Reasons = {
  "axes-count": spatialForms,
  "axes-in-range": spatialForms,
  "axes-unique": spatialForms,
  "channel-axis-in-range": spatialForms,
  "channel-axis-not-spatial": spatialForms,
  "filter-layout-letters": spatialForms,
  "filter-rank": spatialForms,
  "input-layout-letters": spatialForms,
  "input-layout-or-axes": spatialForms,
  "one-output-without-channel-axis": spatialForms,
  "hidden-size-range": "a recurrent weight of that size is no valid operand",
  "output-channels-valid": "a filter of that many output channels is no valid operand",
  "size-countable": "an operand of that size is not valid",
};

/** Why no case violates this step of an operator. */
export function reasonUnasked(operator: string, step: string): string | undefined {
  return unasked[operator]?.[step] ?? unreachable[step];
}
