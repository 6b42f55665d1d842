/**
 * Cases of quantizeLinear and dequantizeLinear.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { isInput } from "../conv_parts.ts";
import type { Content } from "../data.ts";
import { descriptorOf, type Family, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";

const quantized: readonly DataType[] = ["uint8", "int8", "uint32", "int32"];
const floats: readonly DataType[] = ["float32", "float16"];

/** One scale for all; for each index of an axis, of two axes; for each block of an axis, of two axes; for each element. */
const forms = ["tensor", "axis", "two-axes", "block", "two-blocks", "element", "scalar"];

/** Where scale and zero point come from. */
const sources = ["constants", "inputs", "const.scale"];

const wholes: Readonly<Record<string, Content["whole"]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint32: [0, 1000],
  int32: [-1000, 1000],
};

export const quantizeLinear: Family = {
  operator: "quantizeLinear",
  factors: [
    { name: "dataType", values: floats },
    { name: "to", values: quantized },
    { name: "scale", values: forms },
    { name: "source", values: sources },
  ],
  groups: [
    { name: "blocks" },
    {
      name: "ties",
      kinds: ["ties", "integers"],
      only: { to: ["uint8", "int8"], scale: ["tensor", "axis"], source: ["constants"] },
    },
    {
      name: "special-values",
      kinds: ["special"],
      only: { to: ["uint8", "int8"], scale: ["tensor"], source: ["constants"] },
    },
    { name: "saturating", kinds: ["integers"], only: { scale: ["tensor"], source: ["constants"] } },
    {
      name: "rank-6",
      only: { dataType: ["float32"], to: ["uint8"], scale: ["tensor", "axis"], source: ["constants"] },
    },
    {
      name: "beyond-int32",
      kinds: ["integers"],
      only: { dataType: ["float32"], to: ["uint32"], scale: ["tensor"], source: ["constants"] },
    },
  ],
  kinds: () => ["integers", "uniform", "ties", "normal", "integers", "mixed"],
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const to = row.to as DataType;
    const most = group === "saturating" ? (dataType === "float16" ? 60000 : 2 ** 40) : 99;
    const whole: Content["whole"] = group === "beyond-int32" ? [2 ** 29, 2 ** 34] : [-most, most];
    const input: Content = { role: "values", whole };
    return sketchOf("quantizeLinear", row, sizes, group === "rank-6", dataType, dataType, to, input);
  },
  observe: (graph) => ({
    dataType: descriptorOf(graph, "input").dataType,
    to: descriptorOf(graph, "zeroPoint").dataType,
    ...observed(graph),
  }),
};

export const dequantizeLinear: Family = {
  operator: "dequantizeLinear",
  factors: [
    { name: "dataType", values: quantized },
    { name: "to", values: floats },
    { name: "scale", values: forms },
    { name: "source", values: sources },
  ],
  groups: [
    { name: "blocks" },
    // more bits than float32 has: an input of 32 bits is rounded before the zero point is taken away
    {
      name: "large-integers",
      kinds: ["integers", "normal"],
      only: {
        dataType: ["uint32", "int32"],
        to: ["float32"],
        scale: ["tensor", "axis"],
        source: ["constants"],
      },
    },
    {
      name: "rank-6",
      only: { dataType: ["uint8"], to: ["float32"], scale: ["tensor", "axis"], source: ["constants"] },
    },
  ],
  kinds: () => ["integers", "uniform", "normal", "special", "mixed"],
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const whole: Content["whole"] = group === "large-integers" ? [-(2 ** 27), 2 ** 27] : wholes[dataType];
    // special numbers of 32 bits leave float16
    const role = dataType.endsWith("32") ? "index" : "values";
    const to = row.to as DataType;
    return sketchOf("dequantizeLinear", row, sizes, group === "rank-6", dataType, to, dataType, {
      role,
      whole: dataType === "uint32" ? [0, whole[1]] : whole,
    });
  },
  observe: (graph) => ({
    dataType: descriptorOf(graph, "input").dataType,
    to: descriptorOf(graph, "scale").dataType,
    ...observed(graph),
  }),
};

function sketchOf(
  operator: string,
  row: Readonly<Record<string, string>>,
  sizes: Random,
  isRank6: boolean,
  inputType: DataType,
  scaleType: DataType,
  zeroType: DataType,
  content: Content,
) {
  const rank = isRank6 ? 6 : row.scale === "scalar" ? 0 : sizes.whole(1, 5);
  const [shape, shared] = drawShapes(row.scale, rank, sizes);
  if (elementCount(shape) > 2000) return `[${shape}] has more than 2000 elements`;
  const sketcher = new Sketcher();
  const kindOf = (name: string) =>
    row.source === "constants" || row.source === `const.${name}` ? "constant" : "input";
  sketcher.operand("input", "input", { dataType: inputType, shape }, content);
  const step: Content = { role: "step", whole: [1, 4] };
  sketcher.operand("scale", kindOf("scale"), { dataType: scaleType, shape: shared }, step);
  const zeros: Content = { role: "index", whole: wholes[zeroType] };
  sketcher.operand("zeroPoint", kindOf("zeroPoint"), { dataType: zeroType, shape: shared }, zeros);
  sketcher.node(operator, { input: "input", scale: "scale", zeroPoint: "zeroPoint" }, {});
  return sketcher.end();
}

/** The shape of the input, and that of scale and zero point. */
function drawShapes(form: string, rank: number, random: Random): [number[], number[]] {
  const shape = random.shuffle(rank > 3 ? [6, 3, 2, 9, 2, 1] : [6, 5, 10, 3, 9]).slice(0, rank);
  const chosen = random.shuffle(shape.map((_, axis) => axis)).slice(0, form.startsWith("two") ? 2 : 1);
  const shared = shape.map((size, axis) => {
    const isChosen = chosen.includes(axis);
    switch (form) {
      case "axis":
      case "two-axes":
        return isChosen ? size : 1;
      case "block":
      case "two-blocks":
        return isChosen ? blockCount(size) : size;
      default:
        return form === "tensor" ? 1 : size;
    }
  });
  return [shape, shared];
}

/** A number of blocks that is neither 1 nor the size, where there is one. */
function blockCount(size: number): number {
  return size % 3 === 0 && size > 3 ? 3 : size % 5 === 0 && size > 5 ? 5 : 1;
}

function observed(graph: Parameters<Family["observe"]>[0]) {
  const { shape } = descriptorOf(graph, "input");
  const { shape: scale } = descriptorOf(graph, "scale");
  const constants = ["scale", "zeroPoint"].filter((name) => !isInput(graph, name));
  return {
    scale: formOf(shape, scale),
    source: constants.length === 2
      ? "constants"
      : constants.length === 1
      ? `const.${constants[0]}`
      : "inputs",
  };
}

function formOf(shape: readonly number[], scale: readonly number[]): string {
  if (shape.length === 0) return "scalar";
  const shared = scale.filter((size) => size > 1).length;
  if (shared === 0) return "tensor";
  const differing = scale.filter((size, axis) => size !== shape[axis]).length;
  if (differing === 0) return "element";
  const isWhole = scale.every((size, axis) => size === 1 || size === shape[axis]);
  if (isWhole && shared <= 2) return shared === 1 ? "axis" : "two-axes";
  return differing === 1 ? "block" : "two-blocks";
}
