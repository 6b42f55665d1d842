/** What the default cases are good for: coverage, exactness, the bugs they would have caught, and their very bits. */

import assert from "node:assert/strict";
import type { Case } from "../graph/case.ts";
import { type DataType, integerRange, isFloat } from "../graph/data_type.ts";
import { selector } from "../graph/glob.ts";
import type { Node } from "../graph/graph.ts";
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

Deno.test("default cases have every kind of data of the family in every group with enough rows", () => {
  const kinds = new Map<string, Map<string, number>>();
  for (const { id, provenance } of cases) {
    const key = id.split("/").slice(0, 3).join("/");
    const counts = kinds.get(key) ?? new Map<string, number>();
    kinds.set(key, counts.set(provenance.dataKind!, (counts.get(provenance.dataKind!) ?? 0) + 1));
  }
  for (const [key, counts] of kinds) {
    const rows = [...counts.values()].reduce((sum, count) => sum + count);
    const [operator, name, dataType] = key.split("/");
    const family = allFamilies.find((each) => each.operator === operator)!;
    const group = family.groups.find((each) => each.name === name)!;
    const wanted = group.kinds ?? family.kinds(dataType as DataType);
    if (rows < wanted.length) continue;
    for (const kind of wanted) assert.ok(counts.has(kind), `${key} has no ${kind}`);
  }
});

Deno.test("whole numbers have one right answer, whatever the arithmetic", () => {
  for (const operator of ["conv2d", "convTranspose2d", "conv", "convTranspose", "matmul", "gemm"]) {
    const whole = of(operator).filter(({ id, provenance }) =>
      provenance.dataKind === "integers" && !id.includes("fraction")
    );
    for (const each of whole.filter((_, index) => index % 9 === 0)) {
      for (const { lo, hi } of expectationOf(each, profiles.webgpu).outputs.values()) {
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
    const operator of ["maxPool2d", "pad", "relu", "clamp", "add", "div", "reshape", "transpose", "concat"]
  ) {
    for (const dataType of ["float32", "float16"]) {
      const all = of(operator).filter(({ id }) => id.split("/")[2] === dataType);
      assert.ok(all.some(({ provenance }) => provenance.dataKind === "special"), `${operator} ${dataType}`);
    }
  }
  for (const operator of ["conv2d", "matmul", "softmax", "instanceNormalization", "averagePool2d"]) {
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
        return `${rank}:${letters.length || list(axes).length || rank - 2}`;
      }),
    );
    for (let axes = 1; axes <= 3; axes++) {
      for (let rank = axes; rank <= 5; rank++) {
        assert.ok(drawn.has(`${rank}:${axes}`), `${operator}, rank ${rank}, ${axes} axes`);
      }
    }
  }
});

/** The node of a case, with the shape and type of its input and filter. */
interface Seen {
  readonly node: Node;
  readonly options: Readonly<Record<string, unknown>>;
  readonly dataType: string;
  readonly input: readonly number[];
  readonly filter: readonly number[];
}

const list = (value: unknown) => value as readonly number[] | undefined ?? [];

