/**
 * The host of `webnn-chromium`. Its one argument, if given, is the path of a browser.
 *
 * @module
 */

import type { Availability } from "../backend.ts";
import { BrowserUnavailable } from "../chromium.ts";
import { oneByOne, serve } from "../host_main.ts";
import { operators } from "../../reference/operators.ts";
import { WebnnSession } from "./session.ts";

await serve(async () => {
  const opened = await open(Deno.args[0]);
  if (!(opened instanceof WebnnSession)) {
    const fail = () => Promise.reject(new Error(opened.reason));
    return { probe: () => Promise.resolve(opened), limits: fail, run: fail };
  }
  opened.died().then((reason) => {
    console.error(reason);
    Deno.exit(1);
  });
  return {
    probe: () => Promise.resolve(availability(opened)),
    limits: () => Promise.resolve(opened.limits),
    run: oneByOne((testCase) => opened.answer(testCase, operators)),
    close: () => opened.close(),
  };
});

async function open(path?: string): Promise<WebnnSession | Extract<Availability, { ready: false }>> {
  try {
    return await WebnnSession.open(path);
  } catch (error) {
    if (error instanceof BrowserUnavailable) return { ready: false, reason: error.message, mend: error.mend };
    throw error;
  }
}

function availability({ version }: WebnnSession): Availability {
  // What lies behind a context cannot be asked for. On Linux, Chromium has no other backend than TFLite.
  const device = Deno.build.os === "linux" ? "WebNN cpu (TFLite/XNNPACK)" : "WebNN cpu";
  return { ready: true, version: `Chromium ${version}`, device };
}
