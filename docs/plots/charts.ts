/**
 * The plots of docs/tolerance.md: what is drawn, and how.
 *
 * @module
 */

import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Cancellation, Reported, Spread, Visibility } from "./measure.ts";

const grey = "#6b7280", black = "#111827", blue = "#2563eb", red = "#dc2626", green = "#16a34a";

const common = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  width: 620,
  height: 300,
  padding: 12,
  config: {
    font: "sans-serif",
    axis: { gridColor: "#e5e7eb", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" },
    legend: { labelFontSize: 12, labelLimit: 0, title: null, orient: "bottom", columns: 3 },
    title: { anchor: "start", fontSize: 14, subtitleFontSize: 12, subtitleColor: grey },
    view: { stroke: null },
  },
} as const;

const powers = { type: "log" as const };
const exponents = { format: "~e", tickCount: 6 };

/** A dashed line at a limit, with its name. */
function limit(y: number, text: string) {
  const data = { values: [{ y, text }] };
  return [
    {
      data,
      mark: { type: "rule" as const, color: black, strokeDash: [6, 4], strokeWidth: 1.5 },
      encoding: { y: { field: "y", type: "quantitative" as const } },
    },
    {
      data,
      mark: { type: "text" as const, align: "right" as const, dy: 11, x: 614, color: black, fontSize: 12 },
      encoding: {
        y: { field: "y", type: "quantitative" as const },
        text: { field: "text", type: "nominal" as const },
      },
    },
  ];
}

/** Errors of right kernels against cancellation: a fixed limit in ULP is crossed, the derived bound is not. */
export function cancellationChart(points: readonly Cancellation[]): TopLevelSpec {
  const values = points.map(({ condition, ulp, bound }) => ({ condition, ulp: Math.max(ulp, 0.5), bound }));
  const bounds = [...new Map(values.map((each) => [each.condition, each])).values()];
  const x = {
    field: "condition",
    type: "quantitative" as const,
    scale: powers,
    axis: exponents,
    title: "how much the sum cancels: Σ|terms| / |Σ terms|",
  };
  return {
    ...common,
    title: {
      text: "A limit in ULP fails right kernels; a bound from the terms does not",
      subtitle: "sums of 64 products in float32, six orders of summation; half an ULP is drawn for 0",
    },
    layer: [
      {
        data: { values },
        mark: { type: "point", filled: true, size: 14, color: blue, opacity: 0.5 },
        encoding: {
          x,
          y: { field: "ulp", type: "quantitative", scale: powers, axis: exponents, title: "error, ULP" },
        },
      },
      {
        data: { values: bounds },
        mark: { type: "point", filled: true, size: 14, color: green, opacity: 0.5 },
        encoding: { x, y: { field: "bound", type: "quantitative", scale: powers } },
      },
      ...limit(128, "128 ULP: the limit of web-platform-tests for 64 products"),
      {
        data: { values: [{ condition: 1e3, y: 3e5, text: "the bound of each sum" }] },
        mark: { type: "text", color: green, fontSize: 12, dy: -18 },
        encoding: { x, y: { field: "y", type: "quantitative" }, text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

/** Root mean square errors against the number of terms: what no bound on one element can see. */
export function spreadChart(points: readonly Spread[]): TopLevelSpec {
  return {
    ...common,
    title: {
      text: "Less arithmetic than claimed shows in many elements, not in one",
      subtitle: "1,024 sums of normal numbers each; a kernel below the line computes in float32",
    },
    layer: [
      {
        data: { values: points.map((point) => ({ ...point })) },
        mark: { type: "line", point: true },
        encoding: {
          x: {
            field: "n",
            type: "quantitative",
            scale: { type: "log", base: 2 },
            title: "terms of a sum",
          },
          y: {
            field: "rms",
            type: "quantitative",
            scale: powers,
            axis: exponents,
            title: "R: root mean square error, u·Σ|terms|",
          },
          color: { field: "kernel", type: "nominal", sort: null },
        },
      },
      ...limit(2, "R = 2: the limit of profile ieee"),
    ],
  };
}

/** A wrong epsilon against the variance of the data. */
export function visibilityChart(points: readonly Visibility[]): TopLevelSpec {
  return {
    ...common,
    title: {
      text: "Data decides which bugs can be seen",
      subtitle: "batchNormalization of 64 numbers, epsilon 1e-5; a bug above the line fails",
    },
    layer: [
      {
        data: { values: points.map((point) => ({ ...point, used: Math.max(point.used, 1e-3) })) },
        mark: { type: "line", point: true },
        encoding: {
          x: {
            field: "variance",
            type: "quantitative",
            scale: powers,
            axis: exponents,
            title: "variance",
          },
          y: {
            field: "used",
            type: "quantitative",
            scale: powers,
            axis: exponents,
            title: "largest error / bound",
          },
          color: { field: "bug", type: "nominal", sort: null },
        },
      },
      ...limit(1, "the bound"),
    ],
  };
}

/** Answers beside the interval that a fixed limit allows around a stored value, and the one that is derived. */
export function reportedChart({ answers, intervals }: Reported): TopLevelSpec {
  const scale = { zero: false, nice: false };
  const y = { type: "nominal" as const, sort: null, title: null, axis: { labelLimit: 0 } };
  return {
    ...common,
    height: 210,
    title: {
      text: "webnn #950: who is right about gelu of a normalized value",
      subtitle:
        "bars are what passes, points what was answered; a normalized value kept in float16 is 4,290 ULP off",
    },
    layer: [
      {
        data: { values: intervals.map((each) => ({ ...each })) },
        mark: { type: "bar", height: 9, color: blue, opacity: 0.35 },
        encoding: {
          y: { ...y, field: "who" },
          x: { field: "low", type: "quantitative", scale, title: "ULP from the true value, -0.035951304327" },
          x2: { field: "high" },
        },
      },
      {
        data: { values: answers.map((each) => ({ ...each })) },
        mark: { type: "point", filled: true, size: 70, color: red, opacity: 1 },
        encoding: { y: { ...y, field: "who" }, x: { field: "value", type: "quantitative", scale } },
      },
    ],
  };
}

/** The chart as an SVG document. */
export async function svgOf(chart: TopLevelSpec): Promise<string> {
  return await new View(parse(compile(chart).spec), { renderer: "none" }).toSVG() + "\n";
}
