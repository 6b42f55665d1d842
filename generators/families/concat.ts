/**
 * Cases of concat.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { isInput } from "../conv_parts.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { allDataTypes, drawShape, lastClassOf, rankOf, ranksTo6, widthThemes } from "../shapes.ts";
import { sizeClasses } from "../sizes.ts";

/** Ranks and axes that groups take unless they are about rank 6. */
const usual = { rank: ["r3", "r1", "r2", "r4", "r5"], axis: ["a0", "a1", "a2", "a3", "a4"] };

export const concat: Family = {
  operator: "concat",
  factors: [
    { name: "dataType", values: allDataTypes },
    { name: "rank", values: ranksTo6.filter((rank) => rank !== "r0") },
    { name: "axis", values: [...usual.axis, "a5"] },
    { name: "inputs", values: ["n2", "n1", "n3", "n4"] },
    { name: "last", values: sizeClasses },
    { name: "source", values: ["inputs", "constlast"] },
  ],
  groups: [
    ...widthThemes.map(({ name, only }) => ({ name, only: { ...only, ...usual } })),
    {
      name: "subnormal-values",
      kinds: ["subnormal"],
      only: {
        dataType: ["float32", "float16"],
        rank: ["r3"],
        axis: ["a0", "a2"],
        inputs: ["n2"],
        last: ["prime"],
        source: ["inputs"],
      },
    },
    {
      name: "rank-6",
      only: { rank: ["r6"], axis: ["a5"], inputs: ["n2"], last: ["prime"], source: ["inputs"] },
    },
    {
      name: "rank-6-axes",
      only: {
        dataType: ["float32"],
        rank: ["r6"],
        axis: usual.axis,
        inputs: ["n2"],
        last: ["prime"],
        source: ["inputs"],
      },
    },
    {
      name: "rank-6-inputs",
      only: {
        dataType: ["float32"],
        rank: ["r6"],
        axis: ["a5"],
        inputs: ["n1", "n3", "n4"],
        last: ["4k1", "one", "even"],
        source: ["constlast"],
      },
    },
  ],
  kinds: rotation({ special: "all" }),
  sketch: (row, sizes) => {
    const dataType = row.dataType as DataType;
    const axis = Number(row.axis.slice(1));
    const count = Number(row.inputs.slice(1));
    const shape = drawShape(rankOf(row.rank), row.last, sizes);
    if (count * elementCount(shape) > 4000) return `${count} times [${shape}] is more than 4000 elements`;
    const sketcher = new Sketcher();
    const inputs = Array.from({ length: count }, (_, index) => {
      const own = shape.map((size, place) => index > 0 && place === axis ? sizes.pick([1, 2, 3, 5]) : size);
      const kind = index === count - 1 && row.source === "constlast" ? "constant" : "input";
      return sketcher.operand(`input${index}`, kind, { dataType, shape: own }, {
        role: "values",
        whole: [-99, 99],
      });
    });
    sketcher.node("concat", { inputs }, { axis });
    return sketcher.end();
  },
  observe: (graph) => {
    const { operands, options } = graph.nodes[0];
    const inputs = operands.inputs as readonly string[];
    const { dataType, shape } = descriptorOf(graph, inputs[0]);
    return {
      dataType,
      rank: `r${shape.length}`,
      axis: `a${options.axis}`,
      inputs: `n${inputs.length}`,
      last: lastClassOf(shape),
      source: isInput(graph, inputs[inputs.length - 1]) ? "inputs" : "constlast",
    };
  },
};
