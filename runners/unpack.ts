/**
 * Brotli archives out of npm packages, unpacked once into the user's cache folder.
 *
 * @module
 */

import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import tar from "tar-fs";

const extract: (folder: string) => Writable = tar.extract;

/**
 * The folder of this project in the user's cache for `key`, which names what is kept there and its version
 * (`chromium-153.0.0`). It is not created.
 */
export function cacheFolder(key: string): string {
  return join(userCache(), "webnn-cts", key);
}

function userCache(): string {
  if (Deno.build.os === "windows") {
    return Deno.env.get("LOCALAPPDATA") ?? join(homedir(), "AppData", "Local");
  }
  if (Deno.build.os === "darwin") return join(homedir(), "Library", "Caches");
  return Deno.env.get("XDG_CACHE_HOME") || join(homedir(), ".cache");
}

/**
 * Unpacks the brotli file `source` into the file `target` with permission bits `mode`, unless `target` is there
 * already. It appears whole or not at all, also when several processes unpack it at the same time.
 */
export async function unpackBrotli(source: string | URL, target: string, mode = 0o644): Promise<void> {
  await once(target, async (folder) => {
    const file = join(folder, "file");
    await pipeline(createReadStream(source), createBrotliDecompress(), createWriteStream(file, { mode }));
    return file;
  });
}

/** Unpacks the brotli-compressed tar archive `source` into the folder `target`; otherwise as `unpackBrotli`. */
export async function unpackTarBrotli(source: string | URL, target: string): Promise<void> {
  await once(target, async (folder) => {
    const content = join(folder, "content");
    await pipeline(createReadStream(source), createBrotliDecompress(), extract(content));
    return content;
  });
}

/** Fills a temporary folder beside `target` and renames what it made to `target`. */
async function once(target: string, fill: (folder: string) => Promise<string>): Promise<void> {
  if (await exists(target)) return;
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}.unpacking-`);
  try {
    await rename(await fill(folder), target);
  } catch (error) {
    // Another process may have put the same content there first.
    if (!await exists(target)) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
