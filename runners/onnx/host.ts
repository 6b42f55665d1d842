/**
 * The host of the ONNX Runtime backends. Its argument is the backend's name.
 *
 * @module
 */

import { oneByOne, serve } from "../host_main.ts";
import { supportLimits } from "./limits.ts";
import { runtimes, sessionThatAnswers } from "./runtimes.ts";
import { answerWith } from "./session.ts";

const [name] = Deno.args;

await serve(async () => {
  const { runtime, options, version, device } = await runtimes[name]();
  const prove = async () => await (await sessionThatAnswers(runtime, options)).release();
  return {
    probe: () => Promise.resolve({ ready: true, version, device }),
    limits: () => Promise.resolve(supportLimits()),
    run: oneByOne((testCase) => answerWith(runtime, options, testCase), prove),
  };
});
