import assert from "node:assert/strict";
import type { Outputs } from "../../graph/answer.ts";
import { expectation, expected, vector } from "../_testing.ts";
import { namedPlace, widestPlace, worstPlace } from "./place.ts";

const about = (value: number) => [value, value - 0.5, value + 0.5] as const;
const y = expected("float32", [about(1), about(2), about(3)]);
const asked = expectation(y);

function answered(first: readonly number[], second: readonly number[]): [Outputs, Outputs] {
  return [new Map([["y", vector("float32", first)]]), new Map([["y", vector("float32", second)]])];
}

Deno.test("worstPlace() is the element furthest outside its bounds, of whichever data set", () => {
  const right = [1, 2, 3];
  assert.deepEqual(worstPlace(asked, answered([1, 4, 3], [1, 2, 9])), {
    dispatch: 2,
    output: "y",
    position: 2,
  });
  assert.deepEqual(worstPlace(asked, answered([1, 4, 3], right)), { dispatch: 1, output: "y", position: 1 });
  assert.deepEqual(worstPlace(asked, answered([1.25, 2, 3], right)), {
    dispatch: 1,
    output: "y",
    position: 0,
  });
});

Deno.test("worstPlace() prefers what fails to what is only near its bounds", () => {
  const exact = expectation(expected("float32", [about(1), [2]]));
  const place = worstPlace(exact, answered([1.5, 2], [1, 3]));
  assert.deepEqual(place, { dispatch: 2, output: "y", position: 1 });
});

Deno.test("widestPlace() is the element with the widest bound for its size", () => {
  assert.equal(widestPlace(asked.outputs).position, 0);
  assert.equal(widestPlace(new Map([["y", expected("float32", [[5], [7, 6, 8]])]])).position, 1);
});

Deno.test("namedPlace() reads an output and an index, and looks where it is wrong", () => {
  const wrong = answered([1, 2, 3], [1, 2, 9]);
  assert.deepEqual(namedPlace("y[2]", asked, wrong), { dispatch: 2, output: "y", position: 2 });
  assert.deepEqual(namedPlace("[1]", asked, wrong), { dispatch: 1, output: "y", position: 1 });
  assert.throws(() => namedPlace("y[3]", asked), /"y\[3\]".*shape \[3\]/);
  assert.throws(() => namedPlace("y[1,0]", asked), /has 1 numbers/);
  assert.throws(() => namedPlace("z[1]", asked), /no output "z"; the outputs are "y"/);
  assert.throws(() => namedPlace("y[a]", asked), /allowed is an output and an index/);
});
