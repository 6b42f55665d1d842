/**
 * A case answered by an ONNX Runtime, of whichever package.
 *
 * @module
 */

import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import type * as Ort from "onnxruntime-node";
import type { Answer, Outputs } from "../../graph/answer.ts";
import type { Case, Inputs } from "../../graph/case.ts";
import { bytesPerElement, type DataType, specDataTypes, viewElements } from "../../graph/data_type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { messageOf } from "../host_main.ts";
import { lower, type Lowered } from "./lower.ts";
import { UnsupportedError } from "./unsupported.ts";

/** What the packages `onnxruntime-node` and `onnxruntime-web` have in common. */
export type Runtime = Pick<typeof Ort, "InferenceSession" | "Tensor">;

/**
 * What ONNX Runtime says where it lacks something that ONNX has. Everything else it throws is its verdict on the model,
 * or a defect.
 */
const limits: readonly RegExp[] = [
  // No kernel for the operator or the data type: said of a session, of a session of one provider, by a status.
  /Could not find an implementation for/,
  /Provider type for .* is not set/,
  /fallback to CPU EP has been explicitly disabled/,
  /\bNOT_IMPLEMENTED\b|ERROR_CODE: 9\b/,
  // A kernel, or the device below it, names what it cannot do: whole sentences, as a kernel may speak so of valid input.
  /Program \w+ requires f16 but the device does not support it/,
  /Conv3D does not support grouped convolution/,
  /Only Conv2d or Conv1d are supported/,
  /Only bilinear\/trilinear and bicubic modes are supported in Resize/,
  /ScalesValidation 'Linear' mode only supports:/,
  // A condition that the kernels of pools set themselves; ONNX does not have it.
  /Pad should be smaller than kernel/,
];

function isLimit(message: string): boolean {
  return limits.some((limit) => limit.test(message));
}

/**
 * Builds the case's graph once and dispatches it with A, B, A. Never throws. `buildMs` is the time of the session's
 * creation, `dispatchMs` the mean of the three dispatches.
 */
export async function answerWith(
  runtime: Runtime,
  options: InferenceSession.SessionOptions,
  testCase: Case,
): Promise<Answer> {
  const { id } = testCase;
  let lowered: Lowered;
  try {
    lowered = lower(testCase.graph);
  } catch (error) {
    if (error instanceof UnsupportedError) return { id, kind: "unsupported", message: error.message };
    return { id, kind: "error", message: `the lowering to ONNX failed: ${messageOf(error)}` };
  }
  const start = performance.now();
  let session: InferenceSession;
  try {
    session = await runtime.InferenceSession.create(lowered.bytes, options);
  } catch (error) {
    const message = `${messageOf(error)} (the model's nodes: ${lowered.nodes.join(", ")})`;
    if (isLimit(message)) return { id, kind: "unsupported", message };
    return { id, kind: "rejected", exception: error instanceof Error ? error.name : typeof error, message };
  }
  const buildMs = performance.now() - start;
  try {
    const dispatch = (inputs: Inputs) => dispatchOnce(runtime, session, lowered, inputs);
    const built = performance.now();
    const dispatches = [
      await dispatch(testCase.inputs),
      await dispatch(testCase.secondInputs),
      await dispatch(testCase.inputs),
    ] as const;
    const dispatchMs = (performance.now() - built) / dispatches.length;
    return { id, kind: "outputs", dispatches, rewrites: lowered.rewrites, buildMs, dispatchMs };
  } catch (error) {
    const message = messageOf(error);
    return { id, kind: isLimit(message) ? "unsupported" : "error", message, buildMs };
  } finally {
    await session.release();
  }
}

async function dispatchOnce(
  runtime: Runtime,
  session: InferenceSession,
  { outputs }: Lowered,
  inputs: Inputs,
): Promise<Outputs> {
  const feeds = Object.fromEntries([...inputs].map(([name, tensor]) => [name, toOrt(runtime, tensor)]));
  const results = await session.run(feeds);
  return new Map([...outputs.keys()].map((name) => [name, fromOrt(results[name])]));
}

/** Every package takes float16 as `Uint16Array`; not every one as `Float16Array`. */
function toOrt(runtime: Runtime, { dataType, shape, data }: Tensor): OrtTensor {
  const given = data instanceof Float16Array
    ? new Uint16Array(data.buffer, data.byteOffset, data.length)
    : data;
  return new runtime.Tensor(dataType as OrtTensor.Type, given as OrtTensor.DataType, shape);
}

function fromOrt({ type, dims, data }: OrtTensor): Tensor {
  if (!isSpecDataType(type) || !ArrayBuffer.isView(data)) throw new Error(`an output has the type ${type}`);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  const elements = viewElements(type, bytes.buffer, 0, bytes.length / bytesPerElement(type));
  return { dataType: type, shape: [...dims], data: elements };
}

function isSpecDataType(name: string): name is DataType & OrtTensor.Type {
  return (specDataTypes as readonly string[]).includes(name);
}
