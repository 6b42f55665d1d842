import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { elementCount, indexAt, rowMajorStrides } from "../../graph/tensor.ts";
import { type Ball, Undecided } from "../ball.ts";
import type { Operands } from "../operator.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { counting, descriptor, expected, graphCase, refuses, tensor, values } from "../_testing.ts";
import { expectationOf } from "../expect.ts";
import { scatterElements } from "./scatter_elements.ts";
import { scatterND } from "./scatter_nd.ts";

const indices = (shape: readonly number[], list: readonly number[]) => tensor(shape, list, "int32");

Deno.test("scatterElements() gives the spec's examples", () => {
  const input = tensor([4, 3], [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]);
  const rows = { input, indices: indices([2, 3], [3, 1, 1, 2, 0, 3]) };
  assert.deepEqual(
    values("scatterElements", { ...rows, updates: tensor([2, 3], [-1, -2, -3, -4, -5, -6]) }),
    [0, -5, 2, 10, -2, -3, -4, 21, 22, -1, 31, -6],
  );
  const column = { input, indices: indices([4, 1], [2, 1, 0, -1]) };
  assert.deepEqual(
    values("scatterElements", { ...column, updates: tensor([4, 1], [-1, -2, -3, -4]) }, { axis: 1 }),
    [0, 1, -1, 10, -2, 12, -3, 21, 22, 30, 31, -4],
  );
});

Deno.test("scatterND() gives the spec's examples", () => {
  const of = (input: Tensor, shape: readonly number[], list: readonly number[], updates: Tensor) =>
    values("scatterND", { input, indices: indices(shape, list), updates });
  assert.deepEqual(of(counting([8]), [4, 1], [4, 3, 1, 7], tensor([4], [-1, -2, -3, -4])), [
    ...[0, -3, 2, -2],
    ...[-1, 5, 6, -4],
  ]);
  assert.deepEqual(of(counting([2, 2]), [2, 2], [0, 0, -1, 1], tensor([2], [-1, -2])), [-1, 1, 2, -2]);
  const slices = tensor([2, 2], [-1, -2, -3, -4]);
  assert.deepEqual(of(counting([3, 2]), [2, 1], [2, 0], slices), [-3, -4, 2, 3, -1, -2]);
  assert.deepEqual(of(counting([2, 2, 2]), [2, 2], [0, 1, 1, 0], slices), [0, 1, -1, -2, -3, -4, 6, 7]);
  assert.deepEqual(of(counting([2]), [1], [1], tensor([], [7])), [0, 7]);
});

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });

Deno.test("scatterElements() undoes gatherElements() where every index occurs once", () => {
  const trials = shapes.chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length - 1), fc.nat()));
  fc.assert(fc.property(trials, ([shape, axis, seed]) => {
    const size = shape[axis];
    const list = Array.from({ length: elementCount(shape) }, (_, position) => {
      const index = indexAt(position, shape);
      const others = index.with(axis, 0).reduce((sum, i) => sum + i, seed);
      const turned = (index[axis] + others) % size;
      return others % 2 === 0 ? turned : turned - size;
    });
    const permutation = indices(shape, list);
    const gathered = expected("gatherElements", { input: counting(shape), indices: permutation }, { axis });
    const updates = tensor(shape, [...gathered.value as Float32Array]);
    const input = tensor(shape, list.map(() => -1));
    const back = values("scatterElements", { input, indices: permutation, updates }, { axis });
    assert.deepEqual(back, [...counting(shape).data as Float32Array]);
  }));
});

Deno.test("scatterND() writes what gatherND() reads, and leaves the rest", () => {
  const trials = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      coordinates: fc.uniqueArray(fc.tuple(...shape.map((size) => fc.nat(size - 1))), {
        minLength: 1,
        maxLength: 6,
        selector: String,
      }),
    })
  );
  fc.assert(fc.property(trials, ({ shape, coordinates }) => {
    const input = counting(shape);
    const updates = tensor([coordinates.length], coordinates.map((_, k) => -1 - k));
    const given = indices([coordinates.length, shape.length], coordinates.flat());
    const output = [...values("scatterND", { input, indices: given, updates })];
    const strides = rowMajorStrides(shape);
    coordinates.forEach((index, k) => {
      const position = index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
      assert.equal(output[position], -1 - k);
      output[position] = position;
    });
    assert.deepEqual(output, [...input.data as Float32Array]);
  }));
});

/** Every value that passes at each position. */
function admitted(operator: string, operands: Operands<Tensor>, profile = profiles.ieee): unknown[][] {
  const { value, alternatives = [] } = expected(operator, operands, {}, profile);
  const each: unknown[][] = [...value].map((one) => [one]);
  for (const { positions, lo, hi, question, answer, mayVary } of alternatives) {
    assert.deepEqual([question, mayVary], ["Q38", true]);
    assert.match(answer, /^[bc]$/);
    positions.forEach((position, k) => {
      assert.deepEqual(lo[k], hi[k]);
      each[position].push(lo[k]);
    });
    assert.deepEqual([...positions], [...positions].sort((a, b) => a - b));
  }
  return each;
}

