import assert from "node:assert/strict";
import fc from "fast-check";
import { anyName, anyTensor } from "./_testing.ts";
import type { Answer, Outputs } from "./answer.ts";
import { decodeAnswer, encodeAnswer } from "./answer_bytes.ts";
import { InputError } from "./input_error.ts";
import { writeSafetensors } from "./safetensors.ts";

const text = fc.string({ unit: "binary" });
const outputs: fc.Arbitrary<Outputs> = fc.array(fc.tuple(anyName, anyTensor), { maxLength: 3 }).map((e) =>
  new Map(e)
);
const common = { id: text, buildMs: fc.float({ noNaN: true, min: 0, max: 1e6 }), dispatchMs: fc.nat() };

const anyAnswer = fc.oneof(
  fc.record({
    ...common,
    kind: fc.constant("outputs"),
    dispatches: fc.oneof(
      fc.tuple(outputs, outputs, outputs),
      fc.tuple(outputs, outputs).map(([a, b]) => [a, b, a]),
    ),
    rewrites: fc.array(text),
  }, { requiredKeys: ["id", "kind", "dispatches"], noNullPrototype: true }),
  fc.record({
    ...common,
    kind: fc.constantFrom("unsupported", "error", "crash", "timeout"),
    message: text,
  }, { requiredKeys: ["id", "kind", "message"], noNullPrototype: true }),
  fc.record(
    { ...common, kind: fc.constant("rejected"), message: text, exception: text },
    { requiredKeys: ["id", "kind", "message", "exception"], noNullPrototype: true },
  ),
) as fc.Arbitrary<Answer>;

Deno.test("decodeAnswer() gives back what encodeAnswer() was given", () => {
  fc.assert(fc.property(anyAnswer, (answer) => assert.deepEqual(decodeAnswer(encodeAnswer(answer)), answer)));
});

Deno.test("a third dispatch that differs in one NaN payload is kept", () => {
  const outputsOf = (bits: number): Outputs =>
    new Map([["y", { dataType: "float32", shape: [], data: new Float32Array(Uint32Array.of(bits).buffer) }]]);
  const [a, b] = [outputsOf(0x7fc00000), outputsOf(0x7fc00001)];
  const answer = decodeAnswer(encodeAnswer({ id: "x", kind: "outputs", dispatches: [a, a, b] }));
  assert.ok(answer.kind === "outputs");
  const { data } = answer.dispatches[2].get("y")!;
  assert.equal(new Uint32Array(data.buffer, data.byteOffset, 1)[0], 0x7fc00001);
});

Deno.test("a host that sends anything else is refused with InputError", () => {
  fc.assert(fc.property(fc.jsonValue(), anyTensor, (json, tensor) => {
    const bytes = writeSafetensors({
      tensors: new Map([["0.y", tensor]]),
      metadata: new Map([["answer", JSON.stringify(json)]]),
    });
    assert.throws(() => decodeAnswer(bytes), InputError);
  }));
  for (
    const json of [
      { id: "x", kind: "outputs" },
      { id: "x", kind: "outputs", outputs: [["y"]] },
      { id: "x", kind: "outputs", outputs: [["y"], ["y"], ["y"]] },
      { id: "x", kind: "error" },
      { id: "x", kind: "error", message: "", buildMs: "1" },
    ]
  ) {
    const bytes = writeSafetensors({
      tensors: new Map(),
      metadata: new Map([["answer", JSON.stringify(json)]]),
    });
    assert.throws(() => decodeAnswer(bytes), InputError, JSON.stringify(json));
  }
});
