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

/** The adapter that a request without wishes gives, or undefined where there is none. */
export async function findAdapter(): Promise<Adapter | undefined> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) return undefined;
  const { vendor, device, description, isFallbackAdapter } = adapter.info;
  return { name: description || device || vendor, isFallback: isFallbackAdapter };
}

/** The adapter's name, or undefined where there is none. */
export async function adapterName(): Promise<string | undefined> {
  return (await findAdapter())?.name;
}

if (import.meta.main) console.log(JSON.stringify(await findAdapter() ?? null));
