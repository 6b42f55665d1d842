/**
 * The steps by which a failing case is made smaller, in the order in which they are tried: what cuts most comes first.
 *
 * @module
 */

import type { Step } from "./candidate.ts";
import { fewerNodes, fewerOutputs } from "./nodes.ts";
import { fewerOperands, oneDataSet, plainerOperands } from "./operands.ts";
import { fewerOptions } from "./options.ts";
import { fewerAxes, oneAxis } from "./ranks.ts";
import { smallerSizes } from "./sizes.ts";
import { oneLarge, plainerData } from "./values.ts";

/** A step, and what it is about. */
export interface NamedStep {
  readonly name: string;
  readonly step: Step;
}

export const shrinkSteps: readonly NamedStep[] = [
  { name: "nodes", step: fewerNodes },
  { name: "outputs", step: fewerOutputs },
  { name: "data sets", step: oneDataSet },
  { name: "operands", step: fewerOperands },
  { name: "ranks", step: oneAxis },
  { name: "large data", step: oneLarge },
  { name: "sizes", step: smallerSizes },
  { name: "options", step: fewerOptions },
  { name: "axes", step: fewerAxes },
  { name: "data", step: plainerData },
  { name: "operands", step: plainerOperands },
];
