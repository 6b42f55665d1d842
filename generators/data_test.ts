import assert from "node:assert/strict";
import { floatFormats, type FloatType, integerRange } from "../graph/data_type.ts";
import { type Content, type DataKind, dataKinds, drawElements } from "./data.ts";
import { streamOf } from "./random.ts";

const values: Content = { role: "values", whole: [-20, 20] };

function draw(
  dataType: FloatType,
  kind: DataKind,
  content: Content = values,
  shape: readonly number[] = [7, 31],
) {
  return Array.from(drawElements(dataType, shape, content, kind, streamOf(`${dataType} ${kind}`)), Number);
}

for (const dataType of ["float32", "float16"] as const) {
  Deno.test(`drawElements() draws finite ${dataType} numbers, except for special`, () => {
    for (const kind of dataKinds) {
      assert.equal(draw(dataType, kind).every(Number.isFinite), kind !== "special", kind);
    }
  });

  Deno.test(`drawElements() draws whole ${dataType} numbers of both signs within the magnitude`, () => {
    const drawn = draw(dataType, "integers");
    assert.ok(drawn.every((value) => Number.isInteger(value) && Math.abs(value) <= 20));
    assert.ok(Math.min(...drawn) < 0 && Math.max(...drawn) > 0);
  });

  Deno.test(`drawElements() draws subnormal ${dataType} numbers`, () => {
    const { minNormal } = floatFormats[dataType];
    const drawn = draw(dataType, "subnormal");
    assert.ok(drawn.every((value) => value !== 0));
    assert.ok(drawn.some((value) => Math.abs(value) < minNormal));
    assert.ok(drawn.some((value) => Math.abs(value) >= minNormal));
  });

  Deno.test(`drawElements() puts every special value into a ${dataType} tensor`, () => {
    const drawn = draw(dataType, "special");
    for (const special of [NaN, Infinity, -Infinity, -0]) {
      assert.ok(drawn.some((value) => Object.is(value, special)));
    }
  });

  Deno.test(`drawElements() draws ${dataType} weights that cancel in every sum`, () => {
    const shape = [3, 5, 2, 2];
    const drawn = draw(dataType, "cancellation", { role: "weights", whole: [-3, 3], keptAxes: [0] }, shape);
    for (let output = 0; output < 3; output++) {
      const weights = drawn.slice(20 * output, 20 * output + 20);
      assert.equal(weights.reduce((sum, weight) => sum + weight, 0), 0);
      assert.ok(weights.every((weight) => Math.abs(weight) >= 1));
    }
  });
}

Deno.test("drawElements() keeps bias far from zero and weights, scales and divisors off zero", () => {
  const bias = draw("float32", "integers", { role: "bias", whole: [50, 99] });
  assert.ok(bias.every((value) => Math.abs(value) >= 50));
  for (const kind of dataKinds) {
    for (const role of ["scale", "divisor"] as const) {
      assert.ok(
        draw("float32", kind, { role, whole: [-3, 3] }).every((value) => value !== 0),
        `${role} ${kind}`,
      );
    }
  }
  assert.ok(draw("float16", "integers", { role: "weights", whole: [-3, 3] }).every((value) => value !== 0));
});

Deno.test("drawElements() draws 64-bit integers beyond 32 bits, and the ends of the range for special", () => {
  const content: Content = { role: "values", whole: [-(2 ** 50), 2 ** 50] };
  const drawn = drawElements("int64", [50], content, "integers", streamOf("64"));
  assert.ok(Array.from(drawn, BigInt).some((value) => value > 2n ** 40n));
  const special = new Set(
    Array.from(drawElements("uint64", [99], values, "special", streamOf("64")), BigInt),
  );
  for (const end of integerRange.uint64) assert.ok(special.has(end));
});

Deno.test("angles are away from the poles of tan, also in float16", () => {
  for (const dataType of ["float32", "float16"] as const) {
    for (const kind of ["integers", "uniform", "normal", "mixed", "large"] as const) {
      const angles = drawElements(
        dataType,
        [2000],
        { role: "angle", whole: [-99, 99] },
        kind,
        streamOf("angles"),
      );
      for (const angle of angles) assert.ok(Math.abs(Math.cos(Number(angle))) > 2 ** -8, `${kind}: ${angle}`);
    }
  }
});
