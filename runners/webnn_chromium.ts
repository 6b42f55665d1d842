/**
 * The backend `webnn-chromium`: the real `navigator.ml` of a browser.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import { denoHost } from "./host_process.ts";
import { hostBackend } from "./schedule.ts";

/**
 * The backend; each host of it drives a browser of its own.
 * @param options.browser path of the browser; absent: the one that npm carries, or the installed one.
 */
export function webnnChromium({ browser }: { browser?: string } = {}): Backend {
  return hostBackend({
    name: "webnn-chromium",
    profile: "ieee",
    validates: true,
    window: 16,
    command: () => {
      return Promise.resolve(denoHost(new URL("webnn/host.ts", import.meta.url), {
        // playwright-core looks into /proc when it is loaded, which Deno grants with all permissions only.
        permissions: ["--allow-all"],
        args: browser === undefined ? [] : [browser],
      }));
    },
  });
}
