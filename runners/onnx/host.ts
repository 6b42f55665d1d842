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

/**
 * Operators that a runtime answers by what it was asked before: WebGPU's compiled InstanceNormalization is kept
 * without its epsilon (docs/findings.md), and its DequantizeLinear of bytes gives the first quarter of the elements
 * only after certain others. A case of theirs has a device to itself, so that its answer is its own.
 */
const remembered: readonly string[] = ["dequantizeLinear", "instanceNormalization"];

await serve(async () => {
  const { runtime, options, version, device, renew } = await runtimes[name]();
  const prove = async () => await (await sessionThatAnswers(runtime, options)).release();
  return {
    probe: () => Promise.resolve({ ready: true, version, device }),
    limits: () => Promise.resolve(supportLimits()),
    run: oneByOne(async (testCase) => {
      if (testCase.graph.nodes.some(({ operator }) => remembered.includes(operator))) await renew?.();
      return await answerWith(runtime, options, testCase);
    }, prove),
  };
});
