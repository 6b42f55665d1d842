/**
 * The backends that take ONNX.
 *
 * @module
 */

import type { ProfileName } from "../../graph/profile.ts";
import type { Backend } from "../backend.ts";
import { denoHost, type HostCommand } from "../host_process.ts";
import { hostBackend, type Unready } from "../schedule.ts";
import { carriesSwiftShader, swiftShaderEnvironment } from "../swiftshader.ts";
import type { Adapter } from "./adapter.ts";

/** ONNX Runtime as WebAssembly (onnxruntime-web). */
export function ortWasm(): Backend {
  return ort("ort-wasm", "ieee", () => Promise.resolve(host("ort-wasm", ["--allow-read", "--allow-env"])));
}

/** ONNX Runtime's native CPU kernels (onnxruntime-node). */
export function ortCpu(): Backend {
  const permissions = ["--allow-read", "--allow-env", "--allow-ffi", "--allow-sys"];
  return ort("ort-cpu", "ieee", () => Promise.resolve(host("ort-cpu", permissions)));
}

/** ONNX Runtime's WebGPU kernels (onnxruntime-web) on Deno's WebGPU: a GPU where there is one, else SwiftShader. */
export function ortWebGpu(): Backend {
  let command: Promise<HostCommand | Unready> | undefined;
  // The WGSL of its kernels forms float16 sums in float16.
  // Deno looks only every 10 ms whether the GPU is done: meanwhile another host may work.
  return ort("ort-webgpu", "webgpu-f16", () => command ??= webGpuHost(), 2);
}

function ort(
  name: string,
  profile: ProfileName,
  command: () => Promise<HostCommand | Unready>,
  hosts?: number,
): Backend {
  return hostBackend({ name, profile, command, window: 16, hosts });
}

function host(name: string, permissions: readonly string[], env: Record<string, string> = {}): HostCommand {
  return denoHost(new URL("host.ts", import.meta.url), { permissions, args: [name], env });
}

async function webGpuHost(): Promise<HostCommand | Unready> {
  const permissions = ["--allow-read", "--allow-env"];
  const adapter = await firstAdapter();
  if (adapter && !adapter.isFallback) return host("ort-webgpu", permissions);
  if (carriesSwiftShader) return host("ort-webgpu", permissions, await swiftShaderEnvironment());
  if (adapter) return host("ort-webgpu", permissions);
  return {
    ready: false,
    reason: "WebGPU finds no adapter, and npm carries a software driver for x86-64 Linux only",
    mend: "Install the GPU's Vulkan, Metal or Direct3D 12 driver.",
  };
}

/** Asks in a process of its own, because a driver that crashes takes the process with it. */
async function firstAdapter(): Promise<Adapter | undefined> {
  const { command, args } = denoHost(new URL("adapter.ts", import.meta.url), { permissions: [] });
  const { success, stdout } = await new Deno.Command(command, { args: [...args], stderr: "null" }).output();
  if (!success) return undefined;
  return (JSON.parse(new TextDecoder().decode(stdout)) as Adapter | null) ?? undefined;
}
