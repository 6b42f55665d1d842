import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { counting, descriptor, expected, refuses, tensor, values } from "../_testing.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
const permutations = shapes.chain((shape) =>
  fc.tuple(fc.constant(shape), fc.shuffledSubarray(shape.map((_, axis) => axis), { minLength: shape.length }))
);

Deno.test("transpose() reverses the axes where no permutation is given", () => {
  assert.deepEqual(values("transpose", { input: counting([2, 3]) }), [0, 3, 1, 4, 2, 5]);
  assert.deepEqual(expected("transpose", { input: counting([2, 3, 1]) }).shape, [1, 3, 2]);
});

Deno.test("transpose() and its inverse give the input back", () => {
  fc.assert(fc.property(permutations, ([shape, permutation]) => {
    const there = expected("transpose", { input: counting(shape) }, { permutation });
    const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
    const input = tensor(there.shape, [...there.value as Float32Array]);
    assert.deepEqual(values("transpose", { input }, { permutation: inverse }), [...counting(shape).data]);
  }));
});

Deno.test("transpose() refuses permutations of another length, out of range, with an axis twice", () => {
  const input = descriptor([2, 3]);
  refuses("transpose", "permutation-length", { input }, { permutation: [0] });
  refuses("transpose", "permutation-range", { input }, { permutation: [0, 2] });
  refuses("transpose", "permutation-distinct", { input }, { permutation: [1, 1] });
});

Deno.test("reshape() keeps the elements in their order, also 64-bit integers", () => {
  const input = tensor([2, 2], [1n, -(2n ** 63n), 3n, 4n], "int64");
  assert.deepEqual(values("reshape", { input }, { newShape: [4, 1] }), [1n, -(2n ** 63n), 3n, 4n]);
  assert.deepEqual(expected("reshape", { input: counting([1, 1]) }, { newShape: [] }).shape, []);
});

Deno.test("reshape() refuses a size of zero and another number of elements", () => {
  refuses("reshape", "valid-dimension", { input: descriptor([2, 3]) }, { newShape: [0, 6] });
  refuses("reshape", "same-element-count", { input: descriptor([2, 3]) }, { newShape: [2, 2] });
});

Deno.test("concat() of the slices of a tensor gives the tensor", () => {
  const cases = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.nat(shape.length - 1),
      sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    })
  );
  fc.assert(fc.property(cases, ({ shape, axis, sizes }) => {
    const whole = shape.with(axis, sizes.reduce((sum, size) => sum + size));
    let start = 0;
    const inputs = sizes.map((size) => {
      const part = slice(whole, axis, start, size);
      start += size;
      return tensor(shape.with(axis, size), part);
    });
    const joined = expected("concat", { inputs }, { axis });
    assert.deepEqual(joined.shape, whole);
    assert.deepEqual([...joined.value], [...counting(whole).data]);
  }));
});

/** The elements of `counting(shape)` from `start` along `axis`. */
function slice(shape: readonly number[], axis: number, start: number, size: number): number[] {
  return [...counting(shape).data as Float32Array].filter((_, position) => {
    const at = indexAt(position, shape)[axis];
    return at >= start && at < start + size;
  });
}

Deno.test("concat() refuses what its steps refuse", () => {
  const input = descriptor([2, 3]);
  refuses("concat", "valid-tensor-count", { inputs: [] }, { axis: 0 });
  refuses("concat", "axis-range", { inputs: [input] }, { axis: 2 });
  refuses("concat", "same-data-type", { inputs: [input, descriptor([2, 3], "float16")] }, { axis: 0 });
  refuses("concat", "same-rank", { inputs: [input, descriptor([2, 3, 1])] }, { axis: 0 });
  refuses("concat", "same-shape", { inputs: [input, descriptor([2, 4])] }, { axis: 0 });
  const half = descriptor([2 ** 30]);
  refuses("concat", "valid-dimension", { inputs: [half, half] }, { axis: 0 });
});

