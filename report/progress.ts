/**
 * The progress line.
 *
 * @module
 */

import { duration } from "./text.ts";

export interface Progress {
  /** Results so far, and in all. */
  readonly done: number;
  readonly total: number;
  /** Failures and errors so far. */
  readonly failed: number;
  readonly elapsedMs: number;
}

/** `[#####-----] 512/1034  43/s  12 s left  3 failed`, at most `width` columns, without a line feed. */
export function formatProgress({ done, total, failed, elapsedMs }: Progress, width = 80): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const rate = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const parts = [`${done}/${total}`, `${rate < 9.95 ? rate.toFixed(1) : Math.round(rate)}/s`];
  if (rate > 0 && done < total) parts.push(`${duration((total - done) / rate)} left`);
  if (failed > 0) parts.push(`${failed} failed`);
  const text = parts.join("  ");
  const room = Math.min(30, width - text.length - 3);
  if (room < 5) return text.slice(0, width);
  const filled = Math.floor(share * room);
  return `[${"#".repeat(filled)}${"-".repeat(room - filled)}] ${text}`;
}
