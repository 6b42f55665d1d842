import assert from "node:assert/strict";
import type { Case } from "../../graph/case.ts";
import { ortCpu, ortWasm, ortWebGpu } from "./backends.ts";

/** conv2d of 1 to 9 with a filter of 1 to 4, padded at the end of each axis; the second data set is the first doubled. */
function convolution(id: string): Case {
  const data = (factor: number) => ({
    dataType: "float32" as const,
    shape: [1, 1, 3, 3],
    data: Float32Array.from({ length: 9 }, (_, index) => factor * (index + 1)),
  });
  const filter = { dataType: "float32" as const, shape: [1, 1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };
  return {
    id,
    graph: {
      operands: new Map([
        ["input", { kind: "input", dataType: "float32", shape: [1, 1, 3, 3] }],
        ["filter", { kind: "constant", tensor: filter }],
      ]),
      nodes: [{
        operator: "conv2d",
        operands: { input: "input", filter: "filter" },
        options: { padding: [0, 1, 0, 1] },
        outputs: ["output"],
      }],
      outputs: ["output"],
    },
    inputs: new Map([["input", data(1)]]),
    secondInputs: new Map([["input", data(2)]]),
    provenance: { source: "test" },
  };
}

/** instanceNormalization of -1 and 1. */
function normalization(id: string, epsilon: number): Case {
  const shape = [1, 1, 1, 2];
  const inputs = new Map([["input", { dataType: "float32" as const, shape, data: Float32Array.of(-1, 1) }]]);
  const node = {
    operator: "instanceNormalization",
    operands: { input: "input" },
    options: { epsilon },
    outputs: ["output"],
  };
  return {
    id,
    graph: {
      operands: new Map([["input", { kind: "input", dataType: "float32", shape }]]),
      nodes: [node],
      outputs: ["output"],
    },
    inputs,
    secondInputs: inputs,
    provenance: { source: "test" },
  };
}

/** By hand: 1+4+12+20 = 37, 2+6+15+24 = 47, 3+18 = 21, and so on. */
const expected = [37, 47, 21, 67, 77, 33, 23, 26, 9];

for (const open of [ortWasm, ortCpu, ortWebGpu]) {
  const backend = open();
  Deno.test(`${backend.name} answers padded convolutions of two data sets`, async () => {
    try {
      const availability = await backend.probe();
      assert.ok(availability.ready, JSON.stringify(availability));
      assert.match(availability.version, /^\d+\.\d+\.\d+/);
      assert.ok(availability.device.length > 0);
      const answers = await Array.fromAsync(
        backend.run([convolution("a"), convolution("b")], { timeoutMs: 20_000 }),
      );
      assert.deepEqual(answers.map(({ id }) => id).sort(), ["a", "b"]);
      for (const answer of answers) {
        assert.ok(answer.kind === "outputs", JSON.stringify(answer));
        const given = answer.dispatches.map((outputs) => [...outputs.get("output")!.data]);
        assert.deepEqual(given, [expected, expected.map((value) => 2 * value), expected]);
      }
    } finally {
      await backend.close();
    }
  });
}

Deno.test("ort-webgpu says unsupported, and no CPU kernel answers, where WebGPU has no kernel", async () => {
  const { graph, ...rest } = convolution("l2");
  const node = { ...graph.nodes[0], operator: "l2Pool2d", operands: { input: "input" }, options: {} };
  const backend = ortWebGpu();
  try {
    const cases = [{ ...rest, graph: { ...graph, nodes: [node] } }];
    const [answer] = await Array.fromAsync(backend.run(cases, { timeoutMs: 20_000 }));
    assert.ok(answer.kind === "unsupported", JSON.stringify(answer));
    assert.match(answer.message, /fallback to CPU EP has been explicitly disabled/);
  } finally {
    await backend.close();
  }
});

Deno.test("ort-webgpu answers instanceNormalization alike, whatever ran before", async () => {
  const epsilons = [4, 3, 2, 1, 0.5, 1e-5];
  const backend = ortWebGpu();
  try {
    const cases = epsilons.map((epsilon, index) => normalization(`${index}`, epsilon));
    const answers = await Array.fromAsync(backend.run(cases, { timeoutMs: 20_000 }));
    assert.equal(answers.length, epsilons.length);
    for (const answer of answers) {
      assert.ok(answer.kind === "outputs", JSON.stringify(answer));
      const [low, high] = answer.dispatches[0].get("output")!.data as Float32Array;
      // The mean of -1 and 1 is 0, their variance 1.
      const expected = 1 / Math.sqrt(1 + epsilons[Number(answer.id)]);
      assert.ok(Math.abs(high - expected) < 1e-4 && Math.abs(low + expected) < 1e-4, `${low}, ${high}`);
    }
  } finally {
    await backend.close();
  }
});

Deno.test("limits() names the data types that ONNX and WebNN both have", async () => {
  const backend = ortCpu();
  try {
    const { maxPool2d, relu } = await backend.limits() as Record<
      string,
      Record<string, { dataTypes: string[] }>
    >;
    const pooled = ["float16", "float32", "int32", "int8", "uint32", "uint8"];
    assert.deepEqual(maxPool2d.input.dataTypes.toSorted(), pooled);
    assert.deepEqual(relu.input.dataTypes.toSorted(), ["float16", "float32", "int32", "int64", "int8"]);
  } finally {
    await backend.close();
  }
});
