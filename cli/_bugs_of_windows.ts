/**
 * The bugs of docs/bug-classes.md in convolutions and pooling.
 *
 * @module
 */

import { type Bug, type Bugs, ofMutant } from "./_bug.ts";
import { list } from "./_mutations.ts";

/** The build fails where padding at the two ends of the first axis differs. */
const refused: Bug = ({ graph: { nodes: [{ options }] } }) => {
  const [begin, end] = list(options.padding);
  if (begin === end) return undefined;
  return { id: "x", kind: "rejected", exception: "NotSupportedError", message: "asymmetric padding" };
};

export const bugsOfWindows: Bugs = {
  1: { ...ofMutant("padding-spread-evenly"), "asymmetric padding is refused": refused },
  2: ofMutant("larger-padding-first"),
  3: ofMutant("remaining-channels-dropped"),
  4: ofMutant("indices-in-float16"),
  5: ofMutant("output-padding-ignored"),
  6: ofMutant("first-output-padding-for-all"),
  7: ofMutant("bias-missing"),
  8: { "asymmetric padding over three axes is refused": refused },
  9: ofMutant("filter-not-moved"),
  10: ofMutant("divided-by-window"),
  11: ofMutant("padding-at-the-end-ignored"),
  12: ofMutant("sizes-rounded-down"),
  22: ofMutant("depthwise-dilations-ignored"),
  23: ofMutant("depthwise-row-stride-ignored"),
  25: ofMutant("padding-begins-first"),
};
