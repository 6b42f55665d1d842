/**
 * The table of docs/bug-classes.md: every class of bugs that happened has groups of default cases, and in each of them
 * stands a case with what set the bug off, as its report describes it. That the case fails the wrong answer is shown in
 * `cli/bug_classes_test.ts`.
 */

import assert from "node:assert/strict";
import type { Case, Inputs } from "../graph/case.ts";
import { selector } from "../graph/glob.ts";
import type { Node } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor.ts";
import { descriptorOf } from "./family.ts";
import { draw } from "./mod.ts";

/** The node of a case, with the shape and type of its input and filter. */
interface Seen {
  readonly node: Node;
  readonly options: Readonly<Record<string, unknown>>;
  readonly dataType: string;
  readonly input: readonly number[];
  readonly filter: readonly number[];
}

const list = (value: unknown) => value as readonly number[] | undefined ?? [];

/** The elements of an operand, from the first data set where it is an input. */
function elementsOf({ graph }: Case, inputs: Inputs, name: string): number[] {
  const operand = graph.operands.get(name)!;
  const { data } = "tensor" in operand ? operand.tensor : inputs.get(name)!;
  return Array.from(data as Iterable<number | bigint>, Number);
}

type Shows = (seen: Seen, each: Case) => boolean;

/** What it takes for a bug to show: its number in the table and what happens, the operator, and the case. */
const bugs: Record<string, [operator: string, shows: Shows]> = {
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
  "6: one size of a window or an output padding differs from the other": [
    "convTranspose2d",
    ({ options, filter }) =>
      list(options.outputPadding)[0] !== list(options.outputPadding)[1] && filter[2] !== filter[3],
  ],
  "15: a product and a bias": ["gemm", ({ node }) => "c" in node.operands],
  "15: a product, then a bias": [
    "graph",
    (_, { graph }) =>
      graph.nodes.some(({ operator }, i) => operator === "matmul" && graph.nodes[i + 1]?.operator === "add"),
  ],
  "19: bytes below the zero point": ["dequantizeLinear", (_, each) => {
    const [least, zeroPoint] = [
      Math.min(...elementsOf(each, each.inputs, "input")),
      Math.max(...elementsOf(each, each.inputs, "zeroPoint")),
    ];
    return descriptorOf(each.graph, "input").dataType === "uint8" && least < zeroPoint;
  }],
  "24: other data in the second run": [
    "conv2d",
    (_, each) =>
      elementsOf(each, each.inputs, "input").join() !== elementsOf(each, each.secondInputs, "input").join(),
  ],
  "26: exponentials that overflow": [
    "reduceLogSumExp",
    ({ dataType }, each) =>
      Math.max(...elementsOf(each, each.inputs, "input")) > (dataType === "float16" ? 11.1 : 88.8),
  ],
  "27: cancellation, then gelu": [
    "graph",
    (_, { graph }) => graph.nodes.map(({ operator }) => operator).join() === "batchNormalization,gelu",
  ],
};

const drawn = [...draw({ seed: "webnn-cts" })].filter(({ group }) => !group.startsWith("invalid"));

function seenIn(each: Case): Seen {
  const [node] = each.graph.nodes;
  const first = (node.operands.input ?? node.operands.a) as string;
  const { dataType, shape } = descriptorOf(each.graph, first);
  const filter = "filter" in node.operands
    ? descriptorOf(each.graph, node.operands.filter as string).shape
    : [];
  return { node, options: node.options, dataType, input: shape, filter };
}

/** The rows of the table: number and globs. */
const rows = [
  ...Deno.readTextFileSync(new URL("../docs/bug-classes.md", import.meta.url)).matchAll(
    /^\| (\d+) +\|.*\| (.*?) +\|$/gm,
  ),
]
  .map(([, number, globs]) => ({ number, globs: [...globs.matchAll(/`([^`]+)`/g)].map(([, glob]) => glob) }));

Deno.test("the table of bug classes has every bug once, each with groups and with what it takes to show", () => {
  assert.deepEqual(rows.map(({ number }) => Number(number)), Array.from({ length: 27 }, (_, i) => i + 1));
  for (const { number, globs } of rows) {
    assert.ok(globs.length > 0, number);
    assert.ok(Object.keys(bugs).some((bug) => bug.startsWith(`${number}:`)), number);
  }
});

for (const { number, globs } of rows) {
  Deno.test(`default cases would show bug ${number} in ${globs.join(", ")}`, () => {
    const selected = new Set<string>();
    for (const glob of globs) {
      const selects = selector([glob]);
      const cases = drawn.filter(({ id }) => selects(id));
      const shown = cases.filter(({ id, build }) => {
        const each = build();
        const operator = id.split("/")[0];
        const seen = Object.keys(bugs).filter((bug) =>
          bug.startsWith(`${number}:`) && bugs[bug][0] === operator && bugs[bug][1](seenIn(each), each)
        );
        seen.forEach((bug) => selected.add(bug));
        return seen.length > 0;
      });
      assert.ok(shown.length > 0, glob);
    }
    const all = Object.keys(bugs).filter((bug) => bug.startsWith(`${number}:`));
    assert.deepEqual([...selected].sort(), all.sort());
  });
}
