import { InputError } from "../graph/input_error.ts";
import { profiles } from "../graph/profile.ts";
import { expectationOf } from "../reference/expect.ts";
import { operators } from "../reference/operators.ts";
import { plain } from "../report/text.ts";
import { denoHost } from "../runners/host_process.ts";
import { writeTests } from "../wpt/write.ts";
import { backendOptions, profileOf } from "./backend_options.ts";
import type { Command, Given } from "./command.ts";
import { writeFile } from "./results_file.ts";
import { select, selectionOptions } from "./selection.ts";
import { note, out } from "./terminal.ts";

/** `conform wpt` */
export const wptCommand: Command = {
  name: "wpt",
  summary: "writes web-platform-tests files from drawn cases; runs such files in a real browser",
  usage: "write --out DIR | run FILE…",
  description:
    "write makes DIR/conformance_tests/<operator>.https.any.js for every operator of the spec that the\n" +
    "options select, in the form of upstream's files.\n" +
    "run opens files in the browser under the real testharness.js; exit code 1 if a test fails.",
  examples: [
    "wpt write --out out/wpt --filter 'conv2d/**' --count 2",
    "wpt run out/wpt/conformance_tests/conv2d.https.any.js",
  ],
  options: {
    ...selectionOptions,
    out: { value: "DIR", help: "write: the folder, such as webnn/ of a web-platform-tests checkout" },
    profile: {
      value: "NAME",
      help: "write: whose tolerances the tests state (default: webgpu-f16, as the files run on every device)",
    },
    browser: backendOptions.browser,
  },
  run(given) {
    const [action, ...files] = given.positionals;
    if (action === "write" && files.length === 0) return Promise.resolve(write(given));
    if (action === "run" && files.length > 0) return run(files, given.text("browser"));
    throw new InputError(
      `"wpt ${given.positionals.join(" ")}" is unknown; allowed is "wpt write --out DIR" or "wpt run FILE…".`,
    );
  },
};

function write(given: Given): number {
  const folder = given.text("out");
  if (folder === undefined) throw new InputError("wpt write needs a folder to write to: --out DIR.");
  const profile = profiles[profileOf(given) ?? "webgpu-f16"];
  let files = 0;
  for (const [name, drawn] of Map.groupBy(select(given).cases, ({ operator }) => operator)) {
    const operator = operators.get(name);
    if (operator?.status !== "spec") continue;
    const cases = drawn.values().filter(({ invalid }) => !invalid).map(({ build }) => build());
    const file = writeTests(operator, cases, (testCase) => expectationOf(testCase, profile));
    const path = `${folder}/conformance_tests/${file.fileName}`;
    if (file.tests > 0) {
      writeFile(path, file.text);
      files++;
    }
    out(file.tests > 0 ? `${path}: ${file.tests} tests` : `${name}: no case makes a test`);
    for (const [reason, left] of Map.groupBy(file.left, ({ reason }) => reason)) {
      out(`  ${left.length} left out: ${reason}`);
    }
  }
  if (files === 0) {
    throw new InputError(
      "No case of those selected makes a test of web-platform-tests: those are for valid calls of the spec's own " +
        "operators, not of proposed ones; select others.",
    );
  }
  return 0;
}

/** The browser is driven from a process of its own: playwright-core loads with all permissions only. */
async function run(files: readonly string[], browser: string | undefined): Promise<number> {
  const { command, args } = denoHost(new URL("wpt_browser.ts", import.meta.url), {
    permissions: ["--allow-all"],
    args: [browser ?? "", ...files],
  });
  const child = new Deno.Command(command, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  });
  const process = child.spawn();
  let passed = 0;
  let failed = 0;
  let unsupported = 0;
  for await (const line of linesOf(process.stdout)) {
    const { file, name, status, message, refusal } = JSON.parse(line);
    if (refusal) throw new InputError(refusal);
    if (status === "PASS") passed++;
    else {
      if (status === "PRECONDITION_FAILED") unsupported++;
      else failed++;
      out(plain(`${status} ${file}: ${name}${message ? `: ${message}` : ""}`, 500));
    }
  }
  const { code } = await process.status;
  if (code !== 0) {
    throw new InputError(`The browser's process ended with exit code ${code}; its words stand above.`);
  }
  note(
    `conform: under testharness.js, in ${files.length} files: ${passed} tests passed, ${failed} failed, ` +
      `${unsupported} are beyond what the browser supports`,
  );
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
