/**
 * A backend made from hosts: cases go to a host a few at a time, and every case gets one answer whatever becomes of
 * the host.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { ProfileName } from "../graph/profile.ts";
import type { Availability, Backend, RunOptions, SupportLimits } from "./backend.ts";
import { type HostCommand, HostProcess } from "./host_process.ts";
import { Kind } from "./protocol.ts";
import { runTogether } from "./together.ts";

/** Why a backend cannot run here. */
export type Unready = Extract<Availability, { ready: false }>;

/** What makes a backend of a program that speaks the protocol. */
export interface HostDefinition {
  readonly name: string;
  readonly profile: ProfileName;
  /** See `Backend`. */
  readonly validates?: true;
  /** How to start a host here, or why it cannot be. */
  command(): Promise<HostCommand | Unready>;
  /** How many cases a host holds at a time; those it has not begun cost nothing when it dies. */
  readonly window: number;
  /** How many hosts answer at once; absent: one. */
  readonly hosts?: number;
}

/** The backend whose cases are answered by hosts of `definition`. Idle hosts are kept for the next run. */
export function hostBackend(definition: HostDefinition): Backend {
  const idle: HostProcess[] = [];
  const busy = new Set<HostProcess>();
  let closed = false;

  async function acquire(): Promise<HostProcess> {
    if (closed) throw new Error(`${definition.name} was closed`);
    const kept = idle.splice(0).filter((host) => host.alive);
    const host = kept.pop() ?? await start();
    idle.push(...kept);
    busy.add(host);
    return host;
  }

  async function start(): Promise<HostProcess> {
    const command = await definition.command();
    if ("reason" in command) throw new Error(`${definition.name} is not ready: ${command.reason}`);
    return new HostProcess(command);
  }

  function release(host: HostProcess): void {
    if (busy.delete(host)) idle.push(host);
  }

  async function discard(host: HostProcess): Promise<void> {
    busy.delete(host);
    await host.kill();
  }

  /** Asks a host something that is no case. */
  async function ask(question: Kind, answer: Kind): Promise<unknown> {
    const host = await acquire();
    host.send(question, 0, new Uint8Array());
    while (true) {
      const event = await host.next();
      if (event.kind === "end") {
        await discard(host);
        throw new Error(event.end.message);
      }
      if (event.frame.kind !== answer) continue;
      release(host);
      return JSON.parse(new TextDecoder().decode(event.frame.body));
    }
  }

  return {
    name: definition.name,
    profile: definition.profile,
    validates: definition.validates,

    async probe(): Promise<Availability> {
      try {
        const command = await definition.command();
        if ("reason" in command) return command;
        return await ask(Kind.probe, Kind.availability) as Availability;
      } catch (error) {
        const mend = `run \`deno install\` in the project's folder, then try again`;
        return { ready: false, reason: `its host did not start: ${(error as Error).message}`, mend };
      }
    },

    async limits(): Promise<SupportLimits> {
      return await ask(Kind.limits, Kind.supportLimits) as SupportLimits;
    },

    run(cases: Iterable<Case> | AsyncIterable<Case>, options: RunOptions): AsyncIterable<Answer> {
      const { window, hosts = 1 } = definition;
      return runTogether(hosts, { acquire, release, discard, window }, cases, options);
    },

    async close(): Promise<void> {
      closed = true;
      await Promise.all([...busy].map(discard));
      await Promise.all(idle.splice(0).map((host) => host.close()));
    },
  };
}
