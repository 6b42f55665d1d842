/**
 * Cases of gemm.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Graph } from "../../graph/graph.ts";
import { isInput } from "../conv_parts.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { productWholes } from "../magnitudes.ts";
import { drawSize, longSize, sizeClasses, sizeClassOf } from "../sizes.ts";
import { productSizes, statistics, statisticsGroup } from "../statistics_parts.ts";

/** How `c` spans the rows and columns of the output. */
const cShapes: Readonly<Record<string, (rows: number, columns: number) => number[]>> = {
  "scalar": () => [],
  "one": () => [1],
  "ones": () => [1, 1],
  "row": (_, columns) => [columns],
  "row2d": (_, columns) => [1, columns],
  "column": (rows) => [rows, 1],
  "full": (rows, columns) => [rows, columns],
};

const alphas: Readonly<Record<string, number | undefined>> = {
  "absent": undefined,
  "alpha1": 1,
  "alpha": -2,
  "alphafraction": 0.7,
  "alpha0": 0,
};
const betas: Readonly<Record<string, number | undefined>> = {
  "absent": undefined,
  "beta1": 1,
  "beta": 3,
  "betafraction": -0.3,
  "beta0": 0,
};

const notOne = (letter: string) =>
  sizeClasses.filter((name) => name !== "one").map((name) => `${letter}-${name}`);
const wide = { rows: notOne("m"), columns: notOne("n") };
const fewProducts = {
  rows: ["m-prime", "m-even"],
  inner: ["k-prime"],
  columns: ["n-prime", "n-even"],
  alpha: ["absent", "alpha"],
  beta: ["absent", "beta"],
};

export const gemm: Family = {
  operator: "gemm",
  factors: [
    { name: "dataType", values: ["float32", "float16"] },
    { name: "aTranspose", values: ["absent", "akeep", "at"] },
    { name: "bTranspose", values: ["absent", "bkeep", "bt"] },
    { name: "alpha", values: Object.keys(alphas) },
    { name: "beta", values: Object.keys(betas) },
    { name: "c", values: ["absent", ...Object.keys(cShapes)] },
    { name: "cSource", values: ["input", "constc"] },
    { name: "b", values: ["input", "constb"] },
    { name: "rows", values: sizeClasses.map((name) => `m-${name}`) },
    { name: "inner", values: sizeClasses.map((name) => `k-${name}`) },
    { name: "columns", values: sizeClasses.map((name) => `n-${name}`) },
  ],
  // With one row or column, different shapes of c would be the same question.
  groups: [
    { name: "no-c", only: { c: ["absent"], cSource: ["input"] } },
    { name: "scalar-c", only: { c: ["scalar"] } },
    { name: "one-c", only: { c: ["one", "ones"], ...wide } },
    { name: "row-c", only: { c: ["row", "row2d"], ...wide } },
    { name: "column-c", only: { c: ["column"], ...wide } },
    { name: "full-c", only: { c: ["full"], ...wide } },
    {
      name: "long-axis",
      only: {
        c: ["row", "full"],
        rows: ["m-prime"],
        columns: ["n-prime"],
        alpha: ["absent"],
        beta: ["absent"],
      },
    },
    { name: "one-row", only: { ...fewProducts, c: ["one", "ones", "row", "row2d"], rows: ["m-one"] } },
    { name: "one-column", only: { ...fewProducts, c: ["one", "ones", "column"], columns: ["n-one"] } },
    statisticsGroup({
      aTranspose: ["absent"],
      bTranspose: ["absent"],
      alpha: ["absent"],
      beta: ["absent"],
      c: ["absent"],
      cSource: ["input"],
      b: ["input"],
      rows: ["m-prime"],
      inner: ["k-even"],
      columns: ["n-prime", "n-4k1"],
    }),
  ],
  kinds: rotation(),
  sketch: (row, sizes, group) => {
    const dataType = row.dataType as DataType;
    const [rows, inner, columns] = group === statistics ? productSizes[row.columns] : [
      drawSize(row.rows.slice(2), sizes),
      drawSize(row.inner.slice(2), sizes),
      group === "long-axis" ? longSize : drawSize(row.columns.slice(2), sizes),
    ];
    const aTranspose = row.aTranspose === "absent" ? undefined : row.aTranspose === "at";
    const bTranspose = row.bTranspose === "absent" ? undefined : row.bTranspose === "bt";
    const shapeA = aTranspose ? [inner, rows] : [rows, inner];
    const shapeB = bTranspose ? [columns, inner] : [inner, columns];
    // alpha and beta multiply whole numbers by up to 3.
    const whole = productWholes(dataType, 3 * inner);
    const sketcher = new Sketcher();
    const operands: Record<string, string> = {
      a: sketcher.operand("a", "input", { dataType, shape: shapeA }, { role: "values", whole: whole.values }),
      b: sketcher.operand("b", row.b === "constb" ? "constant" : "input", { dataType, shape: shapeB }, {
        role: "weights",
        whole: whole.weights,
        keptAxes: [bTranspose ? 0 : 1],
      }),
    };
    if (row.c !== "absent") {
      const shape = cShapes[row.c](rows, columns);
      const third = Math.floor(whole.bias[1] / 3);
      operands.c = sketcher.operand(
        "c",
        row.cSource === "constc" ? "constant" : "input",
        { dataType, shape },
        {
          role: "bias",
          whole: [third >> 1, third],
        },
      );
    }
    sketcher.node("gemm", operands, {
      alpha: alphas[row.alpha],
      beta: betas[row.beta],
      aTranspose,
      bTranspose,
    });
    return sketcher.end();
  },
  observe,
};

function observe(graph: Graph) {
  const { operands, options } = graph.nodes[0];
  const { dataType, shape: a } = descriptorOf(graph, "a");
  const { shape: b } = descriptorOf(graph, "b");
  const [rows, inner] = options.aTranspose ? [a[1], a[0]] : a;
  const columns = b[options.bTranspose ? 0 : 1];
  const shapeC = "c" in operands ? descriptorOf(graph, "c").shape : undefined;
  const cName = Object.keys(cShapes).find((name) =>
    cShapes[name](rows, columns).join() === shapeC?.join() &&
    cShapes[name](rows, columns).length === shapeC?.length
  );
  const nameOf = (names: Readonly<Record<string, number | undefined>>, value: unknown) =>
    Object.keys(names).find((name) => names[name] === value) ?? "other";
  return {
    dataType,
    aTranspose: options.aTranspose === undefined ? "absent" : options.aTranspose ? "at" : "akeep",
    bTranspose: options.bTranspose === undefined ? "absent" : options.bTranspose ? "bt" : "bkeep",
    alpha: nameOf(alphas, options.alpha),
    beta: nameOf(betas, options.beta),
    c: shapeC ? cName ?? "other" : "absent",
    cSource: shapeC && !isInput(graph, "c") ? "constc" : "input",
    b: isInput(graph, "b") ? "input" : "constb",
    rows: `m-${sizeClassOf(rows)}`,
    inner: `k-${sizeClassOf(inner)}`,
    columns: `n-${sizeClassOf(columns)}`,
  };
}
