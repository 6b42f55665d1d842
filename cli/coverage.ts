import { coverageOf, type OperatorCoverage } from "../generators/coverage.ts";
import type { DrawnCase } from "../generators/mod.ts";
import { type SignatureCoverage, signatureCoverageOf } from "../generators/signature_coverage.ts";
import { type StepCoverage, stepCoverageOf } from "../generators/step_coverage.ts";
import { operators } from "../reference/operators.ts";
import { type Command, noPositionals } from "./command.ts";
import { coverageLines, detailLines } from "./coverage_text.ts";
import { byOperator, select, selectionOptions } from "./selection.ts";
import { out } from "./terminal.ts";

/** `conform coverage` */
export const coverageCommand: Command = {
  name: "coverage",
  summary: "which option values, pairs, data types, ranks, kinds of data and throwing steps are covered",
  usage: "[--filter GLOB] [--json]",
  description:
    "Counts, from the graphs of the selected cases, the values of every option, the pairs of values, the data\n" +
    "types and ranks of every operand, and the kinds of data, and says what is allowed and not drawn; and the\n" +
    "steps that cases violate which must be refused, and the steps that none is drawn for. One line an operator\n" +
    "from A to Z (`graph`: graphs of several nodes; `input`, `constant`, `build`: the builder's own methods); of a\n" +
    "single operator a table, with the reasons. Nothing is run.\n" +
    "Exit code 1 if a pair that a case could have is in none of those selected.",
  examples: [
    "coverage",
    "coverage --filter 'conv2d/**'",
    "coverage --filter '*/invalid-*/**'",
    "coverage --filter 'conv2d/**' --count 1 --json",
  ],
  options: { ...selectionOptions, json: { help: "one JSON document, with every pair and value" } },
  run(given) {
    noPositionals(given, "coverage");
    const covered = coverageOfAll(select(given).cases);
    if (given.has("json")) out(JSON.stringify({ operators: covered.map(document) }, null, 2));
    else out((covered.length === 1 ? detailLines(covered[0]) : coverageLines(covered)).join("\n"));
    return Promise.resolve(covered.some(({ pairs }) => pairs && pairs.missing.length > 0) ? 1 : 0);
  },
};

/** What the cases of an operator, of `graph` or of a method of the builder cover. */
export interface Covered {
  readonly operator: string;
  /** Of its valid cases; absent where none was selected. */
  readonly pairs?: OperatorCoverage;
  /** Of an operator's valid cases. */
  readonly signature?: SignatureCoverage;
  /** Of its cases that must be refused; absent where none was selected. */
  readonly steps?: StepCoverage;
}

/** From A to Z. */
function coverageOfAll(cases: readonly DrawnCase[]): Covered[] {
  const valid = cases.filter(({ invalid }) => !invalid);
  const graphs = valid.map(({ graph }) => graph);
  const pairsOf = new Map(coverageOf(valid).map((pairs) => [pairs.operator, pairs]));
  const stepsOf = new Map(stepCoverageOf(cases).map((steps) => [steps.method, steps]));
  const names = [...new Set([...pairsOf.keys(), ...stepsOf.keys()])];
  return byOperator(names.map((name): Covered => {
    const [operator, pairs] = [operators.get(name), pairsOf.get(name)];
    const signature = operator && pairs && signatureCoverageOf(operator, graphs);
    return { operator: name, pairs, signature, steps: stepsOf.get(name) };
  }));
}

function document({ operator, pairs, signature, steps }: Covered) {
  return {
    operator,
    status: operators.get(operator)?.status,
    ...pairs && pairsDocument(pairs),
    operands: signature && plain(signature.operands),
    options: signature && plain(signature.options),
    invalid: steps &&
      { cases: steps.cases, violated: plain(steps.violated), notAsked: plain(steps.notAsked) },
  };
}

function pairsDocument(
  { cases, values, possible, drawn, missing, excluded, leftOut, kinds }: OperatorCoverage,
) {
  return {
    cases,
    values: plain(values),
    pairs: { possible, drawn, missing, excluded, leftOut },
    kinds: { drawn: plain(kinds.drawn), notDrawn: plain(kinds.notDrawn) },
  };
}

/** Maps as JSON has them. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}
