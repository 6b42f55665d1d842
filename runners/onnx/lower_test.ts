import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import type { Operand, OptionValue } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { lower } from "./lower.ts";
import { runtimes } from "./runtimes.ts";
import { answerWith } from "./session.ts";
import { UnsupportedError } from "./unsupported.ts";

const { runtime, options: sessionOptions } = await runtimes["ort-cpu"]();

interface Question {
  readonly operator: string;
  /** The first is the graph's input; the others are constants. */
  readonly operands: Readonly<Record<string, Tensor>>;
  readonly options?: Readonly<Record<string, OptionValue>>;
}

function f32(shape: readonly number[], data: readonly number[]): Tensor {
  return { dataType: "float32", shape, data: Float32Array.from(data) };
}

function caseOf({ operator, operands, options = {} }: Question): Case {
  const [[input, tensor], ...constants] = Object.entries(operands);
  const kinds = new Map<string, Operand>([[input, {
    kind: "input",
    dataType: tensor.dataType,
    shape: tensor.shape,
  }]]);
  for (const [name, constant] of constants) kinds.set(name, { kind: "constant", tensor: constant });
  const names = Object.fromEntries(Object.keys(operands).map((name) => [name, name]));
  const inputs = new Map([[input, tensor]]);
  return {
    id: "test",
    graph: {
      operands: kinds,
      nodes: [{ operator, operands: names, options, outputs: ["output"] }],
      outputs: ["output"],
    },
    inputs,
    secondInputs: inputs,
    provenance: { source: "test" },
  };
}

/** What ONNX Runtime's CPU kernels answer. */
async function ask(question: Question): Promise<{ output: Tensor; rewrites: readonly string[] }> {
  const answer = await answerWith(runtime, sessionOptions, caseOf(question));
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  return { output: answer.dispatches[0].get("output")!, rewrites: answer.rewrites! };
}

async function answers(question: Question, shape: readonly number[], data: readonly number[]): Promise<void> {
  const { output } = await ask(question);
  assert.deepEqual([output.shape, [...output.data]], [shape, data]);
}

const oneToNine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

Deno.test("conv2d pads each side as asked", async () => {
  // Row 1: 1+4+12+20, 2+6+15+24, 3+18; the last row and column see zeros beyond the end.
  const operands = { input: f32([1, 1, 3, 3], oneToNine), filter: f32([1, 1, 2, 2], [1, 2, 3, 4]) };
  const expected = [37, 47, 21, 67, 77, 33, 23, 26, 9];
  await answers({ operator: "conv2d", operands, options: { padding: [0, 1, 0, 1] } }, [1, 1, 3, 3], expected);
});

Deno.test("conv2d keeps height and width padding apart", async () => {
  const operands = { input: f32([1, 1, 1, 2], [5, 7]), filter: f32([1, 1, 1, 1], [1]) };
  const expected = [0, 0, 0, 0, 5, 7, 0, 0];
  await answers({ operator: "conv2d", operands, options: { padding: [1, 0, 0, 2] } }, [1, 1, 2, 4], expected);
});

Deno.test("conv2d in nhwc and hwio transposes and says so", async () => {
  // One pixel, two input channels (1, 10), three filters; hwio [1,1,2,3].
  const operands = { input: f32([1, 1, 1, 2], [1, 10]), filter: f32([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]) };
  const { output, rewrites } = await ask({
    operator: "conv2d",
    operands,
    options: { inputLayout: "nhwc", filterLayout: "hwio" },
  });
  assert.deepEqual(output.shape, [1, 1, 1, 3]);
  assert.deepEqual([...output.data], [41, 52, 63]);
  assert.deepEqual(rewrites, [
    "input transposed by [0,3,1,2]",
    "filter transposed by [3,2,0,1]",
    "output transposed by [0,2,3,1]",
  ]);
});

Deno.test("conv takes one implied channel and one spatial axis", async () => {
  const operands = { input: f32([2, 3], [1, 2, 3, 10, 20, 30]), filter: f32([1, 1, 2], [1, 2]) };
  await answers({ operator: "conv", operands, options: { axes: [1] } }, [2, 2], [5, 8, 50, 80]);
  await answers({ operator: "conv", operands, options: { axes: [0] } }, [1, 3], [21, 42, 63]);
});

