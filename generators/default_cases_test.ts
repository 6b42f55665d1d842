/** What the default cases are good for: coverage, exactness, the bugs they would have caught, and their very bits. */

import assert from "node:assert/strict";
import { type DataType, integerRange, isFloat } from "../graph/data_type.ts";
import { selector } from "../graph/glob.ts";
import { profiles } from "../graph/profile.ts";
import { elementCount } from "../graph/tensor.ts";
import { expectationOf } from "../reference/expect.ts";
import { operators } from "../reference/operators.ts";
import { coverageOf } from "./coverage.ts";
import { pairKey, valuesOf } from "./covering.ts";
import committed from "./digests.json" with { type: "json" };
import { digests, digestSeed } from "./digest.ts";
import { allFamilies } from "./families.ts";
import { descriptorOf } from "./family.ts";
import { draw } from "./mod.ts";
import { streamOf } from "./random.ts";
import { rowsOf } from "./rows.ts";
import { coveringOf, settle } from "./sketch.ts";

const drawn = [...draw({ seed: digestSeed })];
const cases = drawn.map(({ build }) => build());
const observed = new Map(allFamilies.map(({ operator, observe }) => [operator, observe]));
const of = (operator: string) => cases.filter(({ id }) => id.startsWith(`${operator}/`));

Deno.test("default cases have different ids", () => {
  assert.equal(new Set(drawn.map(({ id }) => id)).size, drawn.length);
});

Deno.test("default cases have every possible pair of option values of every operator", () => {
  for (const { operator, missing, excluded } of coverageOf(cases)) {
    assert.deepEqual(missing, [], operator);
    for (const { pair, reason } of excluded) {
      assert.match(
        reason,
        /^infer: /,
        `${operator}: ${pair.join(" ")} is left out, but not because infer refuses it`,
      );
    }
  }
});

Deno.test("no group leaves out a pair of option values that a case could have", () => {
  for (const family of allFamilies) {
    const { leftOut } = coverageOf(of(family.operator)).find(({ operator }) => operator === family.operator)!;
    for (const pair of leftOut) {
      const random = streamOf(pairKey(pair));
      for (let draw = 0; draw < 40; draw++) {
        const row = Object.fromEntries(
          family.factors.map((factor) => [factor.name, random.pick(valuesOf(factor))]),
        );
        const [factor, value, other, otherValue] = pair;
        const settled = settle(family, { name: "any" }, { ...row, [factor]: value, [other]: otherValue }, 0);
        assert.ok("reason" in settled, `${family.operator}: ${pairKey(pair)} is in no group`);
      }
    }
  }
});

Deno.test("default cases have the bits that are committed in digests.json", () => {
  assert.deepEqual(digests(), committed);
});

Deno.test("default cases have the rows that are found anew", () => {
  for (const family of allFamilies) {
    for (const group of family.groups) {
      assert.deepEqual(
        rowsOf(family, group),
        coveringOf(family, group).rows,
        `${family.operator}/${group.name}`,
      );
    }
  }
});

Deno.test("default cases have every kind of data of the family for every operator and data type", () => {
  const drawnKinds = new Set(cases.map(({ id, provenance }) => {
    const [operator, , dataType] = id.split("/");
    return `${operator} ${dataType} ${provenance.dataKind}`;
  }));
  for (const { operator, factors, groups, kinds } of allFamilies) {
    for (const dataType of valuesOf(factors.find(({ name }) => name === "dataType")!)) {
      const ofGroups = groups
        .filter(({ only }) => only?.dataType?.includes(dataType) ?? true)
        .flatMap((group) => group.kinds ?? []);
      const wanted = new Set([...kinds(dataType as DataType), ...ofGroups]);
      for (const kind of wanted) {
        assert.ok(
          drawnKinds.has(`${operator} ${dataType} ${kind}`),
          `${operator} ${dataType} has no ${kind}`,
        );
      }
    }
  }
});

Deno.test("whole numbers have one right answer, whatever the arithmetic", () => {
  for (const operator of ["conv2d", "convTranspose2d", "conv", "convTranspose", "matmul", "gemm"]) {
    const whole = of(operator).filter(({ id, provenance }) =>
      provenance.dataKind === "integers" && !id.includes("fraction")
    );
    for (const each of whole.filter((_, index) => index % 9 === 0)) {
      for (const { lo, hi } of expectationOf(each, profiles["webgpu-f16"]).outputs.values()) {
        assert.deepEqual(lo, hi, each.id);
      }
    }
  }
});

