import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { floatFormats } from "../graph/data_type.ts";
import { ulpDistance } from "./ulp.ts";

Deno.test("ulpDistance() puts both zeros in one place", () => {
  strictEqual(ulpDistance("float32", -0, 0), 0);
  strictEqual(ulpDistance("float16", 0, -0), 0);
});

Deno.test("ulpDistance() counts steps of the element's own type", () => {
  strictEqual(ulpDistance("float32", 1, 1 + 2 ** -23), 1);
  strictEqual(ulpDistance("float32", 1, 1 - 2 ** -24), 1);
  strictEqual(ulpDistance("float16", 1, 1 + 2 ** -10), 1);
  strictEqual(ulpDistance("float16", 1024, 1000), 48);
});

Deno.test("ulpDistance() counts through zero where the signs differ", () => {
  for (const dataType of ["float32", "float16"] as const) {
    const { minSubnormal } = floatFormats[dataType];
    strictEqual(ulpDistance(dataType, -minSubnormal, minSubnormal), 2);
    strictEqual(ulpDistance(dataType, -0, 3 * minSubnormal), 3);
  }
});

Deno.test("ulpDistance() puts an infinity one step beyond the largest finite value", () => {
  strictEqual(ulpDistance("float32", floatFormats.float32.max, Infinity), 1);
  strictEqual(ulpDistance("float16", -65504, -Infinity), 1);
});

Deno.test("ulpDistance() is Infinity between NaN and a number", () => {
  strictEqual(ulpDistance("float32", NaN, NaN), 0);
  strictEqual(ulpDistance("float16", NaN, 1), Infinity);
});

Deno.test("ulpDistance() of integers is their difference", () => {
  strictEqual(ulpDistance("uint8", 255, 0), 255);
  strictEqual(ulpDistance("int64", -(2n ** 63n), 2n ** 63n - 1n), 2 ** 64);
});

Deno.test("ulpDistance() is symmetric and adds up along the line", () => {
  const half = fc.float({ noNaN: true }).map((x) => Math.f16round(x));
  fc.assert(fc.property(fc.tuple(half, half, half), (triple) => {
    const [a, b, c] = triple.sort((x, y) => x - y);
    strictEqual(ulpDistance("float16", a, b), ulpDistance("float16", b, a));
    strictEqual(ulpDistance("float16", a, c), ulpDistance("float16", a, b) + ulpDistance("float16", b, c));
  }));
});