Deno.test("where updates meet, any of them passes and nothing else", () => {
  const elements = {
    input: tensor([3], [7, 8, 9]),
    indices: indices([5], [2, 0, 2, 0, 2]),
    updates: tensor([5], [1, 2, 3, 4, 5]),
  };
  assert.deepEqual(admitted("scatterElements", elements), [[4, 2], [8], [5, 1, 3]]);
  const { alternatives } = expected("scatterElements", elements);
  assert.deepEqual(alternatives!.map(({ answer, positions }) => [answer, [...positions]]), [["b", [0, 2]], [
    "c",
    [2],
  ]]);
  const blocks = {
    input: tensor([3, 2], [0n, 1n, 2n, 3n, 4n, 5n], "int64"),
    indices: indices([3, 1], [1, -2, 0]),
    updates: tensor([3, 2], [10n, 11n, 2n ** 62n, 13n, 14n, 15n], "int64"),
  };
  assert.deepEqual(
    admitted("scatterND", blocks),
    [
      ...[[14n], [15n]],
      ...[[2n ** 62n, 10n], [13n, 11n]],
      ...[[4n], [5n]],
    ],
  );
});

Deno.test("an update that is not a number may stay beside a number", () => {
  const operands = {
    input: tensor([1], [0]),
    indices: indices([2], [0, 0]),
    updates: tensor([2], [NaN, 1]),
  };
  const { alternatives } = expected("scatterElements", operands);
  assert.deepEqual([...alternatives![0].flags!], [Flag.nan]);
  const open = expected("scatterElements", operands, {}, profiles["webgpu-f16"]);
  assert.deepEqual([...open.flags!], [Flag.any]);
});

Deno.test("an index out of range leaves the whole output open, an undecided one undecided", () => {
  const operands = { input: counting([3]), updates: tensor([1], [5]) };
  const { flags } = expected("scatterElements", { ...operands, indices: indices([1], [3]) });
  assert.deepEqual([...flags!], [Flag.any, Flag.any, Flag.any]);
  const balls = {
    input: { dataType: "float32", shape: [2], v: Float64Array.of(1, 2) },
    updates: { dataType: "float32", shape: [1], v: Float64Array.of(3) },
    indices: {
      dataType: "int32",
      shape: [1, 1],
      v: Int32Array.of(0),
      undecided: Uint8Array.of(Undecided.value),
    },
  } as const;
  const [result] = scatterND.evaluate(balls, {}, profiles.ieee);
  assert.deepEqual([...result.undecided!], [Undecided.value, Undecided.value]);
});

Deno.test("updates bring their radii and magnitudes; an undecided one may stay", () => {
  const input: Ball = {
    dataType: "float32",
    shape: [3],
    v: Float64Array.of(1, -2, 3),
    e: Float64Array.of(0.1, 0.2, 0.3),
  };
  const updates: Ball = {
    dataType: "float32",
    shape: [2],
    v: Float64Array.of(8, -9),
    M: Float64Array.of(80, 90),
    terms: 4,
    undecided: Uint8Array.of(Undecided.value, 0),
  };
  const which: Ball = { dataType: "int32", shape: [2], v: Int32Array.of(1, 1) };
  const [result] = scatterElements.evaluate({ input, updates, indices: which }, {}, profiles.ieee);
  assert.deepEqual([...result.v], [1, -9, 3]);
  assert.deepEqual([...result.e!], [0.1, 0, 0.3]);
  assert.deepEqual([...result.M!], [1, 90, 3]);
  assert.equal(result.terms, 4);
  assert.deepEqual([...result.undecided!], [0, Undecided.value, 0]);
});

Deno.test("within a graph, updates that meet widen the radius to both", () => {
  const inputs = new Map([
    ["x", tensor([2], [1, 1])],
    ["i", indices([2], [0, 0])],
    ["u", tensor([2], [5, 3])],
    ["one", tensor([], [1])],
  ]);
  const testCase = graphCase(inputs, [
    {
      operator: "scatterElements",
      operands: { input: "x", indices: "i", updates: "u" },
      options: {},
      outputs: ["s"],
    },
    { operator: "add", operands: { a: "s", b: "one" }, options: {}, outputs: ["y"] },
  ], ["y"]);
  const { lo, hi } = expectationOf(testCase, profiles.ieee).outputs.get("y")!;
  assert.ok(lo[0] <= 4 && hi[0] >= 6, `${lo[0]} to ${hi[0]}`);
  assert.deepEqual([lo[1], hi[1]], [2, 2]);
});

Deno.test("scatterElements() and scatterND() refuse what their steps refuse", () => {
  const input = descriptor([2, 3]);
  const of = (indexShape: number[], updateShape: number[], dataType: "float32" | "int32" = "float32") => ({
    input,
    indices: descriptor(indexShape, "int64"),
    updates: descriptor(updateShape, dataType),
  });
  for (const operator of ["scatterElements", "scatterND"]) {
    refuses(operator, "same-data-type", of([2, 3], [2, 3], "int32"));
    refuses(operator, "allowed-data-type", { ...of([2, 3], [2, 3]), indices: descriptor([2, 3], "uint64") });
    refuses(operator, "allowed-rank", { ...of([1], [1]), input: descriptor([]) });
    refuses(operator, "required", { input, indices: descriptor([2, 3], "int32") });
  }
  refuses("scatterElements", "allowed-rank", of([], []));
  refuses("scatterElements", "same-rank", of([2], [2]));
  refuses("scatterElements", "same-rank", of([2, 3], [2]));
  refuses("scatterElements", "axis-range", of([2, 3], [2, 3]), { axis: 2 });
  refuses("scatterElements", "indices-shape", of([1, 2], [1, 2]));
  refuses("scatterElements", "updates-shape", of([1, 3], [2, 3]));
  refuses("scatterND", "coordinate-size", of([1, 3], [1]));
  refuses("scatterND", "updates-shape", of([4, 1], [4, 2]));
  refuses("scatterND", "updates-shape", of([4, 2], [4, 1]));
});
