/**
 * What a benchmark prints.
 *
 * @module
 */

/** One measurement. */
export interface Line {
  readonly what: string;
  readonly figure: string;
  /** What the figure should be, and whether it is; absent: it is there to compare with. */
  readonly target?: { readonly text: string; readonly met: boolean };
}

/** Measurements that belong together. */
export interface Section {
  readonly title: string;
  measure(): Iterable<Line> | AsyncIterable<Line>;
}

/** A line of the table. */
export function render({ what, figure, target }: Line): string {
  const verdict = target ? `${target.text.padEnd(12)} ${target.met ? "met" : "NOT MET"}` : "";
  return `  ${what.padEnd(34)} ${figure.padEnd(80)} ${verdict}`.trimEnd();
}

/** The target of a figure that is to be `least` or more. */
export function atLeast(value: number, least: number, unit: string): Line["target"] {
  return { text: `≥ ${least} ${unit}`.trimEnd(), met: value >= least };
}

/** The target of a figure that is to be `most` or less. */
export function atMost(value: number, most: number, unit: string): Line["target"] {
  return { text: `≤ ${most} ${unit}`.trimEnd(), met: value <= most };
}
