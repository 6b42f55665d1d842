/**
 * The ONNX Runtimes that answer, each loaded in the host of its own backend.
 *
 * @module
 */

import { cpus } from "node:os";
import type { InferenceSession } from "onnxruntime-node";
import type { Availability } from "../backend.ts";
import { adapterName } from "./adapter.ts";
import type { Runtime } from "./session.ts";

export interface Loaded {
  readonly runtime: Runtime;
  readonly options: InferenceSession.SessionOptions;
  readonly availability: Availability;
}

/** How the runtime of each backend is loaded. */
export const runtimes: Readonly<Record<string, () => Promise<Loaded>>> = {
  "ort-wasm": loadWasm,
  "ort-cpu": loadCpu,
  "ort-webgpu": loadWebGpu,
};

/** Errors only: warnings of a model's build are no news here. */
const logging: InferenceSession.SessionOptions = { logSeverityLevel: 3 };

async function loadWasm(): Promise<Loaded> {
  const runtime = await import("onnxruntime-web");
  runtime.env.wasm.numThreads = 1;
  return {
    runtime,
    options: { ...logging, executionProviders: ["wasm"] },
    availability: { ready: true, version: runtime.env.versions.web!, device: "WebAssembly, one thread" },
  };
}

async function loadCpu(): Promise<Loaded> {
  const runtime = await import("onnxruntime-node");
  hideFloat16Array(() => new runtime.Tensor("float32", [0], [1]));
  return {
    runtime,
    options: { ...logging, executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1 },
    availability: {
      ready: true,
      version: runtime.env.versions.node!,
      device: `${cpus()[0]?.model ?? Deno.build.arch}, one thread`,
    },
  };
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
  const device = await adapterName();
  return {
    runtime,
    // A node that WebGPU has no kernel for must not be computed by the CPU in its name.
    options: {
      ...logging,
      executionProviders: ["webgpu"],
      extra: { session: { disable_cpu_ep_fallback: "1" } },
    },
    availability: device
      ? { ready: true, version: runtime.env.versions.web!, device }
      : { ready: false, reason: "WebGPU finds no adapter", mend: "install the GPU's Vulkan driver" },
  };
}
