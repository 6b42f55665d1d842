/**
 * A whole network in the reference, with radii: MobileNetV2 (Sandler et al., arXiv:1801.04381, table 2) at 224 × 224
 * without its classifier, weights constant, normalizations folded into the convolutions.
 *
 * @module
 */

import type { Graph, Node, Operand, OptionValue } from "../graph/graph.ts";
import { profiles } from "../graph/profile.ts";
import { elementCount, type Tensor } from "../graph/tensor.ts";
import { run } from "../reference/interpreter.ts";
import { operators } from "../reference/operators.ts";
import { mapOperands, validate } from "../reference/validate.ts";
import { atMost, type Section } from "./line.ts";
import { inMilliseconds, noise, time } from "./measure.ts";

/** Expansion, output channels, repetitions and first stride of each group of bottlenecks. */
const bottlenecks = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** Builds the chain layer by layer. */
class Chain {
  readonly operands = new Map<string, Operand>();
  readonly nodes: Node[] = [];
  last = "input";

  constructor(public channels: number, side: number) {
    this.operands.set("input", { kind: "input", dataType: "float32", shape: [1, channels, side, side] });
  }

  #node(operator: string, operands: Node["operands"], options: Readonly<Record<string, OptionValue>>): void {
    const name = `${operator}-${this.nodes.length}`;
    this.nodes.push({ operator, operands, options, outputs: [name] });
    this.last = name;
  }

  #constant(shape: readonly number[], scale: number): string {
    const name = `constant-${this.operands.size}`;
    const data = noise(elementCount(shape), this.operands.size).map((x) => x * scale);
    this.operands.set(name, { kind: "constant", tensor: { dataType: "float32", shape, data } });
    return name;
  }

  /** Window `window` × `window`, then a clamp to [0, 6] unless the layer is linear. */
  convolve(outputs: number, window: number, stride: number, groups = 1, linear = false): this {
    const perGroup = this.channels / groups;
    const side = Math.floor(window / 2);
    const filter = this.#constant([outputs, perGroup, window, window], 4 / Math.sqrt(perGroup * window ** 2));
    this.#node("conv2d", { input: this.last, filter, bias: this.#constant([outputs], 1) }, {
      padding: [side, side, side, side],
      strides: [stride, stride],
      groups,
    });
    this.channels = outputs;
    if (!linear) this.#node("clamp", { input: this.last }, { minValue: 0, maxValue: 6 });
    return this;
  }

  bottleneck(expansion: number, outputs: number, stride: number): void {
    const [before, inputs] = [this.last, this.channels];
    const inner = inputs * expansion;
    if (expansion > 1) this.convolve(inner, 1, 1);
    this.convolve(inner, 3, stride, inner).convolve(outputs, 1, 1, 1, true);
    if (stride === 1 && inputs === outputs) this.#node("add", { a: before, b: this.last }, {});
  }

  graph(): Graph {
    return { operands: this.operands, nodes: this.nodes, outputs: [this.last] };
  }
}

function mobileNet(): Graph {
  const chain = new Chain(3, 224).convolve(32, 3, 2);
  for (const [expansion, outputs, repetitions, stride] of bottlenecks) {
    for (let i = 0; i < repetitions; i++) chain.bottleneck(expansion, outputs, i === 0 ? stride : 1);
  }
  return chain.convolve(1280, 1, 1).graph();
}

/** Seconds for the whole network. */
export const network: Section = {
  title: "MobileNetV2 at 224 × 224: conv2d, depthwise, clamp, add",
  async *measure() {
    const graph = mobileNet();
    const descriptors = validate(graph);
    const multiplyAdds = graph.nodes.reduce(
      (sum, node) =>
        sum + (operators.get(node.operator)!.multiplyAdds?.(
          mapOperands(node, (name) => descriptors.get(name)!),
          node.options,
        ) ?? 0),
      0,
    );
    const shape = [1, 3, 224, 224];
    const input: Tensor = { dataType: "float32", shape, data: noise(elementCount(shape), 1) };
    const times = await time(() => run(graph, new Map([["input", input]]), profiles.ieee, descriptors), 3, 0);
    yield {
      what: "reference, with radii",
      figure: `${(multiplyAdds / 1e6).toFixed(0)} M multiply-adds, ${inMilliseconds(times)}`,
      target: atMost(times.cost / 1000, 3, "s"),
    };
  },
};
