import assert from "node:assert/strict";
import { caseOf } from "../_testing.ts";
import { answerWith, type Runtime } from "./session.ts";

/** A runtime that refuses every model with these words. */
function refusing(words: string): Runtime {
  const create = () => Promise.reject(new Error(words));
  return { InferenceSession: { create }, Tensor: undefined } as unknown as Runtime;
}

// What ONNX Runtime 1.30 says, with paths and templates left out.
const said: readonly [kind: "unsupported" | "rejected", words: string][] = [
  ["unsupported", "Could not find an implementation for Relu(14) node with name 'output'"],
  [
    "unsupported",
    "!node_provider_type.empty() was false. Provider type for Relu node with name 'output' is not set.",
  ],
  [
    "unsupported",
    "This session contains graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been " +
    "explicitly disabled by the user.",
  ],
  ["unsupported", "GenerateSourceCode Program Transpose requires f16 but the device does not support it."],
  ["unsupported", "Conv3D does not support grouped convolution (group=3)."],
  ["unsupported", "Only Conv2d or Conv1d are supported."],
  ["unsupported", "ScalesValidation 'Linear' mode only supports:\n  * 2-D inputs or\n  * 3-D inputs"],
  ["unsupported", "pads[dim] < kernel_shape[dim] was false. Pad should be smaller than kernel."],
  ["rejected", "Gather does not support indices of this shape"],
  ["rejected", "Split only supports equal parts. Only even sizes are supported."],
  ["rejected", "data_rank > 0 was false. Input tensor has no dimensions"],
  ["rejected", "Load model failed: Unsupported model IR version: 99, max supported IR version: 13"],
  ["rejected", "This is an invalid model. Error: the graph is not acyclic."],
  ["rejected", "[ShapeInferenceError] Dimension mismatch in unification between 2 and 3"],
];

for (const [kind, words] of said) {
  Deno.test(`a model refused with "${words.slice(0, 60)}" is ${kind}`, async () => {
    const answer = await answerWith(refusing(words), {}, caseOf("test"));
    assert.equal(answer.kind, kind);
    assert.ok("message" in answer && answer.message.startsWith(words));
    assert.match(answer.message, /the model's nodes: Relu of float32/);
  });
}
