/**
 * What the plots of docs/tolerance.md show, measured: software kernels of matmul and batchNormalization, right and wrong
 * ones, against the reference.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import type { Graph, Operand } from "../../graph/graph.ts";
import { profiles } from "../../graph/profile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { normal } from "../../generators/data.ts";
import { streamOf } from "../../generators/random.ts";
import { mutants } from "../../judge/mutants/mutants.ts";
import { arithmetics } from "../../judge/software/arithmetic.ts";
import { softwareOutputs } from "../../judge/software/run.ts";
import { ulpDistance } from "../../judge/ulp.ts";
import { expectationOf } from "../../reference/expect.ts";

function float32(shape: readonly number[], element: (i: number) => number): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { dataType: "float32", shape, data: Float32Array.from({ length: count }, (_, i) => element(i)) };
}

function caseOf(operator: string, tensors: Readonly<Record<string, Tensor>>, names: readonly string[]): Case {
  const operands = new Map(
    Object.entries(tensors).map(([name, { dataType, shape }]): [string, Operand] => [
      name,
      { kind: "input", dataType, shape },
    ]),
  );
  const graph: Graph = {
    operands,
    nodes: [{
      operator,
      operands: Object.fromEntries(names.map((name) => [name, name])),
      options: {},
      outputs: ["y"],
    }],
    outputs: ["y"],
  };
  const inputs = new Map(Object.entries(tensors));
  return { id: operator, graph, inputs, secondInputs: inputs, provenance: { source: "plot" } };
}

/** What one kernel gives for the only output of a case. */
function answered(testCase: Case, name?: string, order = 0): Float32Array {
  const [{ operator }] = testCase.graph.nodes;
  const mutant = name === undefined
    ? undefined
    : mutants.find((each) => each.operator === operator && each.name === name);
  if (name !== undefined && !mutant) throw new RangeError(`${operator} has no mutant ${name}`);
  const outputs = softwareOutputs(testCase, testCase.inputs, arithmetics.ieee[order], mutant);
  return outputs!.get("y")!.data as Float32Array;
}

function expectedOf(testCase: Case) {
  return expectationOf(testCase, profiles.ieee).outputs.get("y")!;
}

/** One sum of 64 products: how much it cancels, and how far a right kernel is from it. */
export interface Cancellation {
  /** Σ|terms| / |Σ terms| */
  readonly condition: number;
  /** Error of a right kernel, its bound, both in units in the last place. */
  readonly ulp: number;
  readonly bound: number;
}

/** Sums of 64 products that cancel more and more, by a right kernel in each of six orders. */
export function measureCancellation(): Cancellation[] {
  const n = 64, rows = 3, points: Cancellation[] = [];
  for (let power = 0; power <= 18; power++) {
    const random = streamOf(`cancellation ${power}`);
    const half = Array.from({ length: rows * n / 2 }, () => normal(random));
    // the second half of a row takes the first away, up to 2^-power
    const a = float32([rows, n], (i) => {
      const row = Math.floor(i / n), k = i % n;
      const x = half[row * n / 2 + k % (n / 2)];
      return k < n / 2 ? x : -x * (1 + normal(random) * 2 ** -power);
    });
    const b = float32([n, 1], () => 1 + random.unit() / 2 ** power);
    const testCase = caseOf("matmul", { a, b }, ["a", "b"]);
    const { exact, value, S, lo, hi } = expectedOf(testCase);
    for (let order = 0; order < arithmetics.ieee.length; order++) {
      answered(testCase, undefined, order).forEach((actual, i) => {
        const y = Math.abs(exact![i]);
        const unit = 2 ** (Math.floor(Math.log2(y)) - 23);
        points.push({
          condition: S![i] / y,
          ulp: ulpDistance("float32", actual, value[i]),
          bound: (Number(hi[i]) - Number(lo[i])) / 2 / unit,
        });
      });
    }
  }
  return points;
}

/** Root mean square of the error of a sum of n products, in units of u·Σ|terms|. */
export interface Spread {
  readonly kernel: string;
  readonly n: number;
  readonly rms: number;
  /** The largest share of the worst-case bound that an element used. */
  readonly used: number;
}

const kernels: readonly (readonly [kernel: string, mutant?: string, order?: number])[] = [
  ["float32, one after the other", undefined, 0],
  ["float32, in pairs", undefined, 3],
  ["every addition truncated", "sums-truncated"],
  ["inputs in tf32", "inputs-in-tf32"],
  ["sums in float16", "sums-in-float16"],
];

