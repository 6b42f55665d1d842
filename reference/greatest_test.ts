/** Selection where every use of a subnormal may read it as zero, each use on its own. */

import assert from "node:assert/strict";
import fc from "fast-check";
import { type ProfileName, profiles } from "../graph/profile.ts";
import { expected, refused, tensor } from "./_testing.ts";
import { AlternativeList } from "./alternative_list.ts";
import { Greatest } from "./greatest.ts";

const N = 2 ** -126;

/** Of up to three numbers, many of them subnormal. */
const numbers = fc.array(
  fc.tuple(fc.constantFrom(1, -1, 0), fc.constantFrom(2 ** -149, 2 ** -140, 2 ** -130, 2 ** -127, N, 1))
    .map(([sign, size]) => sign * size),
  { minLength: 3, maxLength: 3 },
);

/** Reads a number as a backend may: each call takes the next choice. */
function reader(choices: readonly boolean[]): (x: number) => number {
  let at = 0;
  return (x) => choices[at++ % choices.length] && Math.abs(x) < N ? 0 : x;
}

/** `max` and `min` of a backend that compares what it reads and selects what it reads again. */
function selection(choices: readonly boolean[]) {
  const read = reader(choices);
  const max = (a: number, b: number) => read(a) < read(b) ? read(b) : read(a);
  const min = (a: number, b: number) => read(b) < read(a) ? read(b) : read(a);
  return { max, min };
}

Deno.test("whatever a backend reads as zero, in whichever use, what it selects is admitted", () => {
  const choices = fc.array(fc.boolean(), { minLength: 5, maxLength: 14 });
  const name = fc.constantFrom<ProfileName>("webgpu-f16", "reduced-f16");
  fc.assert(
    fc.property(numbers, numbers, choices, name, ([x, y, z], [low, , high], used, name) => {
      const { max, min } = selection(used);
      const passes = (operator: string, operands: object, options: object, answer: number) => {
        const output = expected(operator, { ...operands }, { ...options }, profiles[name]);
        assert.deepEqual(refused(output, [answer]), [], `${operator} ${[x, y, z, low, high]}: ${answer}`);
      };
      const row = { input: tensor([1, 1, 1, 3], [x, y, z]) };
      passes("reduceMax", row, {}, max(max(x, y), z));
      passes("reduceMin", row, {}, min(x, min(y, z)));
      passes("maxPool2d", row, {}, max(max(x, y), z));
      const pair = { a: tensor([1], [x]), b: tensor([1], [y]) };
      passes("max", pair, {}, max(x, y));
      passes("min", pair, {}, min(x, y));
      const input = tensor([1], [x]);
      passes("relu", { input }, {}, Math.max(max(x, 0), 0));
      const bounds = { minValue: Math.min(low, high), maxValue: Math.max(low, high) };
      passes("clamp", { input }, bounds, min(max(x, bounds.minValue), bounds.maxValue));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("nothing below every candidate, or above, is admitted, and no subnormal where a number is above them", () => {
  const greatest = new Greatest(N);
  const hull = (...candidates: number[]) => {
    greatest.clear();
    candidates.forEach((x) => greatest.add(x, x, x));
    return [greatest.least, greatest.most];
  };
  assert.deepEqual(hull(2 ** -130, -(2 ** -140)), [-(2 ** -140), 2 ** -130]);
  assert.deepEqual(hull(-(2 ** -130), -(2 ** -140), -1), [-(2 ** -130), 0]);
  assert.deepEqual(hull(2 ** -130, 2 ** -140), [0, 2 ** -130]);
  assert.deepEqual(hull(N, 2 ** -140, -1), [N, N]);
  assert.deepEqual(hull(-N, -1), [-N, -N]);
});

Deno.test("what a candidate's radius leaves open stays the least of the lower ends, subnormals beside it", () => {
  const greatest = new Greatest(N);
  greatest.add(5, 4, 6);
  greatest.add(-3, -12, 6.5);
  assert.deepEqual([greatest.radius, greatest.least, greatest.most], [1.5, 4, 6.5]);
  greatest.clear();
  greatest.add(-1, -2, 1);
  greatest.add(-3, -3, -3);
  const list = new AlternativeList("float32");
  greatest.addFlushed(list, 0, 1);
  assert.deepEqual([greatest.radius, greatest.least, list.build(undefined, "").length], [2, -2, 0]);
});
