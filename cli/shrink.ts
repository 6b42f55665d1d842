import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { contentHash } from "../graph/id.ts";
import { InputError } from "../graph/input_error.ts";
import { fileNameOf } from "../graph/names.ts";
import { operandElements } from "../judge/graph_text.ts";
import { validate } from "../reference/validate.ts";
import { isFailure } from "../report/summary.ts";
import { harmless, plain, plural } from "../report/text.ts";
import { ask } from "./ask.ts";
import { backendOptions, type Ready, readyBackends } from "./backend_options.ts";
import type { Command } from "./command.ts";
import { judged, type Prepared } from "./execute.ts";
import { onInterrupt } from "./interrupt.ts";
import { oneCase, oneCaseOptions } from "./one_case.ts";
import { makeFolder } from "./results_file.ts";
import { type Failing, shrink } from "./shrink_search.ts";
import { documentText } from "./document_text.ts";
import { writeReproduction } from "./reproduce.ts";
import { type Shrinking, shrunkDocument, shrunkText } from "./shrink_report.ts";
import { draw, erase, note, out, wantsProgressBar } from "./terminal.ts";

const { backend, profile, timeout, browser } = backendOptions;

/** `conform shrink` */
export const shrinkCommand: Command = {
  name: "shrink",
  summary: "the smallest case that still fails on a backend, as a bundle and as programs",
  usage: "CASE --backend NAME [options]",
  description:
    "CASE is a case id, or a case file. While the backend fails in the same way (verdict and cause), nodes are\n" +
    "cut away, axes made shorter, options and operands left out, and data made zeros, ones and small whole\n" +
    "numbers. The smallest case is written as a bundle (case.safetensors), as JavaScript with MLGraphBuilder\n" +
    "(case.js), and as ONNX (model.onnx) with Python that runs it in ONNX Runtime (case.py). The same backend\n" +
    "gives the same case again. Exit code 0: the case does not fail; 1: it fails and was shrunk; 2: it could\n" +
    "not be carried out; 130: interrupted, and the smallest case so far is written.",
  examples: [
    "shrink 'conv2d/asymmetric-padding/float32/nhwc.ohwi.s2-3fa91c02' --backend webnn-chromium",
    "shrink my-case.json --backend ort-cpu --out out/smallest --runs 1000",
  ],
  options: {
    backend: { ...backend, value: "NAME", help: "the backend that it fails on" },
    out: { value: "DIR", help: "where the smallest case is written (default: out/shrunk/<id>)" },
    runs: { value: "N", help: "the most cases that the backend is asked (default: 300)" },
    ...oneCaseOptions,
    profile,
    timeout,
    browser,
    json: { help: "one JSON document" },
    quiet: { help: "no progress" },
  },
  async run(given) {
    if (!given.has("backend")) throw new InputError("shrink needs the backend that fails: --backend NAME.");
    const { prepared } = oneCase(given, "shrink");
    if (prepared.testCase.invalid) {
      throw new InputError(
        "shrink takes cases with outputs; this one must be refused by a single call, and cannot be made smaller.",
      );
    }
    const names = given.text("backend")!.split(",");
    if (names.length > 1 || names[0] === "reference") {
      throw new InputError("shrink asks one backend: give --backend one name, such as ort-cpu.");
    }
    const runs = given.count("runs", 1) ?? 300;
    const folder = given.text("out") ?? `out/shrunk/${fileNameOf(prepared.testCase.id)}`;
    const { ready: [target], timeoutMs } = await readyBackends(given);
    try {
      return await shrinkOn(target, prepared, { runs, folder, timeoutMs, quiet: given.has("quiet"), given });
    } finally {
      await target.backend.close();
    }
  },
};

interface How extends Shrinking {
  readonly runs: number;
  readonly timeoutMs: number;
  readonly quiet: boolean;
}

async function shrinkOn(target: Ready, prepared: Prepared, how: How): Promise<number> {
  const { runs, folder, timeoutMs, quiet, given } = how;
  const { backend } = target;
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  try {
    const answer = await ask(backend, prepared.testCase, { timeoutMs, signal });
    if (!answer) return 130;
    const line = judged(prepared, answer, target);
    if (!isFailure(line)) {
      const why = line.message ? `: ${plain(line.message)}` : "";
      out(
        given.has("json")
          ? documentText({ id: line.id, before: line, after: null })
          : `${
            harmless(line.id)
          } does not fail on ${backend.name} (${line.verdict}${why}); there is nothing to shrink.`,
      );
      return 0;
    }
    makeFolder(folder);
    const start: Failing = { prepared, answer, line };
    const shrunk = await shrink({
      start,
      target,
      runs,
      signal,
      ask: (cases) => askAll(target, cases, { timeoutMs, signal }),
      onSmaller(smaller, what, used) {
        if (quiet) return;
        const size = plural(operandElements(smaller.prepared.testCase), "element");
        const text = `conform: ${plural(used, "run")}, ${size} left: ${plain(what, 60)}`;
        if (wantsProgressBar()) draw(text);
        else note(text);
      },
    });
    erase();
    const smallest = named(shrunk.smallest);
    const files = writeReproduction(folder, smallest, target);
    const found = { ...shrunk, smallest };
    out(
      given.has("json")
        ? documentText(shrunkDocument(start, found, target, how, files, signal.aborted))
        : shrunkText(start, found, target, how, files, signal.aborted),
    );
    return signal.aborted ? 130 : 1;
  } finally {
    interrupt.release();
  }
}

async function askAll(
  { backend }: Ready,
  cases: readonly Case[],
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for await (const answer of backend.run(cases, options)) answers.set(answer.id, answer);
  return answers;
}

/** The smallest case under an id that says what it is. */
function named(failing: Failing): Failing {
  const { testCase } = failing.prepared;
  const { graph } = testCase;
  const operator = graph.nodes.length === 1 ? graph.nodes[0].operator : "graph";
  const { dataType } = validate(graph).get(graph.outputs[0])!;
  const id = `${operator}/shrunk/${dataType}/shrunk-${contentHash(testCase).slice(0, 8)}`;
  return { ...failing, prepared: failing.prepared.renamed(id), line: { ...failing.line, id } };
}
