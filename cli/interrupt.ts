/**
 * Ctrl-C: the first asks the run to end its hosts and keep its results; the signal is aborted.
 *
 * @returns the signal, and a function that stops listening.
 */
export function onInterrupt(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const name of signals) Deno.addSignalListener(name, abort);
  return {
    signal: controller.signal,
    release() {
      for (const name of signals) Deno.removeSignalListener(name, abort);
    },
  };
}
