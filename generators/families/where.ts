/**
 * Cases of where.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import { drawForm, formOf } from "../broadcast_parts.ts";
import { isInput } from "../conv_parts.ts";
import { descriptorOf, type Family, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes, selectionKinds } from "../shapes.ts";

const valueForms = ["same", "scalar", "ones", "both"];
const conditionForms = ["same", "scalar", "ones", "short", "both"];
const names = ["condition", "trueValue", "falseValue"];

/** The group whose conditions are any bytes, those above 127 too. */
const anyByte = "any-byte";

export const where: Family = {
  operator: "where",
  factors: [
    { name: "dataType", values: allDataTypes },
    // how the two values differ in shape; how the condition differs from both together
    { name: "values", values: valueForms },
    { name: "condition", values: conditionForms },
    { name: "source", values: ["inputs", "const.condition", "const.trueValue", "const.falseValue"] },
  ],
  groups: [
    { name: "selections" },
    {
      name: "special-values",
      kinds: ["special"],
      only: {
        dataType: ["float32", "float16"],
        values: ["same", "ones"],
        condition: ["same", "ones"],
        source: ["inputs"],
      },
    },
    {
      name: "rank-6",
      only: {
        dataType: ["float32"],
        values: ["same", "ones"],
        condition: ["same", "short"],
        source: ["inputs"],
      },
    },
    {
      name: anyByte,
      only: { dataType: ["float32", "int32"], values: ["same"], condition: ["same"], source: ["inputs"] },
    },
  ],
  kinds: selectionKinds,
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const shapes = drawThree(
      row.condition,
      row.values,
      sizes,
      group === "rank-6" ? 6 : group === anyByte ? 2 : sizes.whole(0, 5),
    );
    if (!shapes) return "the shapes drawn do not fit together";
    const sketcher = new Sketcher();
    names.forEach((name, i) => {
      const kind = row.source === `const.${name}` ? "constant" : "input";
      const descriptor = { dataType: i === 0 ? "uint8" as const : dataType, shape: shapes[i] };
      sketcher.operand(name, kind, descriptor, {
        role: i === 0 ? "index" : "values",
        whole: i === 0 ? [0, group === anyByte ? 255 : 2] : [-99, 99],
      });
    });
    sketcher.node("where", Object.fromEntries(names.map((name) => [name, name])), {});
    return sketcher.end();
  },
  observe: (graph) => {
    const [condition, ifTrue, ifFalse] = names.map((name) => descriptorOf(graph, name));
    const constant = names.find((name) => !isInput(graph, name));
    return {
      dataType: ifTrue.dataType,
      values: formOf(ifTrue.shape, ifFalse.shape),
      condition: formOf(condition.shape, together(ifTrue.shape, ifFalse.shape)),
      source: constant === undefined ? "inputs" : `const.${constant}`,
    };
  },
};

/** Shapes of condition, trueValue and falseValue; undefined where the draws differ too much. */
function drawThree(
  conditionForm: string,
  valueForm: string,
  random: Random,
  rank: number,
): number[][] | undefined {
  const [condition, values] = drawForm(
    conditionForm,
    random,
    Math.max(rank, conditionForm === "same" ? 0 : 2),
  );
  const smaller = (shape: readonly number[]) =>
    shape.map((size, axis) => axis % 2 === random.whole(0, 1) ? 1 : size);
  const [first, second] = valueForm === "same"
    ? [values, values]
    : valueForm === "scalar"
    ? [values, []]
    : valueForm === "ones"
    ? [values, smaller(values)]
    : [values.map((size, axis) => axis === 0 ? 1 : size), values.map((size, axis) => axis === 0 ? size : 1)];
  if (elementCount(together(condition, values)) > 2000) return undefined;
  const [ifTrue, ifFalse] = random.chance(0.5) ? [first, second] : [second, first];
  return [condition, ifTrue, ifFalse];
}

function together(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const sizeOf = (shape: readonly number[], axis: number) => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => Math.max(sizeOf(a, axis), sizeOf(b, axis)));
}