/** 1,024 sums of n products of normal numbers, by right kernels and by kernels in less arithmetic than they claim. */
export function measureSpread(): Spread[] {
  const side = 32, points: Spread[] = [];
  for (const n of [16, 64, 256, 1024, 4096]) {
    const random = streamOf(`spread ${n}`);
    const draw = () => normal(random);
    const testCase = caseOf(
      "matmul",
      { a: float32([side, n], draw), b: float32([n, side], draw) },
      ["a", "b"],
    );
    const { exact, S, lo, hi } = expectedOf(testCase);
    for (const [kernel, mutant, order] of kernels) {
      let squares = 0, used = 0;
      answered(testCase, mutant, order).forEach((actual, i) => {
        const error = actual - exact![i];
        squares += (error / (2 ** -24 * S![i])) ** 2;
        used = Math.max(used, Math.abs(error) / ((Number(hi[i]) - Number(lo[i])) / 2));
      });
      points.push({ kernel, n, rms: Math.sqrt(squares / side ** 2), used });
    }
  }
  return points;
}

/** How many times its bound a batchNormalization with a wrong epsilon uses, in data of one variance. */
export interface Visibility {
  readonly bug: string;
  readonly variance: number;
  readonly used: number;
}

/** Wrong epsilons in batchNormalization, for variances from 1e-7 to 10. */
export function measureVisibility(bugs: readonly (readonly [bug: string, mutant: string])[]): Visibility[] {
  const points: Visibility[] = [];
  for (let power = -14; power <= 2; power++) {
    const variance = 10 ** (power / 2);
    const random = streamOf(`epsilon ${power}`);
    const testCase = caseOf("batchNormalization", {
      input: float32([64, 1], () => normal(random) * Math.sqrt(variance)),
      mean: float32([1], () => 0),
      variance: float32([1], () => variance),
    }, ["input", "mean", "variance"]);
    const { exact, lo, hi } = expectedOf(testCase);
    for (const [bug, mutant] of bugs) {
      let used = 0;
      answered(testCase, mutant).forEach((actual, i) => {
        used = Math.max(used, Math.abs(actual - exact![i]) / ((Number(hi[i]) - Number(lo[i])) / 2));
      });
      points.push({ bug, variance, used });
    }
  }
  return points;
}

/** Answers that were reported, and what passes, in ULP from the true value. */
export interface Reported {
  readonly answers: readonly { readonly who: string; readonly value: number }[];
  readonly intervals: readonly { readonly who: string; readonly low: number; readonly high: number }[];
}

/** Element [2,0,0] of webnn #950: `batchNormalization` with axis 0 of 3 (mean 6, variance 2), then `gelu`. */
export function measureReported(): Reported {
  const { graph: { operands }, inputs } = caseOf("batchNormalization", {
    input: float32([3, 1, 2], (i) => i - 1),
    mean: float32([3], (i) => 3 * i),
    variance: float32([3], (i) => 1 + i / 2),
  }, ["input", "mean", "variance"]);
  const graph: Graph = {
    operands,
    nodes: [
      {
        operator: "batchNormalization",
        operands: { input: "input", mean: "mean", variance: "variance" },
        options: { axis: 0 },
        outputs: ["normal"],
      },
      { operator: "gelu", operands: { input: "normal" }, options: {}, outputs: ["y"] },
    ],
    outputs: ["y"],
  };
  const testCase = { id: "webnn-950", graph, inputs, secondInputs: inputs, provenance: { source: "plot" } };
  const { exact, lo, hi } = expectedOf(testCase);
  const ulp = 2 ** -28;
  const from = (value: number) => (value - exact![4]) / ulp;
  const stored = from(-0.03595117852091789);
  return {
    answers: [
      { who: "ORT CPU, DirectML", value: from(-0.035951320081949234) },
      { who: "TFLite, LiteRT", value: from(-0.035951387137174606) },
      { who: "the stored expectation", value: stored },
    ],
    intervals: [
      { who: "passes by the table: 24 ULP around it", low: stored - 24, high: stored + 24 },
      { who: "passes in profile ieee", low: from(Number(lo[4])), high: from(Number(hi[4])) },
    ],
  };
}
