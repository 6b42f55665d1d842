/**
 * How far a run is, on standard error.
 *
 * @module
 */

import { formatProgress } from "../report/mod.ts";
import { draw, erase, note, wantsProgressBar } from "./terminal.ts";

/** Says how far a run is: a bar on a terminal, elsewhere a line every half minute. */
export class ProgressLine {
  readonly #began = performance.now();
  #drawnAt = 0;
  #done = 0;
  #failed = 0;

  constructor(readonly total: number, readonly quiet: boolean) {}

  /** One more is done. */
  step(hasFailed: boolean) {
    this.#done++;
    if (hasFailed) this.#failed++;
    const elapsedMs = performance.now() - this.#began;
    if (this.quiet || elapsedMs - this.#drawnAt < (wantsProgressBar() ? 100 : 30_000)) return;
    this.#drawnAt = elapsedMs;
    const text = formatProgress({ done: this.#done, total: this.total, failed: this.#failed, elapsedMs });
    if (wantsProgressBar()) draw(text);
    else note(text);
  }

  end() {
    erase();
  }
}
