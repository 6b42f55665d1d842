/**
 * What became of the cases: one line a backend.
 *
 * @module
 */

import type { BackendCounts, Summary } from "./summary.ts";
import { type Align, duration, type Paint, plain, ratioText, table } from "./text.ts";

const heads = [
  "backend",
  "version",
  "device",
  "passed",
  "failed",
  "unsupported",
  "errors",
  "worst ratio",
  "time",
];
/** Names to the left, numbers to the right. */
const columns = heads.map((_, column): Align => column < 3 ? "left" : "right");
const device = heads.indexOf("device");
const good = [heads.indexOf("passed")];
const bad = [heads.indexOf("failed"), heads.indexOf("errors")];

/** One line a backend; proposed operators stand in a section of their own, in the same columns. */
export function countsTable(
  { webnn, proposals }: Summary,
  paint: Paint,
  width: number,
  seconds?: ReadonlyMap<string, number>,
): string[] {
  const row = ({ backend, ...counts }: BackendCounts, wall?: number) => [
    plain(backend.name, 40),
    plain(backend.version, 16),
    plain(backend.device, 40),
    ...[counts.passed, counts.failed, counts.unsupported, counts.errors].map(String),
    ratioText(counts.worstRatio),
    duration(wall ?? counts.seconds),
  ];
  const rows = [
    heads,
    ...webnn.map((counts) => row(counts, seconds?.get(counts.backend.name))),
    ...proposals.map((counts) => row(counts)),
  ];
  const overflow = Math.max(...table(rows, columns).map((line) => line.length)) - width;
  if (overflow > 0) {
    const widest = Math.max(...rows.map((cells) => cells[device].length));
    for (const cells of rows.slice(1)) cells[device] = plain(cells[device], Math.max(8, widest - overflow));
  }
  const lines = table(rows, columns, (text, i, column) => {
    if (i === 0) return paint("dim", text);
    if (text.trim() === "0") return text;
    return good.includes(column) ? paint("green", text) : bad.includes(column) ? paint("red", text) : text;
  });
  if (proposals.length) lines.splice(1 + webnn.length, 0, "proposed operators, no part of WebNN:");
  return lines;
}
