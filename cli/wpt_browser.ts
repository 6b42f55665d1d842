/**
 * The process of `conform wpt run` that drives the browser. Arguments: the browser's path or nothing, then files.
 * Writes one JSON object a line: a test's result, or `{ refusal }` for what cannot be carried out.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { BrowserUnavailable, launchChromium } from "../runners/chromium.ts";
import { runTests } from "../wpt/run.ts";
import { out } from "./terminal.ts";

const [path, ...files] = Deno.args;
try {
  const browser = await launchChromium(path || undefined);
  try {
    for await (const result of runTests({ files, browser })) out(JSON.stringify(result));
  } finally {
    await browser.close();
  }
} catch (error) {
  if (!(error instanceof InputError || error instanceof BrowserUnavailable)) throw error;
  out(JSON.stringify({ refusal: error.message }));
}
