import assert from "node:assert/strict";
import { sketchToJson } from "../graph/graph_json.ts";
import { canonicalJson, contentHash } from "../graph/id.ts";
import { InputError } from "../graph/input_error.ts";
import { profiles } from "../graph/profile.ts";
import { expectationOf } from "../reference/expect.ts";
import { concat } from "./families/concat.ts";
import { conv2d } from "./families/conv2d.ts";
import type { Factor } from "./covering.ts";
import type { Family } from "./family.ts";
import { drawGroup } from "./draw_group.ts";
import { draw, families } from "./mod.ts";

const filters = ["relu", "softmax/**", "gemm/row-c/*"];
const few = { filters, seed: "1" };

Deno.test("draw() gives the same bits for the same seed, in any order", () => {
  const hashes = new Map([...draw(few)].map(({ id, build }) => [id, contentHash(build())]));
  const again = [...draw(few)].reverse();
  assert.equal(again.length, hashes.size);
  for (const { id, build } of again) assert.equal(contentHash(build()), hashes.get(id), id);
});

Deno.test("draw() gives the same ids and other bits for another seed", () => {
  const one = [...draw(few)];
  const other = [...draw({ ...few, seed: "2" })];
  assert.deepEqual(one.map(({ id }) => id), other.map(({ id }) => id));
  const isEqual = one.map(({ build }, index) => contentHash(build()) === contentHash(other[index].build()));
  assert.ok(!isEqual.includes(true));
});

Deno.test("draw() draws other data for the second dispatch", () => {
  for (const { id, build } of draw({ filters: ["gemm/row-c"], seed: "1" })) {
    const { inputs, secondInputs } = build();
    assert.deepEqual([...inputs.keys()], [...secondInputs.keys()]);
    assert.notDeepEqual(inputs.get("a")!.data, secondInputs.get("a")!.data, id);
  }
});

Deno.test("draw() selects by filter what it would draw anyway", () => {
  const all = [...draw({ filters: ["softmax", "relu"], seed: "1" })].map(({ id }) => id);
  for (const filter of ["softmax/short-axis", "relu/*/float16", "relu/**/r4*", all[3]]) {
    const selected = [...draw({ filters: [filter], seed: "1" })].map(({ id }) => id);
    const expected = all.filter((id) => selected.includes(id));
    assert.ok(expected.length > 0, filter);
    assert.deepEqual(selected.filter((id) => all.includes(id)), expected);
  }
  assert.throws(() => [...draw({ filters: [""], seed: "1" })], InputError);
});

Deno.test("draw() draws a prefix of each group for a smaller count, and repetitions beyond the rows", () => {
  const groups = (count?: number) => {
    const drawn = [...draw({ ...few, count })];
    const groupOf = (id: string) => id.split("/").slice(0, 2).join("/");
    return Map.groupBy(drawn.map(({ id }) => id), groupOf);
  };
  const [three, sixty, rows] = [groups(3), groups(60), groups()];
  for (const [group, ids] of sixty) {
    assert.equal(ids.length, 60);
    assert.equal(new Set(ids).size, 60);
    assert.deepEqual(three.get(group), ids.slice(0, 3));
    assert.deepEqual(rows.get(group), ids.slice(0, rows.get(group)!.length));
  }
});

Deno.test("draw() draws each row of a group for statistics with every kind of data, and more than 512 results of each", () => {
  const drawn = [...draw({ filters: ["*/statistics/**"], seed: "1" })];
  const kindsOf = Map.groupBy(
    drawn,
    ({ graph, operator }) => `${operator} ${canonicalJson(sketchToJson(graph))}`,
  );
  for (const [what, cases] of kindsOf) {
    const kinds = cases.map(({ dataKind }) => dataKind);
    assert.equal(new Set(kinds).size, kinds.length, what);
    assert.ok(kinds.includes("positive"), what);
  }
  for (const { id, build } of drawn) {
    const { outputs, secondOutputs } = expectationOf(build(), profiles.ieee);
    const [first, second] = [...outputs.values(), ...secondOutputs.values()].map(({ value }) => value.length);
    assert.ok(first + second > 512, id);
  }
});

Deno.test("a value added to a factor keeps every old id", () => {
  const idsOf = (family: Family) =>
    family.groups.map((group) => [...drawGroup(family, group, undefined, "1")].map(({ id }) => id));
  const extended = (family: Family, name: string, value: string): Family => ({
    ...family,
    factors: family.factors.map((factor): Factor =>
      factor.name === name ? { name, values: [...factor.values, { value, since: 1 }] } : factor
    ),
  });
  for (
    const [family, name, value] of [[conv2d, "strides", "s5"], [conv2d, "window", "k2x5"], [
      concat,
      "inputs",
      "n5",
    ]] as const
  ) {
    const groups = family.groups.filter(({ only }) => !only?.strides).slice(0, 2);
    const old = idsOf({ ...family, groups });
    const now = idsOf({ ...extended(family, name, value), groups });
    old.forEach((ids, index) => assert.deepEqual(now[index].slice(0, ids.length), ids));
    assert.ok(now.flat().length > old.flat().length, `${name} ${value}`);
  }
});

Deno.test("families lists what draw() draws", () => {
  const drawn = new Set([...draw({ count: 1, filters: ["conv2d", "graph", "relu"], seed: "1" })]
    .map(({ operator, group }) => `${operator}/${group}`));
  const listed = families.filter(({ operator }) => ["conv2d", "graph", "relu"].includes(operator))
    .flatMap(({ operator, groups }) => groups.map((group) => `${operator}/${group}`));
  assert.deepEqual([...drawn], listed);
});
