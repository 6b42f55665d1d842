import { backendOptions, namedBackends } from "./backend_options.ts";
import type { Command } from "./command.ts";
import { out } from "./terminal.ts";

/** `conform backends` */
export const backendsCommand: Command = {
  name: "backends",
  summary: "every backend: ready or not, version, device; if not ready, why and what mends it",
  usage: "[--backend A,B] [--json]",
  description: "Starts each backend once and prints what it says of itself.\n" +
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
        rows.push({ name: backend.name, profile: backend.profile, ...await backend.probe() });
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
      }
    }
    return given.has("backend") && rows.some(({ ready }) => !ready) ? 2 : 0;
  },
};
