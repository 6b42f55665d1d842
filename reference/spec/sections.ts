/**
 * The headings of the specification's text, and which of them a place belongs to.
 *
 * @module
 */

/** A heading with an anchor: `### conv2d ### {#api-mlgraphbuilder-conv2d}`. */
export interface Heading {
  readonly title: string;
  readonly anchor: string;
  /** Number of `#`. */
  readonly level: number;
  /** Where in the text it begins. */
  readonly position: number;
}

/** Every heading with an anchor, in the order of the text. */
export function headingsOf(text: string): Heading[] {
  return [...text.matchAll(/^(#+)[ \t]+(.+?)[ \t]+#+[ \t]+\{#([^}\s]+)\}[ \t]*$/gm)].map((match) => ({
    level: match[1].length,
    title: match[2],
    anchor: match[3],
    position: match.index,
  }));
}

/**
 * The anchor of the section of a method: headed by the method's name (as the pools' are), else the one where its IDL
 * stands, at `position`. Absent where no heading comes before.
 */
export function sectionOf(
  method: string,
  position: number,
  headings: readonly Heading[],
): string | undefined {
  const own = headings.find(({ title }) => title === method);
  return (own ?? headings.findLast((heading) => heading.position < position))?.anchor;
}
