/**
 * The backend `webnn-chromium`: the real `navigator.ml` of a browser.
 *
 * @module
 */

import type { Backend } from "./backend.ts";
import { denoHost } from "./host_process.ts";
import { hostBackend } from "./schedule.ts";

/** @param options.browser path of the browser; absent: the one that npm carries, or the installed one. */
export function webnnChromium({ browser }: { browser?: string } = {}): Backend {
  return hostBackend({
    name: "webnn-chromium",
    profile: "ieee",
    window: 16,
    command: () => {
      return Promise.resolve(denoHost(new URL("webnn/host.ts", import.meta.url), {
        permissions: [
          "--allow-read",
          "--allow-write",
          "--allow-env",
          "--allow-sys",
          "--allow-run",
          "--allow-net=127.0.0.1",
        ],
        args: browser === undefined ? [] : [browser],
      }));
    },
  });
}
