import { coverageOf, type OperatorCoverage } from "../generators/coverage.ts";
import { type SignatureCoverage, signatureCoverageOf } from "../generators/signature_coverage.ts";
import { InputError } from "../graph/input_error.ts";
import { operators } from "../reference/operators.ts";
import { type Command, noPositionals } from "./command.ts";
import { coverageLines, detailLines } from "./coverage_text.ts";
import { select, selectionOptions } from "./selection.ts";
import { out } from "./terminal.ts";

/** `conform coverage` */
export const coverageCommand: Command = {
  name: "coverage",
  summary: "which option values, pairs, data types and ranks the selected cases have, and which not",
  usage: "[--filter GLOB] [--json]",
  description:
    "Counts, from the graphs of the selected cases, the values of every option, the pairs of values, and the data\n" +
    "types and ranks of every operand, and says what is allowed and not drawn. One line an operator; of a single\n" +
    "operator a table, with the pairs that no case can have and why. Nothing is run.\n" +
    "Exit code 1 if a pair that a case could have is in none of those selected.",
  examples: ["coverage", "coverage --filter 'conv2d/**'", "coverage --filter 'conv2d/**' --count 1 --json"],
  options: { ...selectionOptions, json: { help: "one JSON document, with every pair and value" } },
  run(given) {
    noPositionals(given, "coverage");
    const cases = select(given).cases.filter((drawn) => !("invalid" in drawn));
    if (cases.length === 0) {
      throw new InputError(
        "Only invalid graphs match, and coverage counts valid ones; choose another --filter.",
      );
    }
    const graphs = cases.map(({ graph }) => graph);
    const covered = coverageOf(cases).map((coverage): Covered => {
      const operator = operators.get(coverage.operator);
      return { ...coverage, signature: operator && signatureCoverageOf(operator, graphs) };
    });
    if (given.has("json")) out(JSON.stringify({ operators: covered.map(document) }, null, 2));
    else out((covered.length === 1 ? detailLines(covered[0]) : coverageLines(covered)).join("\n"));
    return Promise.resolve(covered.some(({ missing }) => missing.length > 0) ? 1 : 0);
  },
};

/** What the cases of an operator cover. Absent signature: graphs of several operators. */
export interface Covered extends OperatorCoverage {
  readonly signature?: SignatureCoverage;
}

function document(
  { operator, cases, values, possible, drawn, missing, excluded, leftOut, signature }: Covered,
) {
  return {
    operator,
    status: operators.get(operator)?.status,
    cases,
    values: plain(values),
    pairs: { possible, drawn, missing, excluded, leftOut },
    operands: signature && plain(signature.operands),
    options: signature && plain(signature.options),
  };
}

/** Maps as JSON has them. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}
