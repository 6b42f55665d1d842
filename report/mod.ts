/** What a person or a CI system sees. @module */
export { isNews } from "./comparison.ts";
export { renderJson } from "./json.ts";
export { renderJunit } from "./junit.ts";
export { formatProgress, type Progress } from "./progress.ts";
export { type Speed, speedOf } from "./speed.ts";
export { familyOf, isFailure, summarize, type Summary } from "./summary.ts";
export { hasFailed, renderSummary, type TerminalOptions } from "./terminal.ts";
