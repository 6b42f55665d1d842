/**
 * What `conform shrink` says when it is done.
 *
 * @module
 */

import { numberToText } from "../graph/number_text.ts";
import { elementsText, graphText, operandElements } from "../judge/graph_text.ts";
import { tensorOf } from "../judge/shrink/candidate.ts";
import { describeFailure } from "../report/summary.ts";
import { harmless, plain, plural, shellQuoted, wrapped } from "../report/text.ts";
import type { Ready } from "./backend_options.ts";
import type { Given } from "./command.ts";
import type { writeReproduction } from "./reproduce.ts";
import type { Failing, Shrunk } from "./shrink_search.ts";
import { wrongResults, wrongResultsText } from "./wrong_results.ts";

/** Where the smallest case is written, and what was asked for. */
export interface Shrinking {
  readonly folder: string;
  readonly given: Given;
}

/** What `--json` says: the case before and after, how the smallest fails, and where it is written. */
export function shrunkDocument(
  start: Failing,
  { smallest, runs, isCutOff }: Shrunk,
  { backend, version }: Ready,
  { folder }: Shrinking,
  { written, left }: ReturnType<typeof writeReproduction>,
  isInterrupted: boolean,
) {
  const of = ({ prepared: { testCase }, line }: Failing) => ({
    graph: graphText(testCase),
    operandElements: operandElements(testCase),
    ...wrongResults(line, testCase),
    result: line,
  });
  const { testCase } = smallest.prepared;
  const data = [...testCase.graph.operands.keys()].flatMap((name) => {
    const tensor = tensorOf(testCase, name);
    return tensor ? [[name, { ...tensor, data: Array.from<number | bigint>(tensor.data) }] as const] : [];
  });
  return {
    id: start.line.id,
    backend: backend.name,
    version,
    before: of(start),
    after: { ...of(smallest), data: Object.fromEntries(data) },
    runs,
    isCutOff,
    isInterrupted,
    folder,
    written,
    left,
  };
}

/** Data of a tensor that is shown, and columns of a line. */
const mostShown = 12, width = 110;

/** What shrinking came to, as a person reads it. */
export function shrunkText(
  start: Failing,
  { smallest, runs, isCutOff }: Shrunk,
  { backend, version }: Ready,
  { folder, given }: Shrinking,
  { written, left }: ReturnType<typeof writeReproduction>,
  isInterrupted: boolean,
): string {
  const { testCase } = smallest.prepared;
  const size = (failing: Failing) => {
    const { prepared: { testCase }, line } = failing;
    const count = plural(operandElements(testCase), "operand element");
    return line.elements > 0 ? `${count}; ${wrongResultsText(wrongResults(line, testCase))}` : count;
  };
  const data = [...testCase.graph.operands.keys()].flatMap((name) => {
    const tensor = tensorOf(testCase, name);
    const text = tensor && elementsText(tensor, mostShown);
    return text === undefined ? [] : [`    ${plain(name, 30)} = ${text}`];
  });
  const path = shellQuoted(harmless(`${folder}/case.safetensors`));
  const asked = `--backend ${backend.name}${
    given.has("profile") ? ` --profile ${given.text("profile")}` : ""
  }`;
  const end = isInterrupted
    ? "interrupted; this is the smallest so far"
    : isCutOff
    ? "more runs (--runs) may make it smaller"
    : "no step makes it smaller";
  return [
    `${harmless(start.line.id)}: ${describeFailure(start.line)} on ${backend.name} ${plain(version, 40)}`,
    "",
    `  before  ${size(start)}`,
    ...graphLines(start),
    `  after   ${size(smallest)}`,
    ...graphLines(smallest),
    ...data.map((line) => plain(line, width).replace(/^/, "          ")),
    "",
    ...whatIsWrong(smallest.line),
    `  ${plural(runs, "run")}; ${end}`,
    "",
    `Written to ${harmless(folder)}: ${written.join(", ")}`,
    ...left.map((reason) => plain(reason, width)),
    `  deno task conform explain ${path} ${asked}`,
    `  deno task conform diagnose ${path} ${asked}`,
    `  deno task conform replay ${path} ${asked}`,
  ].join("\n");
}

/** A graph on lines of its own. */
function graphLines({ prepared }: Failing): string[] {
  return wrapped(harmless(graphText(prepared.testCase)), width - 10).map((line) => `          ${line}`);
}

/** The worst element, else the message in full. */
function whatIsWrong({ worst, message = "" }: Failing["line"]): string[] {
  if (!worst) return wrapped(plain(message, 600), width - 2).map((line) => `  ${line}`);
  const { output, index, expected, actual, radius } = worst;
  const allowed = radius > 0 && radius < Infinity ? ` ± ${radius.toPrecision(3)}` : "";
  return [
    `  ${plain(output, 40)}[${index.join(",")}]: expected ${numberToText(expected)}${allowed}, got ${
      numberToText(actual)
    }`,
  ];
}
