/**
 * A thread that does parts of `conform mutants`, one at a time as they are sent to it; it says when it is ready.
 *
 * @module
 */

import { carryOut, type Part } from "./score_work.ts";

self.onmessage = ({ data }: MessageEvent<Part>) => self.postMessage(carryOut(data));
self.postMessage("ready");