Deno.test("convTranspose2d makes output padding of output sizes", async () => {
  // Stride 2 spreads 1 2 to 1 . 2; the filter (1 1) fills 1 1 2 2, and one zero follows.
  const operands = { input: f32([1, 1, 1, 2], [1, 2]), filter: f32([1, 1, 1, 2], [1, 1]) };
  const options = { strides: [1, 2], outputSizes: [1, 5] };
  const { output, rewrites } = await ask({ operator: "convTranspose2d", operands, options });
  assert.deepEqual([output.shape, [...output.data]], [[1, 1, 1, 5], [1, 1, 2, 2, 0]]);
  assert.deepEqual(rewrites, ["outputSizes as output_padding [0,1]"]);
});

Deno.test("pools see windows that overhang the end where rounding is up", async () => {
  const operands = { input: f32([1, 1, 1, 5], [3, -1, 4, 1, 5]) };
  const options = { windowDimensions: [1, 2], strides: [1, 2], outputShapeRounding: "ceil" };
  await answers({ operator: "maxPool2d", operands, options }, [1, 1, 1, 3], [3, 4, 5]);
  await answers({ operator: "averagePool2d", operands, options }, [1, 1, 1, 3], [1, 2.5, 5]);
  await answers({
    operator: "averagePool2d",
    operands,
    options: { ...options, outputShapeRounding: "floor" },
  }, [
    1,
    1,
    1,
    2,
  ], [1, 2.5]);
});

Deno.test("a last window that begins in the padding is kept by longer padding, which is said", () => {
  // The second window begins at 3, where the input has ended: ONNX's own rounding up drops it.
  const operands = { input: f32([1, 1, 1, 3], [6, 2, 4]) };
  const options = {
    windowDimensions: [1, 2],
    strides: [1, 3],
    padding: [0, 0, 0, 1],
    outputShapeRounding: "ceil",
  };
  const { rewrites } = lower(caseOf({ operator: "averagePool2d", operands, options }).graph);
  assert.deepEqual(rewrites, ["rounding up as end padding [0,2]"]);
});

Deno.test("averagePool2d leaves padding out of the mean", async () => {
  const operands = { input: f32([1, 1, 1, 3], [2, 4, 6]) };
  const options = { windowDimensions: [1, 2], padding: [0, 0, 1, 1] };
  await answers({ operator: "averagePool2d", operands, options }, [1, 1, 1, 4], [2, 3, 5, 6]);
});

Deno.test("l2Pool2d is the root of the sum of squares, over the whole input by default", async () => {
  await answers(
    { operator: "l2Pool2d", operands: { input: f32([1, 1, 2, 2], [1, 1, 1, 1]) } },
    [1, 1, 1, 1],
    [2],
  );
});

Deno.test("maxPool over the first axis of three", async () => {
  const operands = { input: f32([2, 3, 1], [1, 5, 3, 4, 2, 6]) };
  await answers({ operator: "maxPool", operands, options: { axes: [0] } }, [1, 3, 1], [4, 5, 6]);
});

Deno.test("maxPool2d of 32-bit integers is exact, and a window wholly in padding gives the least integer", async () => {
  const shape = [1, 1, 1, 3];
  const tensors: readonly (readonly [least: number, input: Tensor])[] = [
    [-(2 ** 31), { dataType: "int32", shape, data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 2 ** 24 + 1) }],
    [0, { dataType: "uint32", shape, data: Uint32Array.of(0, 2 ** 32 - 1, 2 ** 24 + 1) }],
  ];
  for (const [least, input] of tensors) {
    const max = async (given: Tensor, options: Question["options"]) => {
      const { output, rewrites } = await ask({ operator: "maxPool2d", operands: { input: given }, options });
      assert.deepEqual(
        [output.dataType, rewrites],
        [input.dataType, [`MaxPool of ${input.dataType} through float64`]],
      );
      return [...output.data];
    };
    assert.deepEqual(await max(input, { windowDimensions: [1, 1] }), [...input.data]);
    assert.deepEqual(await max(input, {}), [input.data[1]]);
    const one: Tensor = { ...input, shape: [1, 1, 1, 1], data: input.data.slice(2) };
    const around = { windowDimensions: [1, 2], dilations: [1, 2], padding: [0, 0, 1, 1] };
    assert.deepEqual(await max(one, around), [least]);
  }
});

