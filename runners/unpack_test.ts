import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { cacheFolder, unpackBrotli, unpackTarBrotli } from "./unpack.ts";

async function inTemporaryFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "unpack-test-"));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A tar archive of one file: a 512-byte header (POSIX ustar), the content padded to 512, two zero blocks. */
function tarOf(name: string, content: string): Uint8Array {
  const archive = new Uint8Array(2048);
  const put = (text: string, offset: number) => archive.set(new TextEncoder().encode(text), offset);
  put(name, 0);
  put("0000755\0", 100);
  put(content.length.toString(8).padStart(11, "0"), 124);
  put("00000000000", 136);
  put("        0", 148);
  put("ustar\x0000", 257);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  put(sum.toString(8).padStart(6, "0") + "\0 ", 148);
  put(content, 512);
  return archive;
}

Deno.test("unpackBrotli() writes the file once, with its permissions, and leaves nothing else", async () => {
  await inTemporaryFolder(async (folder) => {
    const source = join(folder, "source.br");
    const target = join(folder, "to", "program");
    await writeFile(source, brotliCompressSync("first"));
    await Promise.all([unpackBrotli(source, target, 0o755), unpackBrotli(source, target, 0o755)]);
    await writeFile(source, brotliCompressSync("second"));
    await unpackBrotli(source, target, 0o755);
    assert.equal(await readFile(target, "utf8"), "first");
    assert.deepEqual(await readdir(join(folder, "to")), ["program"]);
    if (Deno.build.os !== "windows") assert.equal((await stat(target)).mode & 0o777, 0o755);
  });
});

Deno.test("unpackTarBrotli() unpacks an archive into a folder", async () => {
  await inTemporaryFolder(async (folder) => {
    const source = join(folder, "source.tar.br");
    await writeFile(source, brotliCompressSync(tarOf("library.so", "code")));
    await unpackTarBrotli(source, join(folder, "target"));
    assert.equal(await readFile(join(folder, "target", "library.so"), "utf8"), "code");
  });
});

Deno.test("unpackTarBrotli() leaves no target behind when the archive is cut off", async () => {
  await inTemporaryFolder(async (folder) => {
    const source = join(folder, "source.tar.br");
    await writeFile(source, brotliCompressSync(tarOf("library.so", "code".repeat(50))).subarray(0, 40));
    await assert.rejects(unpackTarBrotli(source, join(folder, "target")));
    assert.deepEqual(await readdir(folder), ["source.tar.br"]);
  });
});

Deno.test("cacheFolder() ends with the project's name and the key", () => {
  assert.ok(cacheFolder("chromium-1.2.3").endsWith(join("webnn-cts", "chromium-1.2.3")));
});
