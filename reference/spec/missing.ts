/**
 * What the specification requires of every implementation and a context's `opSupportLimits()` lacks.
 *
 * @module
 */

import type { Graph, Node } from "../../graph/graph.ts";
import { validate } from "../validate.ts";
import { required } from "./resolve.ts";
import type { SpecTable } from "./table.ts";

/** Something required that is not supported. */
export interface Missing {
  readonly operator: string;
  /** The operand or output, as `opSupportLimits()` names it; absent: the operator has no limits at all. */
  readonly operand?: string;
  /** `float16`, `rank 0`; all that is required where the operand has no limits; `the operator` where that has none. */
  readonly what: readonly string[];
}

/** Every required operator, data type and rank that `limits` (as of `opSupportLimits()`) do not name. */
export function missingRequired(limits: Readonly<Record<string, unknown>>, table: SpecTable): Missing[] {
  return Object.entries(table.operators).flatMap(([name, operator]) => {
    const own = limits[name];
    if (!isRecord(own)) return [{ operator: name, what: ["the operator"] }];
    return Object.keys(operator.limits).flatMap((operand): Missing[] => {
      const requirement = required(operator, operand);
      if (!requirement) return [];
      const what = lacking(own[operand], requirement);
      return what.length === 0 ? [] : [{ operator: name, operand, what }];
    });
  });
}

/**
 * What of `missing` a graph uses, in words; undefined where it uses nothing of it, or something that is not required
 * anyway.
 */
export function usedOf(missing: readonly Missing[], graph: Graph, table: SpecTable): string | undefined {
  const descriptors = validate(graph);
  let used: string | undefined;
  for (const node of graph.nodes) {
    const operator = table.operators[node.operator];
    if (!operator) return undefined;
    for (const row of Object.keys(operator.limits)) {
      const requirement = required(operator, row);
      for (const name of tensorsOf(node, row)) {
        const { dataType, shape } = descriptors.get(name)!;
        const [least, greatest] = requirement?.rank ?? [];
        const isRequired = requirement?.dataTypes.includes(dataType) && shape.length >= least! &&
          shape.length <= greatest!;
        if (!isRequired) return undefined;
        used ??= lackOf(missing, node.operator, row, [dataType, `rank ${shape.length}`]);
      }
    }
  }
  return used;
}

function lackOf(
  missing: readonly Missing[],
  operator: string,
  row: string,
  uses: readonly string[],
): string | undefined {
  for (const lack of missing) {
    if (lack.operator !== operator) continue;
    if (lack.operand === undefined) return `${lack.what} ${operator}`;
    const used = lack.operand === row && uses.find((each) => lack.what.includes(each));
    if (used) return `${used} of ${operator}'s ${row}`;
  }
}

/** The tensors of a node that `opSupportLimits()` calls by one name: an operand, a list of them, one output or all. */
function tensorsOf({ operands, outputs }: Node, name: string): readonly string[] {
  const [output, index] = /^outputs?(\d*)$/.exec(name) ?? [];
  if (output === undefined) return [operands[name] ?? []].flat();
  return index === "" ? outputs : outputs.slice(Number(index), Number(index) + 1);
}

function lacking(
  limit: unknown,
  { dataTypes, rank: [least, greatest] }: NonNullable<ReturnType<typeof required>>,
) {
  const { dataTypes: supported = [], rankRange = {} } = isRecord(limit) ? limit : {};
  const { min = Infinity, max = isRecord(limit) ? Infinity : -Infinity } = isRecord(rankRange)
    ? rankRange
    : {};
  const ranks = Array.from({ length: greatest - least + 1 }, (_, i) => least + i);
  return [
    ...dataTypes.filter((dataType) => !(Array.isArray(supported) && supported.includes(dataType))),
    ...ranks.filter((rank) => rank < Number(min) || rank > Number(max)).map((rank) => `rank ${rank}`),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