Deno.test("maxPool2d of int64 is what ONNX lacks", () => {
  const tensor: Tensor = { dataType: "int64", shape: [1, 1, 1, 2], data: BigInt64Array.of(1n, 2n) };
  const { graph } = caseOf({ operator: "maxPool2d", operands: { input: tensor } });
  assert.throws(
    () => lower(graph),
    new UnsupportedError("ONNX MaxPool takes float32, float16, int8, uint8, float64; not int64"),
  );
});

Deno.test("resample2d takes the sample below where two are equally near", async () => {
  // Output o of 2 from 4 lies at 2o + 0.5: samples 0 and 2.
  const operands = { input: f32([1, 1, 1, 4], [10, 20, 30, 40]) };
  await answers({ operator: "resample2d", operands, options: { sizes: [1, 2] } }, [1, 1, 1, 2], [10, 30]);
  await answers({ operator: "resample2d", operands, options: { scales: [1, 0.5], mode: "linear" } }, [
    1,
    1,
    1,
    2,
  ], [
    15,
    35,
  ]);
});

Deno.test("resample2d of scales that do not divide goes by the output size", () => {
  const operands = { input: f32([1, 1, 1, 4], [10, 20, 30, 40]) };
  const { rewrites } = lower(
    caseOf({ operator: "resample2d", operands, options: { scales: [1, 0.6] } }).graph,
  );
  assert.deepEqual(rewrites, ["scales as sizes [1,1,1,2]"]);
});

Deno.test("resample2d brings the axes to the end that linear interpolation cannot have elsewhere", async () => {
  // Output o of 4 from 2 lies at o/2 - 0.25: 10, 12.5, 17.5, 20 along axis 0, and along axis 3 the same of 0 and 4.
  const operands = { input: f32([2, 1, 1, 2], [10, 14, 20, 24]) };
  const options = { axes: [0, 3], sizes: [4, 4], mode: "linear" };
  const { output, rewrites } = await ask({ operator: "resample2d", operands, options });
  assert.deepEqual(output.shape, [4, 1, 1, 4]);
  const along = [0, 1, 3, 4];
  assert.deepEqual(
    [...output.data],
    [10, 12.5, 17.5, 20].flatMap((row) => along.map((column) => row + column)),
  );
  assert.deepEqual(rewrites, [
    "input transposed by [1,2,0,3]",
    "output transposed by [2,0,1,3]",
  ]);
});

Deno.test("pad puts beginnings before endings, and fills with the value", async () => {
  const operands = { input: f32([1, 2], [1, 2]) };
  const options = { beginningPadding: [0, 1], endingPadding: [1, 0], value: 9 };
  await answers({ operator: "pad", operands, options }, [2, 3], [9, 1, 2, 9, 9, 9]);
  const edges = { beginningPadding: [0, 1], endingPadding: [0, 1], mode: "reflection" };
  await answers({ operator: "pad", operands, options: edges }, [1, 4], [2, 1, 2, 1]);
  const none = { beginningPadding: [], endingPadding: [], value: 9 };
  const { output, rewrites } = await ask({
    operator: "pad",
    operands: { input: f32([], [5]) },
    options: none,
  });
  assert.deepEqual([output.shape, [...output.data], rewrites], [[], [5], ["pad of a scalar as Identity"]]);
});

Deno.test("clamp has one bound, both or none", async () => {
  const operands = { input: f32([4], [-3, -1, 1, 3]) };
  await answers({ operator: "clamp", operands }, [4], [-3, -1, 1, 3]);
  await answers({ operator: "clamp", operands, options: { minValue: -2 } }, [4], [-2, -1, 1, 3]);
  const { rewrites } = await ask({ operator: "clamp", operands, options: { minValue: -2 } });
  assert.deepEqual(rewrites, ["absent maxValue as Infinity"]);
  await answers({ operator: "clamp", operands, options: { maxValue: 2 } }, [4], [-3, -1, 1, 2]);
  await answers({ operator: "clamp", operands, options: { minValue: 0, maxValue: 2 } }, [4], [0, 0, 1, 2]);
});

