import assert from "node:assert/strict";
import { draw } from "../../generators/mod.ts";
import { Flag } from "../../graph/expectation.ts";
import { type ProfileName, profileNames, profiles } from "../../graph/profile.ts";
import { elementCount } from "../../graph/tensor.ts";
import { expectationOf } from "../../reference/expect.ts";
import { operators } from "../../reference/operators.ts";
import { calculated } from "./_formula_testing.ts";
import { LOCAL } from "./bound.ts";
import { explainElement } from "./explain.ts";
import { widestPlace } from "./place.ts";

/** Operators whose elements are exact, or rounded once, or whose error has no closed form. */
const without = new Set(
  ("abs neg sign relu clamp max min ceil floor roundEven identity cast add sub mul prelu quantizeLinear " +
    "maxPool maxPool2d reduceMax reduceMin argMin argMax concat expand gather gatherElements gatherND pad reshape " +
    "reverse scatterElements scatterND slice split tile transpose triangular where equal notEqual greater " +
    "greaterOrEqual lesser lesserOrEqual logicalNot logicalAnd logicalOr logicalXor isNaN isInfinite " +
    "gru gruCell lstm lstmCell").split(" "),
);

/** Elements of the inputs of a case that is explained here: searching in greater ones takes long. */
const mostElements = 1200;

/** Cases of a group. */
const mostOfGroup = 3;

for (const name of operators.keys()) {
  if (without.has(name)) continue;
  for (const profile of profileNames) {
    Deno.test(`the formula of ${name} gives the part that is printed, under profile ${profile}`, () => {
      assert.ok(checkedOf(name, profile) > 0, "no element has a formula");
    });
  }
}

/** How many elements were calculated again. */
function checkedOf(operator: string, profileName: ProfileName): number {
  const profile = profiles[profileName];
  const perGroup = new Map<string, number>();
  let checked = 0;
  for (const drawn of draw({ filters: [`${operator}/**`], seed: "" })) {
    const so = perGroup.get(drawn.group) ?? 0;
    if (so >= mostOfGroup) continue;
    const testCase = drawn.build();
    const size = [...testCase.inputs.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0);
    if (size > mostElements || testCase.graph.nodes.length > 1) continue;
    const expectation = expectationOf(testCase, profile);
    const place = widestPlace(expectation.outputs);
    if (
      ((expectation.outputs.get(place.output)?.flags?.[place.position] ?? 0) & (Flag.any | Flag.skip)) !== 0
    ) continue;
    const { formula, bound } = explainElement(testCase, place, expectation, profile);
    const local = bound.parts.find(({ what }) => what === LOCAL);
    if (!formula || !local || formula.symbols.length === 0) continue;
    perGroup.set(drawn.group, so + 1);
    // as they are printed: six digits
    const values = new Map(formula.symbols.map(({ name, value }) => [name, Number(value.toPrecision(6))]));
    const again = calculated(formula.text, values);
    assert.ok(
      Math.abs(again - local.size) <= 3e-5 * local.size,
      `${testCase.id}: ${formula.text} is ${again}, not ${local.size}: ${JSON.stringify(formula.symbols)}`,
    );
    checked++;
  }
  return checked;
}
