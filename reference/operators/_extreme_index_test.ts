import assert from "node:assert/strict";
import fc from "fast-check";
import { Flag } from "../../graph/expectation.ts";
import { profiles } from "../../graph/profile.ts";
import { descriptor, expected, refuses, tensor, values } from "../_testing.ts";
import { operators } from "../operators.ts";

/** The value and the alternatives of each element, in ascending order. */
function admitted(list: readonly number[], operator: "argMin" | "argMax"): number[] {
  const { value, alternatives = [] } = expected(operator, { input: tensor([list.length], list) }, {
    axis: 0,
  });
  return [Number(value[0]), ...alternatives.map(({ lo }) => Number(lo[0]))].sort((a, b) => a - b);
}

Deno.test("argMax() and argMin() of [[1, 5, 3], [4, 2, 6]], by hand", () => {
  const input = tensor([2, 3], [1, 5, 3, 4, 2, 6]);
  assert.deepEqual(values("argMax", { input }, { axis: 1 }), [1, 2]);
  assert.deepEqual(values("argMin", { input }, { axis: 1 }), [0, 1]);
  assert.deepEqual(values("argMax", { input }, { axis: 0 }), [1, 0, 1]);
  const kept = expected("argMin", { input }, { axis: 0, keepDimensions: true, outputDataType: "int64" });
  assert.deepEqual([kept.dataType, kept.shape, [...kept.value]], ["int64", [1, 3], [0n, 1n, 0n]]);
});

Deno.test("every index of a tie passes, without a question; -0 ties with 0", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 9 }), (list) => {
    const indices = (best: number) => list.flatMap((x, i) => x === best ? [i] : []);
    assert.deepEqual(admitted(list, "argMax"), indices(Math.max(...list)));
    assert.deepEqual(admitted(list, "argMin"), indices(Math.min(...list)));
  }));
  assert.deepEqual(admitted([-0, 0, -1], "argMax"), [0, 1]);
  const tie = expected("argMax", { input: tensor([2], [3, 3]) }, { axis: 0 }).alternatives!;
  assert.deepEqual(tie.map(({ question }) => question), [undefined]);
});

Deno.test("64-bit integers are compared exactly", () => {
  const input = tensor([3], [2n ** 62n, 2n ** 62n + 1n, 5n], "int64");
  const { value, alternatives } = expected("argMax", { input }, { axis: 0 });
  assert.deepEqual([[...value], alternatives], [[1], undefined]);
});

Deno.test("an infinity is the extreme; beside a NaN any index passes (Q34); in profile webgpu anything", () => {
  assert.deepEqual(admitted([1, Infinity, -Infinity], "argMax"), [1]);
  assert.deepEqual(admitted([1, -Infinity, 3], "argMin"), [1]);
  assert.deepEqual(admitted([-Infinity, -Infinity], "argMax"), [0, 1]);
  const input = tensor([2, 3], [1, NaN, 3, 1, 2, 3]);
  const { value, alternatives } = expected("argMax", { input }, { axis: 1 });
  assert.deepEqual([...value], [1, 2]);
  assert.deepEqual(
    alternatives!.map(({ question, answer, positions, lo }) => [question, answer, ...positions, ...lo]),
    [
      ["Q34", "b", 0, 0],
      ["Q34", "b", 0, 2],
    ],
  );
  const { flags } = expected("argMax", { input }, { axis: 1 }, profiles["webgpu-f16"]);
  assert.deepEqual([...flags!], [Flag.any, 0]);
});

Deno.test("inside a graph every index passes whose element may turn out to be the extreme", () => {
  const input = {
    dataType: "float32" as const,
    shape: [2, 3],
    v: Float64Array.of(5, 4.5, 1, 5, 4.5, 1),
    e: Float64Array.of(0.3, 0.3, 0.3, 0.1, 0.1, 0.1),
    undecided: Uint8Array.of(0, 0, 0, 0, 0, 1),
  };
  const [result] = operators.get("argMax")!.evaluate({ input }, { axis: 1 }, profiles.ieee);
  assert.deepEqual(result.alternatives!.map(({ positions, v }) => [...positions, ...v]), [[0, 1]]);
  assert.deepEqual([...result.undecided!], [0, 1]);
});

Deno.test("where subnormals may be read as zero they tie with zero", () => {
  const input = tensor([2], [2 ** -130, 0]);
  assert.equal(expected("argMax", { input }, { axis: 0 }).alternatives, undefined);
  const flushed = expected("argMax", { input }, { axis: 0 }, profiles["webgpu-f16"]).alternatives!;
  assert.deepEqual(flushed.map(({ lo }) => lo[0]), [1]);
});

Deno.test("argMin() and argMax() refuse what their steps refuse", () => {
  for (const name of ["argMin", "argMax"]) {
    const input = descriptor([2, 3]);
    refuses(name, "axis-range", { input }, { axis: 2 });
    refuses(name, "allowed-rank", { input: descriptor([]) }, { axis: 0 });
    refuses(name, "output-data-type", { input }, { axis: 0, outputDataType: "float32" });
    refuses(name, "output-data-type", { input }, { axis: 0, outputDataType: "uint32" });
    refuses(name, "enum", { input }, { axis: 0, outputDataType: "bool" });
    refuses(name, "required", { input });
    refuses(name, "size-countable", { input: descriptor([2 ** 31]) }, { axis: 0 });
  }
});
