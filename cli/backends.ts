import type { Missing } from "../reference/spec/missing.ts";
import { backendOptions, missingOf, namedBackends } from "./backend_options.ts";
import type { Command } from "./command.ts";
import { out } from "./terminal.ts";

/** `conform backends` */
export const backendsCommand: Command = {
  name: "backends",
  summary: "every backend: ready or not, version, device; if not ready, why and what mends it",
  usage: "[--backend A,B] [--json]",
  description:
    "Starts each backend once and prints what it says of itself, and what a WebNN context lacks of the\n" +
    "operators, data types and ranks that the specification requires of every implementation.\n" +
    "Exit code 0 if all that were named are ready, else 2.",
  examples: ["backends", "backends --backend webnn-chromium --browser /usr/bin/google-chrome"],
  options: {
    backend: backendOptions.backend,
    browser: backendOptions.browser,
    json: { help: "one JSON document" },
  },
  async run(given) {
    const rows = [];
    for (const backend of namedBackends(given)) {
      try {
        const availability = await backend.probe();
        rows.push({
          name: backend.name,
          profile: backend.profile,
          ...availability,
          missingRequired: availability.ready ? await missingOf(backend) : undefined,
        });
      } finally {
        await backend.close();
      }
    }
    if (given.has("json")) {
      out(JSON.stringify({ backends: rows }, null, 2));
    } else {
      const width = Math.max(...rows.map(({ name }) => name.length));
      for (const row of rows) {
        const left = `${row.name.padEnd(width)}  ${row.profile.padEnd(6)}  `;
        out(
          row.ready
            ? `${left}ready      ${row.version}, ${row.device}`
            : `${left}not ready  ${row.reason}. ${row.mend}`,
        );
        for (const line of missingLines(row.missingRequired ?? [])) out(`${" ".repeat(width)}  ${line}`);
      }
    }
    return given.has("backend") && rows.some(({ ready }) => !ready) ? 2 : 0;
  },
};

/** One line for each thing that is lacking, with the operands that lack it. */
function missingLines(missing: readonly Missing[]): string[] {
  const operands = Map.groupBy(missing, ({ what }) => what.join(", "));
  return [...operands].map(([what, lacking]) => {
    const names = lacking.map(({ operator, operand }) => operand ? `${operator}'s ${operand}` : operator);
    return `required but missing: ${what} of ${names.join(", ")}`;
  });
}
