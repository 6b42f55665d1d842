/**
 * Which backends a command asks, and how: `--backend`, `--profile`, `--jobs`, `--timeout`, `--browser`.
 *
 * @module
 */

import { InputError } from "../graph/input_error.ts";
import { type ProfileName, profiles } from "../graph/profile.ts";
import { specTable } from "../reference/spec/committed.ts";
import { type Missing, missingRequired } from "../reference/spec/missing.ts";
import type { Backend } from "../runners/backend.ts";
import { allBackends } from "../runners/mod.ts";
import { type CommandOption, didYouMean, type Given } from "./command.ts";
import type { Target } from "./execute.ts";
import { note } from "./terminal.ts";

export const backendOptions: Readonly<Record<string, CommandOption>> = {
  backend: { value: "A,B", help: "the backends to ask (default: every one that can run here)" },
  profile: { value: "NAME", help: `judge all by this profile: ${Object.keys(profiles).join(", ")}` },
  jobs: { value: "N", help: "backends that run at once (default: all)" },
  timeout: { value: "SECONDS", help: "time a case may take (default: 20)" },
  browser: { value: "PATH", help: "the Chromium, Chrome or Edge that webnn-chromium drives" },
};

/** What a backend said of itself when it was asked to start. */
export interface Ready extends Target {
  readonly version: string;
  readonly device: string;
}

export interface Asked {
  readonly ready: readonly Ready[];
  readonly jobs: number;
  readonly timeoutMs: number;
}

/** The backends of these names, or all. */
export function namedBackends(
  given: Given,
  names: readonly string[] | undefined = given.text("backend")?.split(","),
): readonly Backend[] {
  const backends = allBackends({ browser: given.text("browser") });
  if (!names) return backends;
  return [...new Set(names)].map((name) => {
    const backend = backends.find((candidate) => candidate.name === name);
    if (backend) return backend;
    const known = backends.map((candidate) => candidate.name);
    throw new InputError(
      `Unknown backend "${name}".${didYouMean(name, known)} The backends are ${known.join(", ")}.`,
    );
  });
}

/**
 * Probes the backends asked for. One that was named and is not ready is an error; of the others it is only noted.
 */
export async function readyBackends(given: Given, names?: readonly string[]): Promise<Asked> {
  const profile = profileOf(given);
  const timeoutMs = 1000 * (given.count("timeout", 1) ?? 20);
  const named = given.has("backend");
  const ready: Ready[] = [];
  const backends = namedBackends(given, names);
  const jobs = given.count("jobs", 1) ?? Math.max(1, backends.length);
  for (const backend of backends) {
    const availability = await backend.probe();
    if (availability.ready) {
      const { version, device } = availability;
      const missing = await missingOf(backend);
      ready.push({ backend, profile: profile ?? backend.profile, version, device, missing });
      continue;
    }
    const text = `${backend.name} is not ready: ${availability.reason}. ${availability.mend}`;
    if (named) throw new InputError(text);
    note(`conform: ${text}`);
  }
  if (!named && ready.length === 0) {
    throw new InputError('No backend can run here; "conform backends" says why.');
  }
  return { ready, jobs, timeoutMs };
}

/**
 * What a WebNN context lacks of what the specification requires. The limits of other backends say what the lowering to
 * them can express.
 */
export async function missingOf(backend: Backend): Promise<readonly Missing[] | undefined> {
  return backend.validates ? missingRequired(await backend.limits(), specTable) : undefined;
}

/** The profile named by `--profile`. */
export function profileOf(given: Given): ProfileName | undefined {
  const name = given.text("profile");
  if (name === undefined) return undefined;
  if (!Object.hasOwn(profiles, name)) {
    const known = Object.keys(profiles);
    throw new InputError(
      `Unknown profile "${name}".${didYouMean(name, known)} The profiles are ${known.join(", ")}.`,
    );
  }
  return name as ProfileName;
}