Deno.test("binary operators broadcast, in order, also on 64-bit integers", async () => {
  const operands = { a: f32([2, 1], [6, 8]), b: f32([2], [2, 4]) };
  await answers({ operator: "sub", operands }, [2, 2], [4, 2, 6, 4]);
  await answers({ operator: "div", operands }, [2, 2], [3, 1.5, 4, 2]);
  const big: Tensor = { dataType: "int64", shape: [1], data: BigInt64Array.of(2n ** 53n) };
  const one: Tensor = { dataType: "int64", shape: [1], data: BigInt64Array.of(1n) };
  const { output } = await ask({ operator: "add", operands: { a: big, b: one } });
  assert.deepEqual([...output.data], [9007199254740993n]);
});

Deno.test("float16 goes in and out bit for bit", async () => {
  const tensor: Tensor = { dataType: "float16", shape: [3], data: Float16Array.of(1.5, -2, 65504) };
  const { output } = await ask({ operator: "relu", operands: { input: tensor } });
  assert.equal(output.dataType, "float16");
  assert.deepEqual([...output.data], [1.5, 0, 65504]);
});

Deno.test("matmul, gemm and softmax", async () => {
  const a = f32([2, 2], [1, 2, 3, 4]), b = f32([2, 2], [5, 6, 7, 8]);
  await answers({ operator: "matmul", operands: { a, b } }, [2, 2], [19, 22, 43, 50]);
  const options = { alpha: 2, beta: 3, aTranspose: true };
  // a' b = [26 30; 38 44]; times 2, plus 3 c.
  await answers({ operator: "gemm", operands: { a, b, c: f32([2], [1, 10]) }, options }, [2, 2], [
    55,
    90,
    79,
    118,
  ]);
  await answers(
    { operator: "softmax", operands: { input: f32([2, 2], [3, 0, 3, 0]) }, options: { axis: 0 } },
    [2, 2],
    [
      0.5,
      0.5,
      0.5,
      0.5,
    ],
  );
});

Deno.test("reshape, transpose and concat", async () => {
  const input = f32([2, 3], [1, 2, 3, 4, 5, 6]);
  await answers({ operator: "reshape", operands: { input }, options: { newShape: [3, 2] } }, [3, 2], [
    1,
    2,
    3,
    4,
    5,
    6,
  ]);
  await answers({ operator: "transpose", operands: { input } }, [3, 2], [1, 4, 2, 5, 3, 6]);
  const { graph, ...rest } = caseOf({ operator: "concat", operands: { input }, options: { axis: 1 } });
  const node = { ...graph.nodes[0], operands: { inputs: ["input", "input"] } };
  const answer = await answerWith(runtime, sessionOptions, { ...rest, graph: { ...graph, nodes: [node] } });
  assert.ok(answer.kind === "outputs", JSON.stringify(answer));
  assert.deepEqual([...answer.dispatches[2].get("output")!.data], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
});

Deno.test("instanceNormalization writes out what absence means", async () => {
  // Each channel is one constant plane: normalized to zero.
  const operands = { input: f32([1, 1, 2, 2], [3, 5, 3, 5]) };
  const { output, rewrites } = await ask({
    operator: "instanceNormalization",
    operands,
    options: { layout: "nhwc" },
  });
  assert.deepEqual([...output.data], [0, 0, 0, 0]);
  assert.deepEqual(rewrites, [
    "input transposed by [0,3,1,2]",
    "absent scale as 1 for every channel",
    "absent bias as 0 for every channel",
    "output transposed by [0,2,3,1]",
  ]);
});

Deno.test("an operator that the lowering lacks, and an invalid graph, are unsupported", () => {
  const operands = { input: f32([1], [1]) };
  assert.throws(() => lower(caseOf({ operator: "fold", operands }).graph), UnsupportedError);
  const axis = { operator: "softmax", operands, options: { axis: 4 } };
  assert.throws(() => lower(caseOf(axis).graph), /only valid graphs can be lowered to ONNX: softmax: /);
});
