/**
 * Cases that must be refused: for every throwing step of every operator of the spec, one that violates it.
 *
 * Ids are `operator/invalid-<step>/dataType/<argument and change>-<hash>`; `input`, `constant` and `build` stand in an
 * operator's place for the builder's own methods. An invalid case is nowhere dispatched, so no seed enters it.
 *
 * @module
 */

import type { Graph } from "../../graph/graph.ts";
import { selector } from "../../graph/glob.ts";
import { canonicalJson, caseId } from "../../graph/id.ts";
import type { Invalid } from "../../graph/invalid.ts";
import type { Operator } from "../../reference/operator.ts";
import { operators } from "../../reference/operators.ts";
import { refusalOf } from "../../reference/refusal.ts";
import type { DrawnCase } from "../draw_group.ts";
import { descriptorOf } from "../family.ts";
import { builderMisuses } from "./builder.ts";
import { graphOf } from "./call.ts";
import { misusesOf } from "./misuses.ts";
import { neighboursOf } from "./neighbours.ts";
import { searchViolations } from "./search.ts";
import { reasonUnasked } from "./unasked.ts";

/** An invalid case that has been drawn. */
export interface DrawnInvalid extends DrawnCase {
  readonly invalid: Invalid;
  /** The valid graph that it is one change away from. */
  readonly neighbour: Graph;
}

/** The methods of the builder that are no operators. */
export const builderMethods = ["input", "constant", "build"] as const;

/**
 * The invalid cases that `filters` select, operator by operator.
 *
 * @param options.count Cases of each step; absent: all.
 * @throws {InputError} if a filter is empty.
 */
export function* drawInvalid(
  { filters = [], count }: { readonly filters?: readonly string[]; readonly count?: number },
): Iterable<DrawnInvalid> {
  const selects = selector(filters);
  const spec = [...operators.values()].filter(({ status }) => status === "spec");
  for (const subject of [...builderMethods, ...spec]) {
    const name = typeof subject === "string" ? subject : subject.name;
    if (!mayContain(filters, name)) continue;
    const all = typeof subject === "string" ? ofBuilder(subject) : ofOperator(subject);
    const drawn = Map.groupBy(all, ({ group }) => group);
    for (const cases of drawn.values()) {
      yield* cases.slice(0, count).filter(({ id }) => selects(id));
    }
  }
}

/** Whether a filter may select invalid cases of a method, judged by the filter's text before its first star. */
function mayContain(filters: readonly string[], method: string): boolean {
  const prefix = `${method}/invalid-`;
  const literals = filters.map((filter) => filter.split("*")[0]);
  return filters.length === 0 ||
    literals.some((literal) => prefix.startsWith(literal) || literal.startsWith(prefix));
}

/** Steps of an operator of the spec that its method comes to and that no case violates, each with the reason. */
export function unaskedSteps(operator: Operator): ReadonlyMap<string, string> {
  return found(operator).unasked;
}

function ofOperator(operator: Operator): readonly DrawnInvalid[] {
  return found(operator).cases;
}

interface FoundCases {
  readonly cases: readonly DrawnInvalid[];
  readonly unasked: ReadonlyMap<string, string>;
}

const known = new Map<string, FoundCases>();

/** The cases of an operator, found once. */
function found(operator: Operator): FoundCases {
  const earlier = known.get(operator.name);
  if (earlier) return earlier;
  const neighbours = neighboursOf(operator);
  const { violations: all, unasked } = searchViolations(operator, neighbours);
  const violations = all.map(({ call, neighbour, short }) =>
    drawn(operator.name, graphOf(operator.name, call), graphOf(operator.name, neighbour), short)
  );
  const misuses = [...misusesOf(operator, neighbours)].map(({ call, misuse, short }) => {
    const graph = graphOf(operator.name, call);
    return drawn(operator.name, graph, graph, short, misuse);
  });
  const cases = [...violations, ...misuses].flat()
    .filter(({ invalid: { step } }) => reasonUnasked(operator.name, step) === undefined);
  known.set(operator.name, { cases, unasked });
  return { cases, unasked };
}

function ofBuilder(method: string): readonly DrawnInvalid[] {
  return [...builderMisuses()].filter((each) => each.method === method).flatMap(({ graph, misuse, short }) =>
    drawn(method, graph, graph, short, misuse)
  );
}

/** The case, or none where the spec accepts the call after all. */
function drawn(
  method: string,
  graph: Graph,
  neighbour: Graph,
  short: string,
  misuse?: Invalid["misuse"],
): DrawnInvalid[] {
  const asked = { method, step: "", argument: "", exception: "TypeError", misuse } as const;
  const refusal = refusalOf({ graph, invalid: asked });
  if (!refusal) return [];
  const { step, argument, exception } = refusal;
  const invalid: Invalid = { method, step, argument, exception, ...(misuse && { misuse }) };
  const [first] = neighbour.operands.keys();
  const { dataType } = descriptorOf(neighbour, first);
  const group = `invalid-${step}`;
  const id = caseId({
    operator: method,
    group,
    dataType,
    short,
    graph,
    dataKind: canonicalJson(invalid),
    repetition: 0,
  });
  const build = () => ({
    id,
    graph,
    inputs: new Map(),
    secondInputs: new Map(),
    provenance: { source: "invalid" },
    invalid,
  });
  return [{ id, operator: method, group, graph, invalid, neighbour, build }];
}
