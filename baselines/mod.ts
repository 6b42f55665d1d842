/** What is already known of each backend, and how results differ from it. @module */
export { type Baseline, encodeBaseline, type ExpectedFailure, parseBaseline } from "./baseline.ts";
export { checkProfile, compare } from "./compare.ts";
export { checkFindings, type Finding, parseFindings } from "./findings.ts";
export { readBaselines, writeBaseline } from "./folder.ts";
export { update } from "./update.ts";
