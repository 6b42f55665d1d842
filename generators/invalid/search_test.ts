import assert from "node:assert/strict";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Operator } from "../../reference/operator.ts";
import { stepsOf } from "../../reference/steps.ts";
import { searchViolations } from "./search.ts";

/** Takes a matrix and an axis of it; the axis must be long, and even a long one must not be the last. */
const example: Operator = {
  name: "example",
  status: "spec",
  section: "",
  arguments: ["input", "axis"],
  operands: { input: { dataTypes: ["float32"], rank: [2, 2] } },
  options: { axis: { type: "unsigned long", required: true }, even: { type: "unsigned long" } },
  infer({ input }, { axis, even = 0 }) {
    const { shape } = input as Descriptor;
    const require = stepsOf("example");
    require((axis as number) < shape.length, "axis-range", "axis", axis, "0 or 1");
    require(shape[axis as number] >= 4, "long", "input", shape, "4 or more");
    require(!(axis === 1 && even === 6), "both", "axis", axis, "0 where even is 6");
    require(shape.length === 2, "never", "input", shape, "rank 2");
    return [input as Descriptor];
  },
  resolve: (_, options) => options,
  evaluate: () => [],
};

const call = {
  operands: { input: { dataType: "float32", shape: [4, 5] } as const },
  options: { axis: 0, even: 5 },
  outputs: 1,
};

Deno.test("searchViolations() finds every step that one change violates, and then those that take two", () => {
  const { violations, unviolated } = searchViolations(example, [call]);
  const steps = new Set(violations.map(({ error }) => error.step));
  assert.deepEqual([...steps].sort(), ["allowed-data-type", "allowed-rank", "axis-range", "both", "long"]);
  assert.deepEqual(unviolated.map(({ step }) => step), ["never"]);
  const both = violations.find(({ error }) => error.step === "both")!;
  const changed = (["axis", "even"] as const).filter((name) =>
    both.call.options[name] !== both.neighbour.options[name]
  );
  assert.equal(changed.length, 1, "one change from its neighbour, which is valid");
});

Deno.test("searchViolations() knows what violates one step alone", () => {
  const { violations } = searchViolations(example, [call]);
  const long = violations.find(({ error }) => error.step === "long")!;
  assert.equal(long.alone, true);
  const axis = violations.find(({ error }) => error.step === "axis-range")!;
  assert.equal(axis.alone, false, "an axis out of range is not long either");
});
