/**
 * Cases of instanceNormalization.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { inputPlaces } from "./conv2d.ts";
import { isInput, operandName, spatialSizes } from "../conv_parts.ts";
import type { Role } from "../data.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { drawSize, sizeClasses, sizeClassOf } from "../sizes.ts";

const epsilons: Readonly<Record<string, number | undefined>> = {
  absent: undefined,
  epsdefault: 1e-5,
  eps: 0.1,
  epssmall: 1e-3,
};

/** What the input holds in each group. */
const roles: Readonly<Record<string, Role>> = {
  "plane": "values",
  "small-variance": "near",
  "large-plane": "many",
};

const isFew = (size: number) => size <= 3;

export const instanceNormalization: Family = {
  operator: "instanceNormalization",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "layout", values: ["absent", "nchw", "nhwc"] },
    { name: "scale", values: ["absent", "scale", "constscale"] },
    { name: "bias", values: ["absent", "bias", "constbias"] },
    { name: "epsilon", values: Object.keys(epsilons) },
    { name: "height", values: sizeClasses.map((name) => `h-${name}`) },
    { name: "width", values: sizeClasses.map((name) => `w-${name}`) },
  ],
  groups: [
    { name: "plane" },
    // Where the variance is of the order of epsilon, it shows how epsilon enters.
    { name: "small-variance" },
    // Where a plane has thousands of elements, a float16 sum of squares overflows.
    { name: "large-plane", only: { height: ["h-4k1"], width: ["w-prime"], epsilon: ["absent", "eps"] } },
    // Few elements: what sums kept in float16 lose stays so small that the result can be told from a wrong one.
    {
      name: "few-elements",
      only: {
        dataType: ["float16"],
        layout: ["absent", "nhwc"],
        scale: ["scale"],
        bias: ["absent"],
        epsilon: ["absent", "eps"],
        height: ["h-prime"],
        width: ["w-prime", "w-even"],
      },
      kinds: ["integers", "uniform"],
    },
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const places = inputPlaces(row.layout);
    const channels = sizes.pick([1, 3, 5]);
    const shape = Array.from({ length: 4 }, () => sizes.whole(1, 2));
    const large = group === "large-plane", isSuited = group === "few-elements" ? isFew : undefined;
    shape[places.channel!] = large ? Math.min(3, channels) : channels;
    shape[places.spatial[0]] = large ? 61 : drawSize(row.height.slice(2), sizes, isSuited);
    shape[places.spatial[1]] = large ? 67 : drawSize(row.width.slice(2), sizes, isSuited);
    const sketcher = new Sketcher();
    const operands: Record<string, string> = {
      input: sketcher.operand("input", "input", { dataType, shape }, {
        role: roles[group],
        whole: [-29, 29],
      }),
    };
    const perChannel = { dataType, shape: [shape[places.channel!]] };
    if (row.scale !== "absent") {
      const kind = row.scale === "scale" ? "input" : "constant";
      operands.scale = sketcher.operand("scale", kind, perChannel, { role: "scale", whole: [-3, 3] });
    }
    if (row.bias !== "absent") {
      const kind = row.bias === "bias" ? "input" : "constant";
      operands.bias = sketcher.operand("bias", kind, perChannel, { role: "bias", whole: [5, 9] });
    }
    sketcher.node("instanceNormalization", operands, {
      epsilon: epsilons[row.epsilon],
      layout: row.layout === "absent" ? undefined : row.layout,
    });
    return sketcher.end();
  },
  observe: (graph) => {
    const node = graph.nodes[0];
    const { layout = "absent", epsilon } = node.options;
    const [height, width] = spatialSizes(graph, inputPlaces(String(layout)));
    const sourceOf = (argument: string) => {
      const name = operandName(node, argument);
      return name === undefined ? "absent" : isInput(graph, name) ? argument : `const${argument}`;
    };
    return {
      dataType: descriptorOf(graph, "input").dataType,
      layout: String(layout),
      scale: sourceOf("scale"),
      bias: sourceOf("bias"),
      epsilon: Object.keys(epsilons).find((name) => epsilons[name] === epsilon) ?? "other",
      height: `h-${sizeClassOf(height)}`,
      width: `w-${sizeClassOf(width)}`,
    };
  },
};