/** What it takes for a bug of the past to show, by operator. The numbers are those of the design's list of bugs. */
const bugs: Record<string, [operator: string, shows: (seen: Seen, each: Case) => boolean]> = {
  "1: asymmetric padding": ["conv2d", ({ options }) => list(options.padding)[0] !== list(options.padding)[1]],
  "2: more padding at the end, stride 2": ["conv2d", ({ options }) => {
    const [top, bottom, left, right] = list(options.padding);
    return bottom > top && right > left && list(options.strides).join() === "2,2";
  }],
  "3: 5 input channels a group, transposed": [
    "convTranspose2d",
    ({ options, filter }) =>
      Number(options.groups) > 1 && options.filterLayout === "iohw" &&
      filter[0] / Number(options.groups) === 5,
  ],
  "3: 7 input channels a group, transposed": [
    "convTranspose2d",
    ({ options, filter }) =>
      Number(options.groups) > 1 && options.filterLayout === "iohw" &&
      filter[0] / Number(options.groups) === 7,
  ],
  "4: float16 beyond 2048": [
    "convTranspose2d",
    ({ dataType, input }) => dataType === "float16" && Math.max(...input) > 2048,
  ],
  "5: one axis with output padding": [
    "convTranspose",
    ({ options }) => list(options.outputPadding).length === 1 && list(options.outputPadding)[0] > 0,
  ],
  "7: transposed with bias": ["convTranspose2d", ({ node }) => "bias" in node.operands],
  "8: three axes, asymmetric padding": ["conv", ({ options }) => {
    const padding = list(options.padding);
    return padding.length === 6 && padding[0] !== padding[1];
  }],
  "9: nhwc, transposed, iohw": [
    "convTranspose2d",
    ({ options }) => options.inputLayout === "nhwc" && options.filterLayout === "iohw",
  ],
  "10: average with ceil and padding": [
    "averagePool2d",
    ({ options }) => options.outputShapeRounding === "ceil" && Math.max(...list(options.padding), 0) > 0,
  ],
  "11: average, tall window, end padding": ["averagePool2d", ({ options }) => {
    const [top, bottom] = list(options.padding);
    return list(options.windowDimensions).join() === "5,1" && bottom > top;
  }],
  "12: max with ceil, window 3, stride 3": [
    "maxPool2d",
    ({ options }) =>
      options.outputShapeRounding === "ceil" && list(options.windowDimensions).join() === "3,3" &&
      list(options.strides).join() === "3,3" && Math.max(...list(options.padding), 0) > 0,
  ],
  "13: nearest, 20 to 6": [
    "resample2d",
    ({ options, input }) =>
      options.mode !== "linear" && input.includes(20) && list(options.sizes).includes(6),
  ],
  "13: nearest, [4,6] to [2,3]": [
    "resample2d",
    ({ options, input }) =>
      options.mode !== "linear" && input.includes(4) && input.includes(6) &&
      list(options.sizes).join() === "2,3",
  ],
  "14: a scale that should give a whole size": [
    "resample2d",
    ({ options, input }) =>
      list(options.scales).some((scale) =>
        input.some((size) => {
          const product = size * scale;
          return product !== Math.round(product) && Math.abs(product - Math.round(product)) < 1e-5;
        })
      ),
  ],
  "16: float16 product with an odd number of columns": [
    "matmul",
    ({ node, dataType }, { graph }) =>
      dataType === "float16" && descriptorOf(graph, node.operands.b as string).shape.at(-1)! % 2 === 1,
  ],
  "17: moved bytes, last size no multiple of 4": [
    "transpose",
    ({ dataType, input }) => dataType === "uint8" && input.length > 1 && input.at(-1)! % 4 !== 0,
  ],
  "17: gathered bytes, last size no multiple of 4": [
    "gather",
    ({ dataType, input }) => dataType === "uint8" && input.length > 1 && input.at(-1)! % 4 !== 0,
  ],
  "17: expanded bytes, last size no multiple of 4": [
    "expand",
    ({ dataType, options }) =>
      dataType === "int8" && list(options.newShape).length > 1 && list(options.newShape).at(-1)! % 4 !== 0,
  ],
  "18: coordinates in rank 5": ["gatherND", ({ input }) => input.length === 5],
  "18: coordinates in rank 6": ["gatherND", ({ input }) => input.length === 6],
  "20: float16 normalization over a large plane": [
    "instanceNormalization",
    ({ dataType, input }) => dataType === "float16" && elementCount(input) > 4000,
  ],
  "21: reflection of all but one": [
    "pad",
    ({ options, input }) =>
      options.mode === "reflection" &&
      input.some((size, axis) => size > 2 && list(options.beginningPadding)[axis] === size - 1),
  ],
  "22: depthwise with dilation": [
    "conv2d",
    ({ options, filter }) =>
      Number(options.groups) === 5 && filter.includes(1) && list(options.dilations).some((gap) => gap > 1),
  ],
  "23: depthwise, 1×N, stride 2": ["conv2d", ({ options, filter }, { id }) => {
    const layout = String(options.filterLayout ?? "oihw");
    return id.includes("/depthwise/") && filter[layout.indexOf("h")] === 1 &&
      filter[layout.indexOf("w")] === 3 &&
      list(options.strides)[1] === 2;
  }],
  "25: padding in another order": ["conv2d", ({ options }) => {
    const [, bottom, left] = list(options.padding);
    return bottom !== left;
  }],
};

for (const [bug, [operator, shows]] of Object.entries(bugs)) {
  Deno.test(`default cases would show bug ${bug}`, () => {
    const seen = of(operator).filter((each) => {
      const [node] = each.graph.nodes;
      const { dataType, shape } = descriptorOf(
        each.graph,
        (node.operands.input ?? node.operands.a) as string,
      );
      const filter = "filter" in node.operands
        ? descriptorOf(each.graph, node.operands.filter as string).shape
        : [];
      return shows({ node, options: node.options, dataType, input: shape, filter }, each);
    });
    assert.ok(seen.length > 0);
  });
}
