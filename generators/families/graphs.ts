/**
 * Graphs of several nodes, as they occur in networks, and the shapes of graphs that go wrong: constants that can be
 * folded, an operand used twice, an intermediate result asked for.
 *
 * @module
 */

import { type DataType } from "../../graph/data_type.ts";
import type { Graph } from "../../graph/graph.ts";
import { isInput } from "../conv_parts.ts";
import type { Row } from "../covering.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, rotation, type Sketch, Sketcher } from "../family.ts";
import { productWholes } from "../magnitudes.ts";
import { type Random, streamOf } from "../random.ts";
import { drawSize, sizeClasses, sizeClassOf } from "../sizes.ts";

/** What a pattern is built from: two sizes, and operands that remember how they are given. */
interface Parts {
  readonly dataType: DataType;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The graph's first input, `[1, channels, height, width]`. */
  readonly input: string;
  readonly sketcher: Sketcher;
  /** A filter, `[outputs, channels, 3, 3]` for conv2d. */
  filter(name: string, shape: readonly number[]): string;
  /** Something added to a result. */
  addend(name: string, shape: readonly number[]): string;
}

/** Each pattern by its name: builds nodes and returns the names of the graph's outputs. */
const patterns: Readonly<Record<string, (parts: Parts) => string[]>> = {
  "conv-add-relu": ({ sketcher, input, channels, filter, addend }) => {
    const conv = sketcher.node("conv2d", { input, filter: filter("filter", [5, channels, 3, 3]) }, {
      padding: [1, 1, 1, 1],
    }, "convolved");
    const sum = sketcher.node("add", { a: conv, b: addend("b", [5, 1, 1]) }, {}, "sum");
    return [sketcher.node("relu", { input: sum }, {})];
  },
  "style-block": ({ sketcher, input, channels, filter }) => {
    const padded = sketcher.node("pad", { input }, {
      beginningPadding: [0, 0, 1, 2],
      endingPadding: [0, 0, 1, 2],
      mode: "reflection",
    }, "padded");
    const conv = sketcher.node(
      "conv2d",
      { input: padded, filter: filter("filter", [3, channels, 3, 5]) },
      {},
      "convolved",
    );
    const normalized = sketcher.node(
      "instanceNormalization",
      { input: conv },
      { epsilon: 1e-3 },
      "normalized",
    );
    return [sketcher.node("relu", { input: normalized }, {})];
  },
  "transpose-conv-add": ({ sketcher, input, channels, filter, addend }) => {
    const operands = { input, filter: filter("filter", [channels, 2, 3, 3]) };
    const conv = sketcher.node("convTranspose2d", operands, {
      strides: [2, 2],
      padding: [1, 1, 1, 1],
      outputPadding: [1, 1],
    }, "convolved");
    return [sketcher.node("add", { a: conv, b: addend("b", [1, 2, 1, 1]) }, {})];
  },
  "resample-conv": ({ sketcher, input, channels, filter }) => {
    const large = sketcher.node("resample2d", { input }, { scales: [2, 2] }, "large");
    return [sketcher.node("conv2d", { input: large, filter: filter("filter", [3, channels, 3, 3]) }, {
      padding: [1, 1, 1, 1],
    })];
  },
  "folded-constants": ({ sketcher, dataType, input, channels, height, width }) => {
    const descriptor = { dataType, shape: [channels, height, width] };
    const [first, second] = ["first", "second"].map((name) =>
      sketcher.operand(name, "constant", descriptor, { role: "values", whole: [-99, 99] })
    );
    const sum = sketcher.node("add", { a: first, b: second }, {}, "sum");
    const folded = sketcher.node("relu", { input: sum }, {}, "folded");
    return [sketcher.node("sub", { a: input, b: folded }, {})];
  },
  "operand-twice": ({ sketcher, input }) => {
    const square = sketcher.node("mul", { a: input, b: input }, {}, "square");
    const sum = sketcher.node("add", { a: square, b: input }, {}, "sum");
    return [sketcher.node("concat", { inputs: [sum, input, sum] }, { axis: 1 })];
  },
  "filter-twice": ({ sketcher, input, channels, filter }) => {
    const shared = filter("filter", [channels, channels, 3, 3]);
    const padding = [1, 1, 1, 1];
    const first = sketcher.node("conv2d", { input, filter: shared }, { padding }, "first");
    const second = sketcher.node("conv2d", { input, filter: shared }, {
      padding: [2, 2, 2, 2],
      dilations: [2, 2],
    }, "second");
    return [sketcher.node("sub", { a: first, b: second }, {})];
  },
  "two-outputs": ({ sketcher, input, channels, filter, addend }) => {
    const conv = sketcher.node("conv2d", { input, filter: filter("filter", [5, channels, 3, 3]) }, {
      padding: [1, 2, 0, 1],
      strides: [2, 1],
    }, "convolved");
    const relu = sketcher.node("relu", { input: conv }, {}, "active");
    const sum = sketcher.node("add", { a: conv, b: addend("b", [1]) }, {}, "sum");
    return [relu, sum, conv];
  },
  "pools-concat": ({ sketcher, input }) => {
    const options = { windowDimensions: [3, 3], padding: [1, 1, 1, 1] };
    const average = sketcher.node("averagePool2d", { input }, options, "average");
    const most = sketcher.node("maxPool2d", { input }, options, "most");
    return [sketcher.node("concat", { inputs: [average, most, input] }, { axis: 1 })];
  },
  "matmul-softmax": ({ sketcher, input, channels, height, width, filter, addend }) => {
    const rows = sketcher.node("reshape", { input }, { newShape: [channels, height * width] }, "rows");
    const turned = sketcher.node("transpose", { input: rows }, {}, "turned");
    const product = sketcher.node("matmul", { a: turned, b: filter("filter", [channels, 5]) }, {}, "product");
    const sum = sketcher.node("add", { a: product, b: addend("b", [5]) }, {}, "sum");
    return [sketcher.node("softmax", { input: sum }, { axis: 1 })];
  },
  // One operator twice, told apart by an option alone: a compiled kernel that is kept must not forget it.
  "two-epsilons": ({ sketcher, input }) => {
    const usual = sketcher.node("instanceNormalization", { input }, {}, "usual");
    return [usual, sketcher.node("instanceNormalization", { input }, { epsilon: 0.5 }, "large")];
  },
  "normalization-gelu": ({ sketcher, dataType, input, channels, addend }) => {
    const ofVariance: Content = { role: "positive", whole: [1, 4] };
    const descriptor = { dataType, shape: [channels] };
    const variance = sketcher.operand("variance", "constant", descriptor, ofVariance);
    const operands = { input, mean: addend("b", [channels]), variance };
    return [
      sketcher.node("gelu", { input: sketcher.node("batchNormalization", operands, {}, "normal") }, {}),
    ];
  },
  "attention": ({ sketcher, input, channels, height, width, filter }) => {
    const rows = sketcher.node("reshape", { input }, { newShape: [height * width, channels] }, "rows");
    const product = sketcher.node("matmul", { a: rows, b: filter("filter", [channels, 5]) }, {}, "product");
    const keys = sketcher.node("linear", { input: product }, { alpha: 1 / 64 }, "keys");
    const turned = sketcher.node("transpose", { input: keys }, {}, "turned");
    const scores = sketcher.node("matmul", { a: keys, b: turned }, {}, "scores");
    const weights = sketcher.node("softmax", { input: scores }, { axis: 1 }, "weights");
    return [sketcher.node("matmul", { a: weights, b: rows }, {})];
  },
  "greater-where": ({ sketcher, input, channels, addend }) => {
    const b = addend("b", [channels, 1, 1]);
    const condition = sketcher.node("greater", { a: input, b }, {}, "condition");
    const tenth = sketcher.node("leakyRelu", { input }, { alpha: 0.125 }, "tenth");
    return [sketcher.node("where", { condition, trueValue: input, falseValue: tenth }, {})];
  },
  "root-mean-square": ({ sketcher, input }) => {
    const along = { axes: [3], keepDimensions: true };
    const square = sketcher.node("reduceSumSquare", { input }, along, "square");
    const raised = sketcher.node("linear", { input: square }, { beta: 0.5 }, "raised");
    return [sketcher.node("div", { a: input, b: sketcher.node("sqrt", { input: raised }, {}, "root") }, {})];
  },
  "quantize-dequantize": ({ sketcher, dataType, input }) => {
    const of = (name: string, type: DataType, content: Content) =>
      sketcher.operand(name, "constant", { dataType: type, shape: [1, 1, 1, 1] }, content);
    const scale = of("scale", dataType, { role: "positive", whole: [1, 1] });
    const zeroPoint = of("zeroPoint", "int8", { role: "index", whole: [-9, 9] });
    const whole = sketcher.node("quantizeLinear", { input, scale, zeroPoint }, {}, "whole");
    return [sketcher.node("dequantizeLinear", { input: whole, scale, zeroPoint }, {})];
  },
  "gated-split": ({ sketcher, input, channels }) => {
    const options = { splits: [1, channels - 1], axis: 1 };
    const [gate, rest] = sketcher.nodes("split", { input }, options, ["first", "rest"]);
    return [sketcher.node("mul", { a: sketcher.node("sigmoid", { input: gate }, {}, "gate"), b: rest }, {})];
  },
  // Logits of a few units at most, so that no weight is one and the others nothing: each place of the bias shows.
  "matmul-bias-softmax": ({ sketcher, input, channels, height, width, filter, addend }) => {
    const rows = sketcher.node("reshape", { input }, { newShape: [height * width, channels] }, "rows");
    const product = sketcher.node("matmul", { a: rows, b: filter("filter", [channels, 5]) }, {}, "product");
    const sum = sketcher.node("add", { a: product, b: addend("b", [5]) }, {}, "sum");
    const logits = sketcher.node("linear", { input: sum }, { alpha: 1 / 64 }, "logits");
    return [sketcher.node("softmax", { input: logits }, { axis: 1 })];
  },
};

