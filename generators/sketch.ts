/**
 * From rows to sketches: the covering arrays of a family, with sizes drawn until a case has the row's values and the
 * operators accept it.
 *
 * @module
 */

import type { Graph } from "../graph/graph.ts";
import type { Descriptor } from "../graph/tensor.ts";
import { checkCall } from "../reference/check_options.ts";
import type { Operands } from "../reference/operator.ts";
import { operators } from "../reference/operators.ts";
import { ValidationError } from "../reference/validation_error.ts";
import { cover, type Covering, type Factor, type Row } from "./covering.ts";
import { descriptorOf, type Family, type Group, type Sketch } from "./family.ts";
import { streamOf } from "./random.ts";

/** Why a row has no case. */
export interface Refused {
  readonly reason: string;
  /** The spec's method refuses it, not only the sizes that were drawn. */
  readonly bySpec: boolean;
}

/** How often sizes are drawn for a row before it counts as impossible, and how often the operators may refuse. */
const draws = 16;
const refusals = 3;

/**
 * The sketch of a row, or why there is none. Sizes come from a stream of their own for each row, group and
 * repetition, whatever the seed.
 */
export function settle(family: Family, group: Group, row: Row, repetition: number): Sketch | Refused {
  const sizes = streamOf(`${family.operator}/${group.name}/${plainKey(family, row)}/${repetition}`);
  let refused: Refused = { reason: "the sizes drawn give other values", bySpec: false };
  for (let draw = 0, refusedBySpec = 0; draw < draws && refusedBySpec < refusals; draw++) {
    const sketch = family.sketch(row, sizes, group.name);
    if (typeof sketch === "string") {
      if (!refused.bySpec) refused = { reason: sketch, bySpec: false };
      continue;
    }
    const observed = family.observe(sketch.graph);
    if (Object.entries(row).some(([factor, value]) => observed[factor] !== value)) continue;
    const reason = refusal(sketch.graph);
    if (reason === undefined) return sketch;
    refused = { reason, bySpec: true };
    refusedBySpec++;
  }
  return refused;
}

/** The values that are not the plain ones: what is added to a factor, or a new factor, changes nothing here. */
export function plainKey(family: Family, row: Row): string {
  return family.factors
    .filter(({ name, values }) => row[name] !== values[0])
    .map(({ name }) => `${name}=${row[name]}`)
    .join(" ");
}

/** Why the operators' `infer` refuses a graph, or `undefined` where they accept it. */
export function refusal(graph: Graph): string | undefined {
  const known = new Map<string, Descriptor>();
  const descriptor = (name: string) => known.get(name) ?? descriptorOf(graph, name);
  try {
    for (const { operator, operands, options, outputs } of graph.nodes) {
      const definition = operators.get(operator);
      if (!definition) throw new RangeError(`there is no operator "${operator}"`);
      const given: Operands<Descriptor> = Object.fromEntries(
        Object.entries(operands).map(([argument, names]) => [
          argument,
          typeof names === "string" ? descriptor(names) : names.map(descriptor),
        ]),
      );
      checkCall(definition, given, options);
      const inferred = definition.infer(given, options);
      outputs.forEach((name, index) => known.set(name, inferred[index]));
    }
  } catch (error) {
    if (error instanceof ValidationError) return error.message;
    throw error;
  }
}

/** The factors of a family as a group limits them. */
export function factorsOf(family: Family, { only = {} }: Group): Factor[] {
  return family.factors.map((factor) => {
    const allowed = only[factor.name];
    return allowed
      ? {
        name: factor.name,
        values: factor.values.filter((value) =>
          allowed.includes(typeof value === "string" ? value : value.value)
        ),
      }
      : factor;
  });
}

const coverings = new WeakMap<Family, Map<string, Covering>>();

/** The covering array of one group of a family. Reasons that come from `infer` begin with `infer: `. */
export function coveringOf(family: Family, group: Group): Covering {
  const known = coverings.get(family) ?? new Map<string, Covering>();
  coverings.set(family, known);
  let covering = known.get(group.name);
  if (!covering) {
    covering = cover(factorsOf(family, group), (row) => {
      const settled = settle(family, group, row, 0);
      return "reason" in settled ? (settled.bySpec ? "infer: " : "") + settled.reason : undefined;
    });
    known.set(group.name, covering);
  }
  return covering;
}
