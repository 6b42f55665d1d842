import assert from "node:assert/strict";
import { Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import { Undecided } from "./ball.ts";
import type { Result } from "./operator.ts";
import { operators } from "./operators.ts";
import { ballOf, store, storeInside } from "./store.ts";

const float32 = { dataType: "float32", shape: [1] } as const;
const float16 = { dataType: "float16", shape: [1] } as const;

function stored(
  result: Partial<Result> & { value: number },
  descriptor: typeof float32 | typeof float16 = float32,
  profile = profiles.ieee,
) {
  const { value, rounding = "once", ...rest } = result;
  return store({ v: Float64Array.of(value), rounding, ...rest }, descriptor, profile);
}

Deno.test("store() leaves an exact value that the data type holds exact", () => {
  assert.equal(stored({ value: 1.5 }).e, undefined);
  assert.equal(stored({ value: 2049, rounding: "stored" }).e, undefined);
});

Deno.test("store() keeps the value and takes the rounding into the radius", () => {
  const ball = stored({ value: 2049 }, float16);
  assert.equal(ball.v[0], 2049);
  assert.ok(ball.e![0] >= 1 && ball.e![0] < 1.01);
  const accumulated = stored({ value: 1, rounding: "stored", e: Float64Array.of(2 ** -22) });
  assert.equal(accumulated.e![0], 2 ** -22 + 2 ** -149);
});

Deno.test("store() widens alternatives into the radius", () => {
  const alternatives = [{
    answer: "b",
    positions: Uint32Array.of(0),
    v: Float64Array.of(5),
    e: Float64Array.of(1),
  }];
  assert.equal(stored({ value: 2, rounding: "none", alternatives }).e![0], 4);
  const nan = [{ question: "Q7", answer: "b", positions: Uint32Array.of(0), v: Float64Array.of(0) }];
  assert.equal(stored({ value: NaN, rounding: "none", alternatives: nan }).undecided![0], Undecided.value);
});

Deno.test("store() makes what has no bound undecided", () => {
  assert.equal(stored({ value: 2, flags: Uint8Array.of(Flag.skip) }).undecided![0], Undecided.value);
  assert.equal(stored({ value: 2, e: Float64Array.of(Infinity) }).undecided![0], Undecided.value);
  assert.equal(stored({ value: 2, undecided: Uint8Array.of(1) }).e![0], Infinity);
});

Deno.test("store() keeps a radius that is NaN or negative in sight, through the nodes after it", () => {
  for (const radius of [NaN, -1]) {
    const ball = stored({ value: 2, e: Float64Array.of(radius) });
    assert.deepEqual([...ball.undecided!], [Undecided.defect]);
    const a = { ...ball, shape: [1, 1] }, b = { ...float32, shape: [1, 1], v: Float64Array.of(0) };
    const [product] = operators.get("matmul")!.evaluate({ a, b }, {}, profiles.ieee);
    assert.deepEqual([...store(product, { ...float32, shape: [1, 1] }, profiles.ieee).undecided!], [
      Undecided.defect,
    ]);
    const [sum] = operators.get("add")!.evaluate({ a, b }, {}, profiles.ieee);
    assert.deepEqual([...sum.undecided!], [Undecided.defect]);
  }
});

Deno.test("store() of what a backend may fold into the next node does not overflow surely", () => {
  const result = { v: Float64Array.of(1e39), rounding: "stored", M: Float64Array.of(1e39) } as const;
  assert.equal(store(result, float32, profiles.ieee, true).undecided![0], Undecided.value);
  assert.equal(store(result, float32, profiles.ieee).v[0], Infinity);
});

Deno.test("storeInside() keeps a value beyond the range, and leaves it open", () => {
  for (const [value, type] of [[1e39, "float32"], [1e5, "float16"]] as const) {
    const ball = storeInside({ v: Float64Array.of(value), rounding: "once" }, type, [1], profiles.ieee);
    assert.deepEqual([ball.v[0], ball.e![0], ball.undecided![0]], [value, Infinity, Undecided.indeterminate]);
  }
});

Deno.test("store() leaves open what is computed from any value", () => {
  assert.equal(stored({ value: 2, flags: Uint8Array.of(Flag.any) }).undecided![0], Undecided.indeterminate);
  const descriptor = { dataType: "int32", shape: [1] } as const;
  const flags = Uint8Array.of(Flag.any), undecided = Uint8Array.of(Undecided.value);
  const ball = store({ v: Int32Array.of(7), rounding: "none", flags, undecided }, descriptor, profiles.ieee);
  assert.deepEqual([...ball.undecided!], [Undecided.indeterminate]);
});

Deno.test("store() overflows float32 surely, float16 and other profiles perhaps", () => {
  assert.equal(stored({ value: 1e39 }).v[0], Infinity);
  assert.equal(stored({ value: 1e5 }, float16).undecided![0], Undecided.value);
  assert.equal(
    stored({ value: 1e39 }, float32, profiles["webgpu-f16"]).undecided![0],
    Undecided.indeterminate,
  );
});

Deno.test("store() lets a subnormal result become zero where the profile flushes", () => {
  assert.equal(stored({ value: 2 ** -130 }).e, undefined);
  assert.equal(stored({ value: 2 ** -130 }, float32, profiles["webgpu-f16"]).e![0], 2 ** -130);
});

Deno.test("store() passes integers on, and marks those that could be another", () => {
  const descriptor = { dataType: "int32", shape: [2] } as const;
  const v = Int32Array.of(1, 2);
  assert.deepEqual(store({ v, rounding: "none" }, descriptor, profiles.ieee).v, v);
  const alternatives = [{
    question: "Q13",
    answer: "b",
    positions: Uint32Array.of(1),
    v: Float64Array.of(3),
  }];
  const { undecided } = store({ v, rounding: "none", alternatives }, descriptor, profiles.ieee);
  assert.deepEqual([...undecided!], [0, Undecided.value]);
});

Deno.test("store() carries magnitude and terms only into a single use", () => {
  const result = {
    v: Float64Array.of(1, 1),
    rounding: "stored",
    M: Float64Array.of(3, 3),
    n: Int32Array.of(4, 6),
  } as const;
  const descriptor = { dataType: "float32", shape: [2] } as const;
  const { M, terms } = store(result, descriptor, profiles.ieee, true);
  assert.deepEqual([M?.[0], terms], [3, 6]);
  const shared = store(result, descriptor, profiles.ieee);
  assert.deepEqual([shared.M, shared.terms], [undefined, undefined]);
});

Deno.test("ballOf() leaves NaN and infinities open where the profile does", () => {
  const v = Float64Array.of(1, NaN, Infinity);
  const descriptor = { dataType: "float32", shape: [3] } as const;
  assert.equal(ballOf(v, descriptor, profiles.ieee).undecided, undefined);
  assert.deepEqual([...ballOf(v, descriptor, profiles["webgpu-f16"]).undecided!], [0, 2, 2]);
});
