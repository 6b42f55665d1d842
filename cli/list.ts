import { InputError } from "../graph/input_error.ts";
import { operators } from "../reference/operators.ts";
import type { Command } from "./command.ts";
import { byOperator, select, selectionOptions } from "./selection.ts";
import { out } from "./terminal.ts";

/** `conform list` */
export const listCommand: Command = {
  name: "list",
  summary: "operators, groups and cases that a filter selects",
  usage: "[operators|groups|cases]",
  description:
    "Prints what the options select, one a line, by operator from A to Z: operators with their number of cases\n" +
    "(the default), groups, or case ids. `graph` are graphs of several nodes; `input`, `constant` and `build` the\n" +
    "methods of MLGraphBuilder that are no operators. Nothing is run.",
  examples: [
    "list",
    "list groups --filter 'conv2d/**'",
    "list cases --filter '*/asymmetric-padding/**' --count 3",
  ],
  options: { ...selectionOptions, json: { help: "one JSON document" } },
  run(given) {
    const [what = "operators", ...rest] = given.positionals;
    if (!["operators", "groups", "cases"].includes(what) || rest.length) {
      throw new InputError(
        `"list ${
          given.positionals.join(" ")
        }" is unknown; allowed is "list operators", "list groups" or "list cases".`,
      );
    }
    const cases = byOperator(select(given).cases);
    const keyOf = {
      operators: (id: string) => id.split("/")[0],
      groups: (id: string) => id.split("/").slice(0, 2).join("/"),
      cases: (id: string) => id,
    }[what as "operators" | "groups" | "cases"];
    const counts = new Map<string, number>();
    for (const { id } of cases) counts.set(keyOf(id), (counts.get(keyOf(id)) ?? 0) + 1);
    if (given.has("json")) {
      out(
        JSON.stringify(
          { [what]: what === "cases" ? [...counts.keys()] : Object.fromEntries(counts) },
          null,
          2,
        ),
      );
    } else if (what === "cases") {
      out([...counts.keys()].join("\n"));
    } else {
      const width = Math.max(...[...counts.keys()].map((key) => key.length));
      for (const [key, count] of counts) {
        out(`${key.padEnd(width)}  ${String(count).padStart(6)}${remarkOn(key)}`);
      }
      out(`${"all".padEnd(width)}  ${String(cases.length).padStart(6)}`);
    }
    return Promise.resolve(0);
  },
};

/** What a person may not know of a line. */
function remarkOn(key: string): string {
  if (key === "graph") return "  graphs of several nodes";
  return operators.get(key)?.status === "proposal" ? "  proposal" : "";
}
