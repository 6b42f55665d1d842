/**
 * SwiftShader: a Vulkan driver in software, out of the npm package `@sparticuz/chromium`.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheFolder, unpackTarBrotli } from "./unpack.ts";

/** Whether the package carries a driver for this machine. */
export const carriesSwiftShader = Deno.build.os === "linux" && Deno.build.arch === "x86_64";

/**
 * Unpacks the driver into the user's cache, unless it is there.
 * @returns the environment of a process whose WebGPU is to run on it
 */
export async function swiftShaderEnvironment(): Promise<Record<string, string>> {
  const build = import.meta.resolve("@sparticuz/chromium");
  const { version } = JSON.parse(await readFile(new URL("../package.json", build), "utf8")) as {
    version: string;
  };
  const folder = cacheFolder(`swiftshader-${version}`);
  await unpackTarBrotli(new URL("../bin/swiftshader.tar.br", build), folder);
  const driver = join(folder, "vk_swiftshader_icd.json");
  return {
    VK_DRIVER_FILES: driver,
    VK_ICD_FILENAMES: driver,
    // The folder has a Vulkan loader too, for machines without one.
    LD_LIBRARY_PATH: [folder, Deno.env.get("LD_LIBRARY_PATH")].filter(Boolean).join(delimiter),
    DENO_WEBGPU_BACKEND: "vulkan",
  };
}
