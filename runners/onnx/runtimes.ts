/**
 * The ONNX Runtimes that answer, each loaded in the host of its own backend.
 *
 * @module
 */

import { cpus } from "node:os";
import type { InferenceSession } from "onnxruntime-node";
import { adapterName } from "./adapter.ts";
import { Model } from "./model.ts";
import type { Runtime } from "./session.ts";

export interface Loaded {
  readonly runtime: Runtime;
  readonly options: InferenceSession.SessionOptions;
  readonly version: string;
  readonly device: string;
  /** Gives the runtime a new device, on which nothing has run. Absent: no case leaves a trace on the next. */
  readonly renew?: () => Promise<void>;
}

/** How the runtime of each backend is loaded. */
export const runtimes: Readonly<Record<string, () => Promise<Loaded>>> = {
  "ort-wasm": loadWasm,
  "ort-cpu": loadCpu,
  "ort-webgpu": loadWebGpu,
};

/** Fatal errors only: all others are exceptions too. */
const logging: InferenceSession.SessionOptions = { logSeverityLevel: 4 };

async function loadWasm(): Promise<Loaded> {
  const runtime = await import("onnxruntime-web");
  runtime.env.wasm.numThreads = 1;
  const options = { ...logging, executionProviders: ["wasm"] };
  await warmUp(runtime, options);
  return { runtime, options, version: runtime.env.versions.web!, device: "WebAssembly, one thread" };
}

async function loadCpu(): Promise<Loaded> {
  const runtime = await import("onnxruntime-node");
  hideFloat16Array(() => new runtime.Tensor("float32", [0], [1]));
  const options = { ...logging, executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1 };
  await warmUp(runtime, options);
  const device = `${cpus()[0]?.model ?? Deno.build.arch}, one thread`;
  return { runtime, options, version: runtime.env.versions.node!, device };
}

/**
 * The native binding knows no `Float16Array`. The package looks for it once, when the first tensor is made, and takes
 * `Uint16Array` for float16 where it finds none.
 */
function hideFloat16Array(makeFirstTensor: () => unknown): void {
  const described = Object.getOwnPropertyDescriptor(globalThis, "Float16Array")!;
  Reflect.deleteProperty(globalThis, "Float16Array");
  makeFirstTensor();
  Object.defineProperty(globalThis, "Float16Array", described);
}

async function loadWebGpu(): Promise<Loaded> {
  const runtime = await import("onnxruntime-web/webgpu");
  runtime.env.wasm.numThreads = 1;
  const options = {
    ...logging,
    executionProviders: ["webgpu"],
    // A node that WebGPU has no kernel for must not be computed by the CPU in its name.
    extra: { session: { disable_cpu_ep_fallback: "1" } },
  };
  let session = await warmUp(runtime, options);
  const device = await runtime.env.webgpu.device as GPUDevice;
  endWhenLost(device);
  const renew = async () => {
    // The device and its shaders go with the last session.
    await session.release();
    session = await warmUp(runtime, options);
    endWhenLost(await runtime.env.webgpu.device as GPUDevice);
  };
  const name = adapterName(device.adapterInfo);
  return { runtime, options, version: runtime.env.versions.web!, device: name, renew };
}

/** No case after a loss can be answered in this host: the runner starts another. */
function endWhenLost(device: GPUDevice): void {
  device.lost.then(({ reason, message }) => {
    if (reason === "destroyed") return;
    console.error(`the WebGPU device is lost: ${message}`);
    Deno.exit(1);
  });
}

/**
 * Asks a graph of one node, so that what is loaded with the first session is loaded before the first case, or fails
 * before it. The session is kept: the WebGPU device and its shaders last as long as one session does.
 */
function warmUp(runtime: Runtime, options: InferenceSession.SessionOptions): Promise<InferenceSession> {
  return sessionThatAnswers(runtime, options);
}

/** A new session, of a graph of one node, that has answered rightly. Rejects where the runtime cannot do as much. */
export async function sessionThatAnswers(
  runtime: Runtime,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  const model = new Model();
  const input = model.input("input", { dataType: "float32", shape: [2] });
  model.output("output", model.call("Relu", [input], [2]));
  const session = await runtime.InferenceSession.create(model.encode(), options);
  const { output } = await session.run({ input: new runtime.Tensor("float32", Float32Array.of(-1, 2), [2]) });
  const given = [...output.data as Float32Array];
  if (given.join() !== "0,2") throw new Error(`relu of -1, 2 is 0, 2; the runtime says ${given.join(", ")}`);
  return session;
}
