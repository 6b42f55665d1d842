/**
 * The WebGPU adapter that Deno finds. Run as a program, it prints it as JSON.
 *
 * @module
 */

/** What is told of an adapter. */
export interface Adapter {
  /** `SwiftShader Device (LLVM 10.0.0)`, `NVIDIA H200`. */
  readonly name: string;
  /** It computes on the CPU. */
  readonly isFallback: boolean;
}

/** What people call an adapter. */
export function adapterName({ description, device, vendor }: GPUAdapterInfo): string {
  return description || device || vendor;
}

/** The adapter that ONNX Runtime will get, or undefined where there is none. */
async function findAdapter(): Promise<Adapter | undefined> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  return adapter
    ? { name: adapterName(adapter.info), isFallback: adapter.info.isFallbackAdapter }
    : undefined;
}

if (import.meta.main) console.log(JSON.stringify(await findAdapter() ?? null));
