/**
 * The browser: Chromium out of the npm package `@sparticuz/chromium`, or another one by path.
 *
 * @module
 */

import { spawnSync } from "node:child_process";
import { access, constants, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { cacheFolder, unpackBrotli, unpackTarBrotli } from "./unpack.ts";

/** A browser to start. */
interface Executable {
  /** Absent with `channel`: the system's installation. */
  readonly path?: string;
  /** Playwright's name of an installed browser. */
  readonly channel?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** No browser can be started here. */
export class BrowserUnavailable extends Error {
  override readonly name = "BrowserUnavailable";
  /** The step that mends it. */
  readonly mend: string;

  constructor(message: string, mend: string, options?: ErrorOptions) {
    super(message, options);
    this.mend = mend;
  }
}

const flags = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-features=WebMachineLearningNeuralNetwork,ExperimentalWebMachineLearningNeuralNetwork,Vulkan",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

/**
 * Starts a headless browser: the one at `path`, else the npm package's on Linux (unpacked on first use), else the
 * installed Chrome or Edge. It ends when this process ends, however that ends.
 * @throws {BrowserUnavailable} with the step that mends it.
 */
export async function launchChromium(path?: string): Promise<Browser> {
  const candidates = await executables(path);
  const failures: string[] = [];
  for (const { path, channel, environment } of candidates) {
    try {
      return await chromium.launch({
        executablePath: path,
        channel,
        headless: true,
        // Chromium's sandbox refuses to start as root.
        args: Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--no-sandbox", ...flags] : flags,
        env: { ...Deno.env.toObject(), ...environment },
      });
    } catch (error) {
      failures.push(`${path ?? channel}: ${firstLine(error)}`);
    }
  }
  throw new BrowserUnavailable(
    `no browser could be started: ${failures.join("; ")}`,
    "give a Chromium, Chrome or Edge with --browser PATH",
  );
}

async function executables(path?: string): Promise<Executable[]> {
  if (path !== undefined) return [await givenExecutable(path)];
  if (Deno.build.os !== "linux") return [{ channel: "chrome" }, { channel: "msedge" }];
  if (Deno.build.arch === "x86_64") return [await packagedExecutable()];
  throw new BrowserUnavailable(
    `the Chromium that npm carries is built for x86-64, this machine is ${Deno.build.arch}`,
    "give a Chromium with --browser PATH",
  );
}

async function givenExecutable(path: string): Promise<Executable> {
  try {
    await access(path, constants.X_OK);
  } catch (cause) {
    throw new BrowserUnavailable(
      `--browser ${path} is no file that can be executed`,
      "give the path of a Chromium, Chrome or Edge",
      { cause },
    );
  }
  return { path };
}

/** Unpacks the npm package once into the user's cache. */
async function packagedExecutable(): Promise<Executable> {
  const home = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..");
  const { version }: { version: string } = JSON.parse(await readFile(join(home, "package.json"), "utf8"));
  const folder = cacheFolder(`chromium-${version}`);
  const archive = (name: string) => join(home, "bin", `${name}.br`);
  try {
    // The GPU process, in which WebNN runs, finds SwiftShader only beside the browser.
    const browser = join(folder, "browser");
    await unpackTarBrotli(archive("swiftshader.tar"), browser);
    const path = join(browser, "chromium");
    await unpackBrotli(archive("chromium"), path, 0o755);
    if (starts(path)) return { path };
    const libraries = join(folder, "al2023");
    await unpackTarBrotli(archive("al2023.tar"), libraries);
    const environment = {
      LD_LIBRARY_PATH: [join(libraries, "lib"), Deno.env.get("LD_LIBRARY_PATH")].filter(Boolean).join(":"),
    };
    return { path, environment };
  } catch (cause) {
    throw new BrowserUnavailable(
      `Chromium could not be unpacked into ${folder}: ${firstLine(cause)}`,
      "make room there, or set XDG_CACHE_HOME to a folder that can be written",
      { cause },
    );
  }
}

/** Whether the system has the libraries that the browser is linked with. */
function starts(path: string): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0];
}
