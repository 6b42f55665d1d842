import assert from "node:assert/strict";
import type { ExplainedElement, ExplainedTerm } from "../judge/explain/explain.ts";
import { explanationLines } from "./explanation_text.ts";
import { painter } from "./text.ts";

const options = { room: 6, width: 100, paint: painter(false) };

function term(k: number, x: number, w: number): ExplainedTerm {
  const factors = [{ argument: "input", index: [0, k], value: x }, {
    argument: "filter",
    index: [k],
    value: w,
  }];
  return { factors, product: x * w };
}

const element: ExplainedElement = {
  dispatch: 1,
  output: "output",
  index: [0, 3],
  dataType: "float32",
  operator: "conv2d",
  section: "api-mlgraphbuilder-conv2d",
  expected: { value: 5, bits: "0x40a00000" },
  exact: 5,
  proof: { stage: "float64", radius: 0 },
  formula: {
    text: "(n + 2)·u·S + n·q",
    symbols: [{ name: "n", value: 2 }, { name: "u", value: 2 ** -24 }, {
      name: "d",
      value: 1.5,
      meaning: "1 + 1/2",
    }],
  },
  bound: { lo: 4.75, hi: 5.25, radius: 0.25, parts: [{ what: "rounding", size: 0.25 }], notes: [] },
  actual: { value: 3, bits: "0x40400000", error: 2, ulp: 6291456, ratio: 8 },
  sum: { terms: [term(0, 1, 3), term(1, 2, 1)] },
  isInner: false,
  earlier: [],
};

Deno.test("explanationLines() puts value, answer, bound and terms into columns", () => {
  assert.deepEqual(explanationLines(element, options), [
    "output[0,3] of conv2d, float32",
    "  expected  5  0x40a00000  proven in plain float64, exactly",
    "  actual    3  0x40400000  off by 2, 6,291,456 ULP, 8.0 times the bound",
    "",
    "  allowed  ± 0.25  4.75 to 5.25",
    "  made of    0.25  rounding",
    "  rounding: (n + 2)·u·S + n·q",
    "    n  = 2      terms",
    "    u  = 2^-24  unit roundoff of the accumulator, times rho",
    "    d  = 1.5    1 + 1/2",
    "",
    "  2 terms",
    "    input[0,0]  1  × filter[0]  3  = 3  sum 3",
    "    input[0,1]  2  × filter[1]  1  = 2  sum 5  ← as if it were left out",
  ]);
});

Deno.test("explanationLines() calls a value exact only where it is the exact result", () => {
  const proofs = [
    [{ stage: "float64", radius: 2 ** -60 }, "proven in plain float64, within 8.67e-19"],
    [{ stage: "float64" }, "proven in plain float64: it rounds as the exact result does"],
    [{ stage: "pairs" }, "proven in pairs of float64: it rounds as the exact result does"],
    [{ stage: "unrounded" }, "moved, selected, compared, whole or not finite: nothing is rounded"],
    [{ stage: "none" }, "not proven"],
  ] as const;
  for (const [proof, text] of proofs) {
    assert.equal(explanationLines({ ...element, proof }, options)[1], `  expected  5  0x40a00000  ${text}`);
  }
});

Deno.test("explanationLines() cuts long sums in the middle, and shows everything when asked", () => {
  const terms = Array.from({ length: 600 }, (_, k) => term(k, k + 1, 0.5));
  const long = { ...element, actual: undefined, sum: { terms } };
  const lines = explanationLines(long, options);
  assert.ok(lines.length < 20);
  const cut = lines.find((line) => line.includes("…"))!;
  assert.match(cut, /^ {4}… 595 more terms, together \d+(\.5)?$/);
  const total = 600 * 601 / 4;
  assert.match(lines.at(-1)!, new RegExp(`sum ${total}$`));
  const all = explanationLines(long, { ...options, room: Infinity, width: Infinity });
  assert.equal(all.filter((line) => line.includes("× filter[")).length, 600);
});

Deno.test("explanationLines() leaves terms that are 0 out of a long sum, and counts them", () => {
  const terms = Array.from({ length: 40 }, (_, k) => term(k, k === 7 ? 5 : 0, 1));
  const lines = explanationLines({ ...element, sum: { terms } }, options);
  assert.ok(lines.includes("  40 terms, 39 of them 0 and not shown"));
  assert.match(lines.at(-1)!, /input\[0,7\] {2}5/);
});

Deno.test("explanationLines() shows operand elements as ranges of indices, with the first values", () => {
  const elements = [[0, 1], [0, 2], [1, 1], [1, 2]].map((index, k) => ({ index, value: k }));
  const operands = [{ argument: "input", shape: [2, 4], elements }];
  const lines = explanationLines({ ...element, sum: undefined, operands }, options);
  assert.equal(lines.at(-1), "    input[0…1,1…2]  4 elements  0, 1, 2, 3");
});

Deno.test("explanationLines() shows a long product factor by factor", () => {
  const factors = Array.from(
    { length: 30 },
    (_, k) => ({ argument: "input", index: [k], value: k < 2 ? 3 : 1 }),
  );
  const lines = explanationLines({ ...element, sum: { terms: [{ factors, product: 9 }] } }, options);
  assert.ok(lines.includes("  the product of 30 factors"));
  assert.match(lines.at(-1)!, /input\[29\] {2}1 {2}product 9/);
  assert.ok(lines.some((line) => line.trim() === "… 25 more factors, together 1"));
});
