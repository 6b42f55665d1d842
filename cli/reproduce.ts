/**
 * A failing case as files that anyone can run: a bundle, JavaScript, and ONNX with Python.
 *
 * @module
 */

import { writeBundle } from "../graph/bundle.ts";
import type { Expectation } from "../graph/expectation.ts";
import type { Outputs } from "../graph/answer.ts";
import { operators } from "../reference/operators.ts";
import { Tally } from "../judge/tally.ts";
import { structureFault } from "../judge/structure.ts";
import { graphText } from "../judge/graph_text.ts";
import { lower } from "../runners/onnx/lower.ts";
import { pythonOf } from "../runners/onnx/source.ts";
import { UnsupportedError } from "../runners/onnx/unsupported.ts";
import type { Dispatch, Reproduction } from "../runners/reproduction.ts";
import { javascriptOf } from "../runners/webnn/source.ts";
import { describeFailure } from "../report/summary.ts";
import { plain } from "../report/text.ts";
import type { Ready } from "./backend_options.ts";
import { answered } from "./generate.ts";
import { writeFile } from "./results_file.ts";
import type { Failing } from "./shrink_search.ts";

/** What was written, and what could not be with the reason. */
export interface WrittenFiles {
  readonly written: readonly string[];
  readonly left: readonly string[];
}

/** Writes `case.safetensors`, for operators of the spec `case.js`, and where ONNX can express the case `model.onnx` and `case.py`. */
export function writeReproduction(folder: string, failing: Failing, target: Ready): WrittenFiles {
  const { testCase } = failing.prepared;
  const reproduction = reproductionOf(failing, target);
  const files = new Map<string, string | Uint8Array>([
    ["case.safetensors", writeBundle(answered(testCase))],
  ]);
  const left: string[] = [];
  const proposed = testCase.graph.nodes.find(({ operator }) =>
    operators.get(operator)!.status === "proposal"
  );
  if (proposed) {
    left.push(`No JavaScript: ${proposed.operator} is only proposed, and no MLGraphBuilder has it.`);
  } else files.set("case.js", javascriptOf(reproduction, operators));
  try {
    files.set("model.onnx", lower(testCase.graph).bytes);
    files.set("case.py", pythonOf(reproduction));
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    left.push(`No ONNX: ${error.message}.`);
  }
  for (const [name, content] of files) writeFile(`${folder}/${name}`, content);
  return { written: [...files.keys()], left };
}

function reproductionOf(failing: Failing, target: Ready): Reproduction {
  const { prepared: { testCase }, line } = failing;
  const { name } = target.backend;
  return {
    case: testCase,
    about: [
      testCase.id,
      plain(graphText(testCase), 300),
      `${name} ${plain(target.version)} (${plain(target.device)}): ${describeFailure(line)}`,
      ...(line.message ? [plain(line.message, 300)] : []),
    ],
    dispatches: dispatchesOf(failing, target),
    provider: name === "ort-webgpu" ? "WebGpuExecutionProvider" : undefined,
  };
}

/** One dispatch where that shows the failure, else all three. */
function dispatchesOf({ prepared, answer }: Failing, { profile }: Ready): Dispatch[] {
  const { inputs, secondInputs } = prepared.testCase;
  const { outputs, secondOutputs } = prepared.expectation(profile);
  const first = { inputs, expected: outputs };
  const second = { inputs: secondInputs, expected: secondOutputs };
  const isShownByOne = answer.kind !== "outputs" || isWrong(answer.dispatches[0], outputs);
  return isShownByOne ? [first] : [first, second, first];
}

/** Whether a dispatch alone is wrong. */
export function isWrong(actual: Outputs, expected: Expectation["outputs"]): boolean {
  if (structureFault(actual, expected)) return true;
  const tally = new Tally();
  tally.add(actual, expected);
  return tally.failed > 0;
}
