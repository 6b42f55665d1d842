import { InputError } from "../graph/input_error.ts";
import { backendOptions } from "./backend_options.ts";
import type { Command } from "./command.ts";
import { Prepared } from "./execute.ts";
import { readCaseFiles } from "./read_cases.ts";
import { record, recordOptions } from "./record.ts";
import { targetsOf } from "./stored_answers.ts";

/** `conform replay` */
export const replayCommand: Command = {
  name: "replay",
  summary: "runs case files (bundles, JSON) on backends; judges the files' own expected values",
  usage: "FILE… [options]",
  description:
    "Reads cases from bundles (safetensors) and JSON files in the form of web-platform-tests' test objects\n" +
    "and runs them like drawn cases. The backend `reference` judges the expected values that stand in the\n" +
    "files. Exit codes as for run.",
  examples: [
    "replay out/cases/*.safetensors --backend ort-cpu",
    "replay my-case.json --backend reference,webnn-chromium",
  ],
  options: { ...backendOptions, ...recordOptions },
  async run(given) {
    if (given.positionals.length === 0) {
      throw new InputError("replay needs case files: conform replay FILE… (bundles or JSON).");
    }
    const cases = readCaseFiles(given.positionals);
    return await record({
      given,
      asked: await targetsOf(given, cases),
      seed: "",
      total: cases.length,
      invalid: cases.filter((each) => each.case.invalid).length,
      *cases() {
        for (const { case: testCase, file, name } of cases) yield new Prepared(testCase, { file, name });
      },
    });
  },
};