const padded = { beginningPadding: [1, 2], endingPadding: [1, 2] };
const sixths = tensor([2, 3], [1, 2, 3, 4, 5, 6]);

Deno.test("pad() gives the spec's constant, edge and reflection examples", () => {
  const rows = (...lines: string[]) => lines.flatMap((line) => [...line].map(Number));
  const of = (mode: string) => values("pad", { input: sixths }, { ...padded, mode });
  assert.deepEqual(
    values("pad", { input: sixths }, padded),
    rows("0000000", "0012300", "0045600", "0000000"),
  );
  assert.deepEqual(of("edge"), rows("1112333", "1112333", "4445666", "4445666"));
  assert.deepEqual(of("reflection"), rows("6545654", "3212321", "6545654", "3212321"));
});

Deno.test("pad() casts the value to the data type", () => {
  const around = { beginningPadding: [1], endingPadding: [0] };
  const value = (dataType: "float16" | "uint8" | "int64", value: number | bigint) =>
    values("pad", { input: tensor([1], dataType === "int64" ? [1n] : [1], dataType) }, {
      ...around,
      value,
    })[0];
  assert.equal(value("float16", 0.1), Math.f16round(0.1));
  assert.equal(value("uint8", 300), 255);
  assert.equal(value("int64", 2n ** 62n + 1n), 2n ** 62n + 1n);
  assert.equal(value("float16", -Infinity), -Infinity);
});

Deno.test("pad() agrees with the index formula of each mode, axis by axis", () => {
  const cases = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      begin: fc.tuple(...shape.map((size) => fc.nat(size - 1))),
      end: fc.tuple(...shape.map((size) => fc.nat(size - 1))),
      mode: fc.constantFrom("constant", "edge", "reflection"),
    })
  );
  fc.assert(fc.property(cases, ({ shape, begin, end, mode }) => {
    const options = { beginningPadding: begin, endingPadding: end, mode, value: -1 };
    const output = expected("pad", { input: counting(shape) }, options);
    const strides = rowMajorStrides(shape);
    assert.equal(output.value.length, elementCount(output.shape));
    output.value.forEach((value: number | bigint, position: number) => {
      const index = indexAt(position, output.shape).map((at, axis) => at - begin[axis]);
      const isInside = index.every((at, axis) => at >= 0 && at < shape[axis]);
      const source = index.map((at, axis) => {
        const last = shape[axis] - 1;
        if (mode === "edge") return Math.min(Math.max(at, 0), last);
        return at < 0 ? -at : at > last ? 2 * last - at : at;
      });
      const from = source.reduce((sum, at, axis) => sum + at * strides[axis], 0);
      assert.equal(value, mode === "constant" && !isInside ? -1 : from);
    });
  }));
});

Deno.test("pad() refuses lists of another length, and reflections as large as the input", () => {
  const input = descriptor([2, 3]);
  refuses("pad", "padding-length", { input }, { beginningPadding: [1], endingPadding: [1, 1] });
  refuses("pad", "padding-length", { input }, { beginningPadding: [1, 1], endingPadding: [1, 1, 1] });
  const reflection = { mode: "reflection" };
  const most = { beginningPadding: [1, 2], endingPadding: [1, 2] };
  refuses("pad", "reflection-within-input", { input }, { ...most, beginningPadding: [2, 0], ...reflection });
  refuses("pad", "reflection-within-input", { input }, { ...most, endingPadding: [0, 3], ...reflection });
  refuses("pad", "valid-dimension", { input }, { beginningPadding: [0, 0], endingPadding: [2 ** 31, 0] });
});

Deno.test("moved zeros keep their sign in profile ieee, where they come from an input", () => {
  const input = tensor([3], [-0, 1, 0]);
  for (const [operator, options] of [["transpose", {}], ["reshape", { newShape: [3] }]] as const) {
    const { value, flags } = expected(operator, { input }, options);
    assert.deepEqual([...value].map((x) => Object.is(x, -0)), [true, false, false], operator);
    assert.deepEqual([...flags!], [Flag.bits, 0, Flag.bits], operator);
  }
});
