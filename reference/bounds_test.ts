import assert from "node:assert/strict";
import { Flag } from "../graph/expectation.ts";
import { profiles } from "../graph/profile.ts";
import { floatBounds } from "./bounds.ts";
import type { Rounding } from "./operator.ts";

const u = 2 ** -24;
const most = (2 - 2 ** -23) * 2 ** 127;

function bounds(
  value: number,
  radius: number,
  rounding: Rounding,
  profile = profiles.ieee,
  type = "float32" as const,
) {
  const { lo, hi, flags } = floatBounds(
    { v: Float64Array.of(value), e: Float64Array.of(radius), rounding },
    type,
    profile,
  );
  return [lo[0], hi[0], flags?.[0] ?? 0];
}

Deno.test("floatBounds() of an exact value that is rounded once is the nearest value, or both neighbours", () => {
  assert.deepEqual(bounds(1 + u / 2, 0, "once"), [1, 1, 0]);
  assert.deepEqual(bounds(1 + u / 2, 0, "once", profiles["webgpu-f16"]), [1, 1 + 2 * u, 0]);
  assert.deepEqual(bounds(1, 0, "once", profiles["webgpu-f16"]), [1, 1, 0]);
});

Deno.test("floatBounds() rounds the endpoints of a value that is uncertain and rounded once", () => {
  assert.deepEqual(bounds(1 + u, 3 * u, "once"), [1 - 2 * u, 1 + 4 * u, 0]);
});

Deno.test("floatBounds() adds the store to an accumulated float16 value, outward", () => {
  const { lo, hi } = floatBounds(
    { v: Float64Array.of(1), e: Float64Array.of(2 ** -20), rounding: "stored" },
    "float16",
    profiles.ieee,
  );
  const E = 2 ** -20 + 2 ** -11 * (1 + 2 ** -20) + 2 ** -24;
  assert.ok(hi[0] >= 1 + E && hi[0] < 1 + E * 1.000001);
  assert.ok(lo[0] <= 1 - E && lo[0] > 1 - E * 1.000001);
});

Deno.test("floatBounds() of an exact sum is the nearest stored value", () => {
  const of = (value: number) =>
    floatBounds({ v: Float64Array.of(value), rounding: "stored" }, "float16", profiles.ieee).lo[0];
  assert.equal(of(2049), 2048);
  assert.equal(of(2051), 2052);
});

Deno.test("floatBounds() lets an infinity pass from the last number and a half ULP on", () => {
  const half = most * u / 2;
  assert.deepEqual(bounds(most, half, "stored")[2], 0);
  assert.deepEqual(bounds(most, 3 * half, "stored")[2], Flag.orPositiveInfinity);
  assert.deepEqual(bounds(-most, 3 * half, "stored")[2], Flag.orNegativeInfinity);
  assert.deepEqual(bounds(2 ** 129, 1, "stored"), [Infinity, Infinity, 0]);
  assert.deepEqual(bounds(-(2 ** 129), 0, "once"), [-Infinity, -Infinity, 0]);
});

Deno.test("floatBounds() keeps the last number beside the infinity where either neighbour passes", () => {
  const [lo, , flags] = bounds(2 ** 129, 0, "once", profiles["webgpu-f16"]);
  assert.deepEqual([lo, flags], [most, Flag.orPositiveInfinity]);
});

Deno.test("floatBounds() lets a result beyond the range saturate wherever overflow is indeterminate", () => {
  const [lo, hi, flags] = bounds(1e5, 0, "none", profiles["reduced-f16"]);
  assert.deepEqual([lo, hi, flags], [65504, 1e5, Flag.orPositiveInfinity]);
  assert.deepEqual(bounds(-1e5, 0, "none", profiles["reduced-f16"]), [-1e5, -65504, Flag.orNegativeInfinity]);
});

Deno.test("floatBounds() includes zero where a subnormal may be flushed", () => {
  assert.deepEqual(bounds(2 ** -130, 0, "none"), [2 ** -130, 2 ** -130, 0]);
  assert.deepEqual(bounds(2 ** -130, 0, "none", profiles["webgpu-f16"]), [0, 2 ** -130, 0]);
  assert.deepEqual(bounds(-(2 ** -130), 0, "none", profiles["webgpu-f16"]), [-(2 ** -130), 0, 0]);
  assert.deepEqual(bounds(2 ** -126, 0, "none", profiles["webgpu-f16"]), [2 ** -126, 2 ** -126, 0]);
});

Deno.test("floatBounds() expects NaN and infinities in profile ieee and nothing of them elsewhere", () => {
  assert.deepEqual(bounds(NaN, 0, "stored"), [NaN, NaN, Flag.nan]);
  assert.deepEqual(bounds(-Infinity, 0, "once"), [-Infinity, -Infinity, 0]);
  assert.equal(bounds(NaN, 0, "stored", profiles["webgpu-f16"])[2], Flag.any);
  assert.equal(bounds(Infinity, 0, "stored", profiles["reduced-f16"])[2], Flag.any);
});

Deno.test("floatBounds() skips an element whose radius says nothing", () => {
  assert.equal(bounds(1, Infinity, "stored")[2], Flag.skip);
});

Deno.test("floatBounds() has no bounds and no flag where a radius is NaN or negative, which the judge calls a defect", () => {
  for (const rounding of ["none", "once", "stored"] as const) {
    for (const radius of [NaN, -1, -Infinity]) {
      assert.deepEqual(bounds(1, radius, rounding), [NaN, NaN, 0]);
      assert.deepEqual(bounds(1, radius, rounding, profiles["reduced-f16"]), [NaN, NaN, 0]);
    }
  }
});

Deno.test("floatBounds() cuts at the range invariants in every profile", () => {
  const cut = (profile = profiles.ieee) => {
    const elements = {
      v: Float64Array.of(0, 1),
      e: Float64Array.of(1, 1),
      rounding: "stored",
      atLeast: 0,
      atMost: 1,
    } as const;
    const { lo, hi } = floatBounds(elements, "float32", profile);
    return [lo[0], hi[1] > 1];
  };
  assert.deepEqual(cut(), [0, false]);
  assert.deepEqual(cut(profiles["webgpu-f16"]), [0, false]);
});

Deno.test("floatBounds() of elements without a radius are those of elements whose radius is 0", () => {
  const special = [
    0,
    -0,
    1,
    -1,
    0.1,
    1 + u,
    1 + u / 2,
    -most,
    most,
    most * 1.0001,
    65504,
    65519,
    65520,
    2 ** -150,
  ];
  const values = [...special, 1e-40, -1e-40, 1e-7, -6e-8, 2 ** -149, 0.5, NaN, Infinity, -Infinity];
  for (const profile of Object.values(profiles)) {
    for (const dataType of ["float32", "float16"] as const) {
      for (const rounding of ["none", "once", "stored"] as const) {
        for (const atLeast of [undefined, 0]) {
          for (const v of [Float64Array.from(values), ...values.map((value) => Float64Array.of(1, value))]) {
            const plain = floatBounds({ v, rounding, atLeast }, dataType, profile);
            const zeros = floatBounds(
              { v, e: new Float64Array(v.length), rounding, atLeast },
              dataType,
              profile,
            );
            assert.deepEqual(plain, zeros, `${v} ${rounding} ${dataType} ${profile.name}`);
          }
        }
      }
    }
  }
});
