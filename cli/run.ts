import { backendOptions, readyBackends } from "./backend_options.ts";
import { type Command, noPositionals } from "./command.ts";
import { Prepared } from "./execute.ts";
import { record, recordOptions } from "./record.ts";
import { select, selectionOptions } from "./selection.ts";

/** `conform run` */
export const runCommand: Command = {
  name: "run",
  summary: "draws cases, runs them on the backends, judges them, prints the summary (the default)",
  usage: "[options]",
  description:
    "Every backend that can run here answers every selected case; every element of every answer is held\n" +
    "against the reference. Cases of groups invalid-<step> must be refused; only webnn-chromium is asked.\n" +
    "What only many elements together show, such as sums kept in fewer bits, is judged at the end of a run.\n" +
    "Results are appended to a file as they come, so nothing is lost if the run is\n" +
    "interrupted. Exit code 0: everything passed, or is as the baselines expect; 1: a conformance failure or\n" +
    "a regression; 2: the run could not be carried out; 130: interrupted.",
  examples: [
    "",
    "run --backend ort-wasm --filter 'conv2d/**'",
    "run --filter '*/asymmetric-padding/**' --count 3 --seed 7",
    "run --baseline baselines --report out/report",
    "run --resume",
  ],
  options: { ...backendOptions, ...selectionOptions, ...recordOptions },
  async run(given) {
    noPositionals(given, "run");
    const { seed, cases } = select(given);
    const asked = await readyBackends(given);
    return await record({
      given,
      asked,
      seed,
      total: cases.length,
      invalid: cases.filter(({ invalid }) => invalid).length,
      *cases() {
        for (const drawn of cases) yield new Prepared(drawn.build());
      },
    });
  },
};