/** Patterns that have neither a filter nor an addend. */
const withoutWeights = [
  "folded-constants",
  "operand-twice",
  "pools-concat",
  "two-epsilons",
  "root-mean-square",
  "quantize-dequantize",
  "gated-split",
];

/** The group whose graphs give all intermediate results, so that each node is judged on the backend's own operands. */
const stepped = "stepped";

export const graphs: Family = {
  operator: "graph",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "pattern", values: Object.keys(patterns) },
    { name: "weights", values: ["constants", "w"] },
    { name: "channels", values: ["c3", "c1", "c5", "c7"] },
    { name: "height", values: sizeClasses.map((name) => `h-${name}`) },
    { name: "width", values: sizeClasses.map((name) => `w-${name}`) },
  ],
  groups: [
    ...Object.keys(patterns).map((name) => ({
      name,
      only: { pattern: [name], ...(withoutWeights.includes(name) ? { weights: ["constants"] } : {}) },
    })),
    {
      name: stepped,
      only: {
        dataType: ["float32"],
        weights: ["constants"],
        channels: ["c3"],
        height: ["h-prime"],
        width: ["w-4k1"],
      },
    },
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => sketchPattern(row, sizes, group === stepped),
  observe: (graph) => {
    const { dataType, shape: [, channels, height, width] } = descriptorOf(graph, "input");
    const weights = ["filter", "b"].some((name) => graph.operands.has(name) && isInput(graph, name));
    const sequence = sequenceOf(graph);
    return {
      dataType,
      pattern: Object.keys(patterns).find((name) => sequences.get(name) === sequence) ?? "other",
      weights: weights ? "w" : "constants",
      channels: `c${channels}`,
      height: `h-${sizeClassOf(height)}`,
      width: `w-${sizeClassOf(width)}`,
    };
  },
};

