import assert from "node:assert/strict";
import { floatFormats, type FloatType } from "../graph/data_type.ts";
import { type ProfileName, profiles } from "../graph/profile.ts";
import { functionError } from "./function_error.ts";

type Row = readonly [
  Parameters<typeof functionError>[0],
  ProfileName,
  FloatType,
  x: number,
  y: number,
  u: number,
  ulp: number,
];

const [u32, u16] = [floatFormats.float32.u, floatFormats.float16.u];

// tolerance.md, section 3.1: c in ULP, with a·u added where the function has it
const rows: readonly Row[] = [
  ["exp", "ieee", "float32", 10, 22026.46, u32, 4],
  ["exp", "ieee", "float16", 10, 22026.46, u32, 4],
  ["exp", "webgpu-f16", "float32", -10, 4.5e-5, u32, 23],
  ["exp", "webgpu-f16", "float16", 2, 7.389, u16, 5],
  ["exp", "reduced-f16", "float32", 2, 7.389, u16, 7],
  ["log", "ieee", "float32", 10, 2.3, u32, 4 + 1 / 4.6],
  ["log", "webgpu-f16", "float32", 10, 2.3, u32, 3],
  ["log", "webgpu-f16", "float32", 1.5, 0.405, u32, 2 ** -21 / (2 * u32 * 0.405)],
  ["log", "webgpu-f16", "float16", 1.5, 0.405, u16, 2 ** -7 / (2 * u16 * 0.405)],
  ["sin", "ieee", "float32", 1, 0.84, u32, 4],
  ["cos", "webgpu-f16", "float32", 1, 0.54, u32, 2 ** -11 / (2 * u32 * 0.54)],
  ["sin", "webgpu-f16", "float16", 1, 0.84, u16, 2 ** -7 / (2 * u16 * 0.84)],
  ["sin", "reduced-f16", "float32", 1, 0.84, u16, 2 ** -7 / (2 * u16 * 0.84)],
  ["tan", "ieee", "float32", 1, 1.56, u32, 8],
  ["tanh", "ieee", "float32", 1, 0.76, u32, 8 + 4 / 1.52],
  ["tanh", "webgpu-f16", "float32", 0.01, 0.01, u32, 1e-5 / (2 * u32 * 0.01)],
  ["erf", "ieee", "float32", 1, 0.84, u32, 8 + 1 / 1.68],
  ["erf", "webgpu-f16", "float32", 1, 0.84, u32, 8 + 16 / 1.68],
  ["erf", "webgpu-f16", "float16", 1, 0.84, u16, 8 + 4 / 1.68],
  ["erf", "reduced-f16", "float16", 1, 0.84, u16, 8 + 16 / 1.68],
  ["sigmoid", "ieee", "float32", -9, 1.2e-4, u32, 8],
  ["sigmoid", "webgpu-f16", "float32", -9, 1.2e-4, u32, 25],
  ["sigmoid", "webgpu-f16", "float16", -2, 0.12, u16, 9],
];

for (const [name, profile, dataType, x, y, u, ulp] of rows) {
  Deno.test(`${name} of ${x} may be ${ulp.toPrecision(3)} ulp off in profile ${profile}, ${dataType}`, () => {
    const error = functionError(name, dataType, profiles[profile])(x, 0, y);
    assert.ok(Math.abs(error / (2 * u * y) / ulp - 1) < 1e-3, `${error / (2 * u * y)}`);
  });
}

Deno.test("tanh may be as far off in profile webgpu as a quotient of sinh and cosh is", () => {
  const of = functionError("tanh", "float32", profiles["webgpu-f16"]);
  // two exponentials of 3 + 2|x| ulp each, on top and below, in u = 2^-23
  const composed = 2 ** -23 * ((2 * (3 + 2 * 12) + 2) * 2 + 5);
  assert.ok(Math.abs(of(12, 0, 1) / composed - 1) < 1e-6);
});

Deno.test("a logarithm's error is absolute where its ball touches [1/2, 2]", () => {
  const of = functionError("log", "float32", profiles["webgpu-f16"]);
  assert.ok(of(2.1, 0.2, 0.75) >= 2 ** -21);
  assert.ok(of(2.1, 0.05, 0.75) < 2 ** -21);
});
