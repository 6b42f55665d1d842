import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { Expectation } from "../graph/expectation.ts";
import { InputError } from "../graph/input_error.ts";
import { profiles } from "../graph/profile.ts";
import { type ExplainedElement, explainElement } from "../judge/explain/explain.ts";
import { type Answered, namedPlace, type Place, widestPlace, worstPlace } from "../judge/explain/place.ts";
import { graphText } from "../judge/graph_text.ts";
import type { ResultLine } from "../judge/results.ts";
import { structureFault } from "../judge/structure.ts";
import { caseOfNode, isStepped } from "../reference/stepped.ts";
import { explanationLines } from "../report/explanation_text.ts";
import { describeFailure, isFailure } from "../report/summary.ts";
import { harmless, painter, plain, shellQuoted, wrapped } from "../report/text.ts";
import { ask } from "./ask.ts";
import { backendOptions, profileOf, type Ready, readyBackends } from "./backend_options.ts";
import type { Command, Given } from "./command.ts";
import { judged, type Prepared } from "./execute.ts";
import { documentText } from "./document_text.ts";
import { explainPool, poolAskedFor } from "./explain_pool.ts";
import { onInterrupt } from "./interrupt.ts";
import { oneCase, oneCaseOptions } from "./one_case.ts";
import { out, screen, wantsColour } from "./terminal.ts";
import { wrongResults, wrongResultsText } from "./wrong_results.ts";

const { backend, profile, timeout, browser } = backendOptions;

/** `conform explain` */
export const explainCommand: Command = {
  name: "explain",
  summary: "the arithmetic of one element of a case: terms, expected value and its proof, bound, answer",
  usage: "CASE [--backend NAME] [options]",
  description:
    "CASE is a case id, or a case file. Prints for the worst element of a backend's answer, or for the one named,\n" +
    "what it is made of, the expected value and how it is proven, how far it may be off and why, and what the\n" +
    "backend gave. Without a backend, or with reference, the expected value alone is explained: that of the\n" +
    "element whose bound is widest. CASE may also be a pool of the statistics that a run's results name: its\n" +
    "figures there and the cases in it are printed. Exit code 0: the backend passes, or none was asked; 1: it fails; 2: it could\n" +
    "not be carried out; 130: interrupted.",
  examples: [
    "explain 'conv2d/asymmetric-padding/float32/nhwc.ohwi.s2-3fa91c02' --backend webnn-chromium",
    "explain 'gemm/matrices/float32/at.bt-1b2c3d4e' --element 'output[3,0]' --all",
    "explain my-case.json --backend ort-cpu --json",
  ],
  options: {
    backend: { ...backend, value: "NAME", help: "the backend whose answer is explained" },
    element: { value: "PLACE", help: "an element, such as 'output[0,3,1,2]' (default: the worst)" },
    all: { help: "every term and every operand element, on as many lines as that takes" },
    json: { help: "one JSON document" },
    results: {
      value: "FILE",
      help: "of a pool: the results that it stands in (default: the newest of out/)",
    },
    ...oneCaseOptions,
    profile,
    timeout,
    browser,
  },
  async run(given) {
    const pool = poolAskedFor(given);
    if (pool !== undefined) return explainPool(pool, given);
    const { prepared } = oneCase(given, "explain");
    if (prepared.testCase.invalid) {
      throw new InputError(
        "explain takes cases with outputs; this one must be refused: conform run --filter with its id says by which step.",
      );
    }
    const names = given.text("backend")?.split(",") ?? ["reference"];
    if (names.length > 1) {
      throw new InputError("explain asks one backend: give --backend one name, such as ort-cpu.");
    }
    if (names[0] === "reference") return explained(given, prepared);
    const { ready: [target], timeoutMs } = await readyBackends(given);
    const interrupt = onInterrupt();
    try {
      const answer = await ask(target.backend, prepared.testCase, { timeoutMs, signal: interrupt.signal });
      return answer ? explained(given, prepared, { target, answer }) : 130;
    } finally {
      interrupt.release();
      await target.backend.close();
    }
  },
};

interface Asked {
  readonly target: Ready;
  readonly answer: Answer;
}

/** The node alone that the place is judged by, on the answer's own operands; the case itself unless it is stepped. */
function stepOf(
  testCase: Case,
  expectation: Expectation,
  { output, dispatch }: Place,
  dispatches: Answered | undefined,
): Case {
  if (!dispatches || !isStepped(testCase.graph, expectation.outputs)) return testCase;
  const node = testCase.graph.nodes.find(({ outputs }) => outputs.includes(output))!;
  const inputs = dispatch === 1 ? testCase.inputs : testCase.secondInputs;
  return caseOfNode(testCase, node, inputs, dispatches[dispatch - 1]);
}