/** @param isStepped Every intermediate result is asked for too. */
function sketchPattern(row: Row, sizes: Random, isStepped = false): Sketch {
  const dataType = row.dataType as DataType;
  const channels = Number(row.channels.slice(1));
  const height = drawSize(row.height.slice(2), sizes);
  const width = drawSize(row.width.slice(2), sizes);
  const whole = productWholes(dataType, 15 * channels);
  const kind = row.weights === "w" ? "input" : "constant";
  const sketcher = new Sketcher();
  const add = (name: string, shape: readonly number[], content: Content) =>
    sketcher.operand(name, kind, { dataType, shape }, content);
  const input = sketcher.operand("input", "input", { dataType, shape: [1, channels, height, width] }, {
    role: "values",
    whole: whole.values,
  });
  const outputs = patterns[row.pattern]({
    dataType,
    height,
    width,
    channels,
    input,
    sketcher,
    filter: (name, shape) => add(name, shape, { role: "weights", whole: whole.weights, keptAxes: [0] }),
    addend: (name, shape) => add(name, shape, { role: "bias", whole: whole.bias }),
  });
  const sketch = sketcher.end(outputs);
  return isStepped ? sketcher.end(sketch.graph.nodes.flatMap((node) => node.outputs)) : sketch;
}

/** A graph's operators in order, by which a pattern is known. */
function sequenceOf({ nodes }: Graph): string {
  return nodes.map(({ operator }) => operator).join();
}

const sequences: ReadonlyMap<string, string> = new Map(
  Object.keys(patterns).map((pattern) => {
    const plain = {
      dataType: "float32",
      pattern,
      weights: "constants",
      channels: "c3",
      height: "h-prime",
      width: "w-prime",
    };
    return [pattern, sequenceOf(sketchPattern(plain, streamOf(pattern)).graph)];
  }),
);
