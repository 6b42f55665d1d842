/**
 * Every backend, in the order in which they are shown.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import { ortCpu, ortWasm, ortWebGpu } from "./onnx/backends.ts";
import { webnnChromium } from "./webnn_chromium.ts";

/**
 * Every backend, whether or not it can run here.
 * @param options.browser path of the browser that `webnn-chromium` drives; absent: the one that npm carries.
 */
export function allBackends({ browser }: { browser?: string } = {}): readonly Backend[] {
  return [ortWasm(), ortCpu(), ortWebGpu(), webnnChromium({ browser })];
}
