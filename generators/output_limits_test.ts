/** The outputs of the default cases are what the specification's tables of tensor limits allow. */

import assert from "node:assert/strict";
import { operators } from "../reference/operators.ts";
import { specTable } from "../reference/spec/committed.ts";
import { allowed } from "../reference/spec/resolve.ts";
import { descriptorOf } from "./family.ts";
import { draw } from "./mod.ts";

/** Outputs that the steps give and the table does not allow, and the open question that is about them. */
const contradictions: Readonly<Record<string, string>> = { "gather output of rank 0": "Q35" };

Deno.test("the outputs of default cases have a data type and a rank that the specification's table allows", () => {
  const seen = new Set<string>();
  for (const { id, graph } of draw({ seed: "outputs" })) {
    const [node, ...others] = graph.nodes;
    const specified = specTable.operators[node.operator];
    if (others.length > 0 || !specified) continue;
    seen.add(node.operator);
    const operands = Object.fromEntries(
      Object.entries(node.operands).map(([argument, names]) => [
        argument,
        typeof names === "string"
          ? descriptorOf(graph, names)
          : names.map((name) => descriptorOf(graph, name)),
      ]),
    );
    const outputs = operators.get(node.operator)!.infer(operands, node.options);
    for (const [index, { dataType, shape }] of outputs.entries()) {
      const row = ["output", "outputs", `output${index}`].find((name) => name in specified.limits)!;
      const { dataTypes, rank: [least, greatest] } = allowed(specified, row);
      assert.ok(dataTypes.includes(dataType), `${id}: ${row} is ${dataType}`);
      const isAllowed = shape.length >= least && shape.length <= greatest;
      const asked = contradictions[`${node.operator} ${row} of rank ${shape.length}`];
      assert.ok(isAllowed || asked, `${id}: ${row} has rank ${shape.length}`);
    }
  }
  assert.ok(seen.size > 0);
});
