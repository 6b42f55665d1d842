/**
 * Valid calls of an operator, from its families, that together have what its cases have.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Operator } from "../../reference/operator.ts";
import { drawGroup } from "../draw_group.ts";
import { allFamilies } from "../families.ts";
import { type Call, callOf } from "./call.ts";
import { further } from "./further.ts";

/** Cases of each group that are looked at, and neighbours of an operator at most. */
const looks = 16;
const most = 24;

/**
 * The first default cases that show an operand, an option, a value of an enum, a rank or a length of a list that those
 * before do not, of one data type; and the operator's further neighbours.
 */
export function neighboursOf(operator: Operator): readonly Call[] {
  const seen = new Set<string>();
  const calls: Call[] = [];
  for (const call of candidates(operator)) {
    if (calls.length === most) break;
    const shown = traits(call).filter((trait) => !seen.has(trait));
    if (shown.length === 0) continue;
    for (const trait of shown) seen.add(trait);
    calls.push(call);
  }
  return [...calls, ...(further[operator.name] ?? [])];
}

/** Calls of the families' first data type; those that most contexts can make stand first. */
function candidates(operator: Operator): readonly Call[] {
  const calls: Call[] = [];
  let plain: string | undefined;
  for (const family of allFamilies.filter((each) => each.operator === operator.name)) {
    for (const group of family.groups) {
      for (const { id, graph } of drawGroup(family, group, looks, "")) {
        plain ??= id.split("/")[2];
        if (graph.nodes.length > 1 || graph.nodes[0].operator !== operator.name) continue;
        if (id.split("/")[2] !== plain) continue;
        const call = callOf(graph);
        if (!operator.mayReject?.(call.operands, call.options)) calls.push(call);
      }
    }
  }
  const common = calls.filter(isCommon);
  return [...common, ...calls.filter((call) => !isCommon(call))];
}

/** Whether no operand is a scalar, or of a data type that contexts often lack. */
function isCommon({ operands }: Call): boolean {
  const each = Object.values(operands).flat() as Descriptor[];
  return each.every(({ dataType, shape }) => shape.length > 0 && !rare.includes(dataType));
}

const rare: readonly DataType[] = ["uint32", "int64", "uint64"];

/** What a call has, one by one and in pairs. */
function traits(call: Call): string[] {
  const single = singleTraits(call);
  return single.flatMap((one, index) => [one, ...single.slice(index + 1).map((other) => `${one}, ${other}`)]);
}

function singleTraits({ operands, options }: Call): string[] {
  const ofOperands = Object.entries(operands).map(([name, given]) =>
    "shape" in given ? `${name} r${given.shape.length}` : `${name} ${given.length}`
  );
  const ofOptions = Object.entries(options).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [`${name} ${value.length}`];
    return typeof value === "string" || typeof value === "boolean" ? [name, `${name} ${value}`] : [name];
  });
  return [...ofOperands, ...ofOptions];
}