function explained(given: Given, prepared: Prepared, asked?: Asked): number {
  const { testCase } = prepared;
  const name = asked?.target.profile ?? profileOf(given) ?? "ieee";
  const expectation = asked ? prepared.judgedBy(name, asked.answer) : prepared.expectation(name);
  const line = asked && judged(prepared, asked.answer, asked.target);
  const dispatches = asked && dispatchesOf(asked.answer, expectation);
  const place = placeOf(given, expectation, dispatches);
  const actual = place && dispatches?.[place.dispatch - 1].get(place.output)?.data[place.position];
  const element = place &&
    explainElement(
      stepOf(testCase, expectation, place, dispatches),
      place,
      expectation,
      profiles[name],
      actual,
    );
  const next = commands(given, asked, line);
  if (given.has("json")) {
    out(
      documentText({
        id: testCase.id,
        graph: graphText(testCase),
        profile: name,
        result: line,
        element,
        next,
      }),
    );
  } else {
    out(page(given, prepared, asked, line, element, next).join("\n"));
  }
  return line && isFailure(line) ? 1 : 0;
}

/** The outputs of both data sets, where they are what was asked for. */
function dispatchesOf(
  answer: Answer,
  { outputs, secondOutputs }: Expectation,
): Answered | undefined {
  if (answer.kind !== "outputs") return undefined;
  const [first, second] = answer.dispatches;
  return structureFault(first, outputs) ?? structureFault(second, secondOutputs)
    ? undefined
    : [first, second];
}

/** The element asked for, else the worst, else the one with the widest bound; none where a backend gave no outputs. */
function placeOf(given: Given, expectation: Expectation, dispatches?: Answered): Place | undefined {
  const text = given.text("element");
  if (text !== undefined) return namedPlace(text, expectation, dispatches);
  if (dispatches) return worstPlace(expectation, dispatches);
  const isAsked = given.has("backend") && given.text("backend") !== "reference";
  return isAsked ? undefined : widestPlace(expectation.outputs);
}

/** The commands that go on. */
function commands(given: Given, asked: Asked | undefined, line: ResultLine | undefined): string[] {
  const [name] = given.positionals;
  const from = given.text("from");
  const isFile = line?.file !== undefined;
  const options = ["from", "seed", "profile", "browser"].filter((option) => given.has(option))
    .map((option) => ` --${option} ${shellQuoted(harmless(given.text(option)!))}`).join("");
  const subject = shellQuoted(harmless(name));
  if (!asked) return [`deno task conform explain ${subject} --backend NAME${options}`];
  const onBackend = ` --backend ${asked.target.backend.name}`;
  const withoutFrom = options.replace(/ --from '[^']*'/, "");
  const again = isFile
    ? `replay ${shellQuoted(harmless(from ?? name))}${onBackend}${withoutFrom}`
    : `run --filter ${subject}${onBackend}${options}`;
  if (!line || !isFailure(line)) return [`deno task conform ${again}`];
  return [
    `deno task conform shrink ${subject}${onBackend}${options}`,
    `deno task conform diagnose ${subject}${onBackend}${options}`,
    `deno task conform ${again}`,
  ];
}

const specification = "https://www.w3.org/TR/webnn/#";

function page(
  given: Given,
  { testCase }: Prepared,
  asked: Asked | undefined,
  line: ResultLine | undefined,
  element: ExplainedElement | undefined,
  next: readonly string[],
): string[] {
  const { width = 110, rows = 40 } = screen();
  const paint = painter(wantsColour());
  const graph = wrapped(harmless(graphText(testCase)), width - 2);
  const isAll = given.has("all");
  const head = [
    paint("bold", harmless(testCase.id)),
    ...(isAll || graph.length <= 6
      ? graph
      : [...graph.slice(0, 5), `… ${graph.length - 5} more lines (--all)`])
      .map((text) => `  ${text}`),
    ...(line && asked ? verdictLines(line, asked, testCase, width, isAll) : []),
  ];
  const tail = [
    ...(element ? [`Spec: ${specification}${element.section}`] : []),
    ...next.map((command) => paint("dim", command)),
  ];
  if (!element) return [...head, "", ...tail];
  const room = isAll ? Infinity : Math.max(6, rows - head.length - tail.length - 20);
  return [
    ...head,
    "",
    ...explanationLines(element, { room, width: isAll ? Infinity : width, paint }),
    "",
    ...tail,
  ];
}

/** What the backend made of the case. */
function verdictLines(
  line: ResultLine,
  { target }: Asked,
  testCase: Case,
  width: number,
  isAll: boolean,
): string[] {
  const { verdict, elements, message = "" } = line;
  const what = isFailure(line) ? describeFailure(line) : verdict;
  const kind = line.cause === "accuracy" ? "outside" : "wrong";
  const counted = elements > 0 ? `, ${wrongResultsText(wrongResults(line, testCase), kind)}` : "";
  const text = `${target.backend.name} ${plain(target.version, 30)}, ${
    plain(target.device, 30)
  }, profile ${target.profile}: `;
  const lines = elements > 0 ? [] : wrapped(plain(message, 2000), width - 4);
  const shown = isAll ? lines : lines.slice(0, 8);
  return [plain(text, 200) + ` ${what}${counted}`, ...shown.map((each) => `    ${each}`)];
}
