/**
 * Runs web-platform-tests files in a browser, under the real `testharness.js`.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { basename, dirname, resolve, sep } from "node:path";
import type { Browser } from "playwright-core";
import { InputError } from "../graph/input_error.ts";
import { type Meta, parseMeta } from "./meta.ts";

/** The states of testharness.js, by their numbers. */
const statuses = ["PASS", "FAIL", "TIMEOUT", "NOTRUN", "PRECONDITION_FAILED"] as const;

/** What became of one subtest. */
export interface TestResult {
  readonly file: string;
  /** Name of the subtest; of the file's title where the file itself failed. */
  readonly name: string;
  /** `ERROR`: the file as a whole did not run to its end. */
  readonly status: (typeof statuses)[number] | "ERROR";
  readonly message: string;
}

interface Report {
  readonly tests: readonly {
    readonly name: string;
    readonly status: number;
    readonly message: string | null;
  }[];
  readonly harness: { readonly status: number; readonly message: string | null };
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly meta: Meta;
}

/** Milliseconds that a file may take: what testharness.js allows it, and something for loading. */
const timeLimits = { normal: 10_000, long: 60_000, loading: 15_000 };

/**
 * Runs each file in a window of its own, with the variant `?cpu` where the file has it. Scripts that a file names are
 * taken from beside it; where there is no `resources/utils.js`, ours is served in its place.
 *
 * @param files paths of files in a folder `conformance_tests`, or another beside `resources`
 * @throws {InputError} when a file cannot be read, or does not run in a window.
 */
export async function* runTests(
  { files, browser }: { files: readonly string[]; browser: Browser },
): AsyncGenerator<TestResult, void, undefined> {
  const sources = await Promise.all(files.map(readSource));
  for (const source of sources) yield* runFile(source, browser);
}

async function readSource(file: string): Promise<Source> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const meta = parseMeta(text, file);
  if (!meta.globals.includes("window")) {
    throw new InputError(
      `${file} runs in ${meta.globals.join(", ")} only; files that run in a window are allowed`,
    );
  }
  return { file, text, meta };
}

async function* runFile(source: Source, browser: Browser): AsyncGenerator<TestResult, void, undefined> {
  const { file, meta } = source;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => serve(request, source),
  );
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const variant = meta.variants.includes("?cpu") ? "?cpu" : meta.variants[0];
    await page.goto(`http://localhost:${(server.addr as Deno.NetAddr).port}${documentPath(file)}${variant}`);
    const timeout = timeLimits.loading + (meta.long ? timeLimits.long : timeLimits.normal);
    const handle = await page.waitForFunction("globalThis.report", undefined, { timeout });
    yield* resultsOf(source, await handle.jsonValue() as Report);
  } catch (error) {
    yield { file, name: meta.title ?? file, status: "ERROR", message: (error as Error).message };
  } finally {
    await context.close();
    await server.shutdown();
  }
}

function* resultsOf({ file, meta }: Source, { tests, harness }: Report): Generator<TestResult> {
  for (const { name, status, message } of tests) {
    yield { file, name, status: statuses[status], message: message ?? "" };
  }
  if (harness.status !== 0) {
    yield {
      file,
      name: meta.title ?? file,
      status: "ERROR",
      message: harness.message ?? "the file did not finish",
    };
  } else if (tests.length === 0) {
    yield { file, name: meta.title ?? file, status: "ERROR", message: "the file has no tests" };
  }
}

/** Where the file stands on the server, as in upstream's `webnn` folder. */
function documentPath(file: string): string {
  return `/webnn/${encodeURIComponent(basename(dirname(resolve(file))))}/document`;
}

async function serve(request: Request, source: Source): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === documentPath(source.file)) return reply(documentOf(source), "text/html");
  if (pathname === "/test.js") return reply(source.text, "text/javascript");
  if (pathname === "/resources/testharness.js") {
    return reply(await readFile(harness, "utf8"), "text/javascript");
  }
  if (!pathname.startsWith("/webnn/")) return new Response(null, { status: 404 });
  const home = dirname(dirname(resolve(source.file)));
  const path = resolve(home, ...decodeURIComponent(pathname.slice("/webnn/".length)).split("/"));
  if (!path.startsWith(home + sep)) return new Response(null, { status: 404 });
  try {
    return reply(
      await readFile(path, "utf8"),
      path.endsWith(".json") ? "application/json" : "text/javascript",
    );
  } catch {
    if (pathname !== "/webnn/resources/utils.js") return new Response(null, { status: 404 });
    return reply(stripTypeScriptTypes(await readFile(utils, "utf8")), "text/javascript");
  }
}

const harness = new URL(import.meta.resolve("wpt-runner/testharness/testharness.js"));
const utils = new URL("utils.ts", import.meta.url);

function reply(body: string, type: string): Response {
  return new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });
}

/** The page that upstream's server makes of a `.any.js` file. */
function documentOf({ meta }: Source): string {
  const scripts = ["/resources/testharness.js", ...meta.scripts, "/test.js"].map(scriptTag);
  return `<!doctype html>
<meta charset="utf-8">
<title>${escape(meta.title ?? "")}</title>
${meta.long ? '<meta name="timeout" content="long">' : ""}
<div id="log"></div>
${scripts[0]}
<script>
setup({ output: false });
add_completion_callback((tests, { status, message }) => {
  globalThis.report = {
    tests: tests.map(({ name, status, message }) => ({ name, status, message })),
    harness: { status, message },
  };
});
</script>
${scripts.slice(1).join("\n")}
`;
}

function scriptTag(source: string): string {
  return `<script src="${escape(source)}"></script>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