Deno.test("whole numbers of add, sub and mul stay in the range of their integer type", () => {
  const operate: Record<string, (a: bigint, b: bigint) => bigint> = {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
  };
  for (const operator of Object.keys(operate)) {
    for (const { id, graph, inputs } of of(operator)) {
      const [a, b] = ["a", "b"].map((name) => {
        const operand = graph.operands.get(name)!;
        return operand.kind === "constant" ? operand.tensor : inputs.get(name)!;
      });
      if (isFloat(a.dataType)) continue;
      const [least, greatest] = integerRange[a.dataType];
      const [as, bs] = [a, b].map(({ data }) => Array.from(data as Iterable<number | bigint>, BigInt));
      const extremes = (
        list: bigint[],
      ) => [list.reduce((x, y) => x < y ? x : y), list.reduce((x, y) => x > y ? x : y)];
      for (const x of extremes(as)) {
        for (const y of extremes(bs)) {
          const result = operate[operator](x, y);
          assert.ok(result >= least && result <= greatest, `${id}: ${x} ${operator} ${y}`);
        }
      }
    }
  }
});

Deno.test("special values are drawn where they are defined", () => {
  for (
    const operator of "maxPool2d pad relu clamp reshape transpose concat softmax conv2d matmul".split(" ")
      .concat(
        "add sub mul div pow max equal expand slice tile reduceSum cumulativeSum".split(" "),
      )
  ) {
    for (const dataType of ["float32", "float16"]) {
      const all = of(operator).filter(({ id }) => id.split("/")[2] === dataType);
      assert.ok(all.some(({ provenance }) => provenance.dataKind === "special"), `${operator} ${dataType}`);
    }
  }
  for (const operator of ["instanceNormalization", "averagePool2d"]) {
    assert.ok(!of(operator).some(({ provenance }) => provenance.dataKind === "special"), operator);
  }
});

Deno.test("convolutions take at most 200,000 multiply-adds", () => {
  for (const operator of ["conv2d", "conv"]) {
    for (const { id, graph } of of(operator)) {
      const [input, filter] = ["input", "filter"].map((name) => descriptorOf(graph, name));
      const [output] = operators.get(operator)!.infer({ input, filter }, graph.nodes[0].options);
      const { window, channels } = observed.get(operator)!(graph);
      const spans = window.slice(1).split("x").map(Number);
      const axes = filter.shape.length - 2;
      const taps = Array.from({ length: axes }, (_, axis) => spans[axis % spans.length]).reduce((a, b) =>
        a * b
      );
      assert.ok(elementCount(output.shape) * taps * Number(channels.slice(1)) <= 200_000, id);
    }
  }
});

Deno.test("a filter with stars selects from all that is drawn", () => {
  for (const filter of ["**/float32/**", "*/long-axis", "conv*/*/float16/*", "graph"]) {
    const selects = selector([filter]);
    const expected = drawn.map(({ id }) => id).filter(selects);
    assert.ok(expected.length > 0);
    assert.deepEqual([...draw({ filters: [filter], seed: digestSeed })].map(({ id }) => id), expected);
  }
});

Deno.test("the proposals are drawn for every rank and every number of axes", () => {
  for (const operator of ["conv", "convTranspose", "averagePool", "l2Pool", "maxPool", "resample"]) {
    const drawn = new Set(
      of(operator).map(({ graph }) => {
        const rank = descriptorOf(graph, "input").shape.length;
        const { axes, inputLayout } = graph.nodes[0].options;
        const letters = String(inputLayout ?? "").replace(/[^dhw]/g, "");
        return `${rank}:${letters.length || (axes as readonly number[] | undefined)?.length || rank - 2}`;
      }),
    );
    for (let axes = 1; axes <= 3; axes++) {
      for (let rank = axes; rank <= 5; rank++) {
        assert.ok(drawn.has(`${rank}:${axes}`), `${operator}, rank ${rank}, ${axes} axes`);
      }
    }
  }
});
