/**
 * A host seen from the runner: a child process that speaks the protocol of `protocol.ts`.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { hostMark, killTree, type Root } from "./process_tree.ts";
import { encodeFrame, type Frame, Kind, ProtocolError, readFrames } from "./protocol.ts";

/** How to start a host. */
export interface HostCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Why a host ended. */
export interface HostEnd {
  /** `garbage`: what it wrote is no frame. `timeout`: the case it had begun took too long. */
  readonly reason: "exit" | "garbage" | "timeout" | "closed";
  /** For people, with the last lines it wrote to standard error. */
  readonly message: string;
  /** Number of the case it had begun and not answered. */
  readonly working?: number;
}

export type HostEvent =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "end"; readonly end: HostEnd };

/** Milliseconds a host may take to become ready, or to begin with a case that it was given. */
const startLimitMs = 60_000;
/** Milliseconds a host has to end by itself once its standard input is closed. */
const farewellMs = 2000;
const stderrTail = 2000;

/**
 * A host in TypeScript, run by the Deno that runs us.
 * @param permissions the host's Deno permission flags, such as `--allow-read`
 */
export function denoHost(
  script: URL,
  { permissions, args = [], env }: {
    permissions: readonly string[];
    args?: readonly string[];
    env?: Readonly<Record<string, string>>;
  },
): HostCommand {
  const config = fileURLToPath(new URL("../deno.json", import.meta.url));
  const flags = ["run", "--quiet", "--no-prompt", "--no-check", "--config", config, ...permissions];
  return { command: Deno.execPath(), args: [...flags, fileURLToPath(script), ...args], env };
}

/** A running host. Everything that happens to it arrives in order through `next()`. */
export class HostProcess {
  readonly #child: Deno.ChildProcess;
  /** The process, for whoever wants to see its tree. */
  readonly root: Root;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #unanswered = new Set<number>();
  readonly #events: HostEvent[] = [];
  #wake = () => {};
  #stderr = "";
  readonly #stderrClosed: Promise<void>;
  #ready = false;
  #working?: number;
  #spentMs = 0;
  #watchdog?: ReturnType<typeof setInterval>;
  #ended?: Promise<void>;
  /** Milliseconds a case may take from its `started`. */
  timeoutMs = Infinity;
  /** Answers it has given. */
  answered = 0;

  /** @throws {Deno.errors.NotFound} when the command does not exist. */
  constructor({ command, args, env }: HostCommand) {
    const mark = crypto.randomUUID();
    this.#child = new Deno.Command(command, {
      args: [...args],
      env: { NO_COLOR: "1", ...env, [hostMark]: mark },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: Deno.build.os !== "windows",
    }).spawn();
    this.root = { pid: this.#child.pid, mark };
    this.#input = this.#child.stdin.getWriter();
    this.#stderrClosed = this.#readErrors();
    this.#read();
    this.#reap();
    this.#watch();
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  /** Sends a message. A host that is gone shows as an event, not here. */
  send(kind: Kind, number: number, body: Uint8Array): void {
    if (kind === Kind.case) this.#unanswered.add(number);
    this.#input.write(encodeFrame({ kind, number, body })).catch(() => {});
  }

  /** The next message, or the end, which stays the last event for ever. */
  async next(): Promise<HostEvent> {
    while (this.#events.length === 0) await new Promise<void>((resolve) => this.#wake = resolve);
    return this.#events[0].kind === "end" ? this.#events[0] : this.#events.shift()!;
  }

  /** Lets the host end by itself, and ends it and all it started when it does not. */
  async close(): Promise<void> {
    this.#input.close().catch(() => {});
    let timer;
    const farewell = new Promise((resolve) => timer = setTimeout(resolve, farewellMs));
    await Promise.race([this.#child.status, farewell]);
    clearTimeout(timer);
    await this.#end("closed", "it was closed");
  }

  /** Ends the host and all it started. */
  async kill(): Promise<void> {
    await this.#end("closed", "it was ended");
  }

  #end(reason: HostEnd["reason"], why: string): Promise<void> {
    this.#ended ??= (async () => {
      clearInterval(this.#watchdog);
      const working = this.#working;
      await killTree(this.root);
      this.#input.abort().catch(() => {});
      await Promise.all([this.#child.status, this.#stderrClosed]);
      const said = stripVTControlCharacters(this.#stderr).trim();
      this.#push({ kind: "end", end: { reason, message: said ? `${why}; it said: ${said}` : why, working } });
    })();
    return this.#ended;
  }

  #push(event: HostEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  async #read(): Promise<void> {
    try {
      for await (const frame of readFrames(this.#child.stdout)) {
        this.#note(frame);
        this.#push({ kind: "frame", frame });
      }
      await this.#end("exit", describeStatus(await this.#child.status));
    } catch (error) {
      await this.#end("garbage", `the host broke the protocol: ${(error as Error).message}`);
    }
  }

  /** What a dead host has started may hold its standard output open for ever: end it, so that reading ends. */
  async #reap(): Promise<void> {
    await this.#child.status;
    await killTree(this.root);
  }

  #note({ kind, number }: Frame): void {
    this.#spentMs = 0;
    if (kind === Kind.ready) this.#ready = true;
    if (kind === Kind.started) this.#working = number;
    if (kind !== Kind.answer) return;
    if (!this.#unanswered.delete(number)) {
      throw new ProtocolError(`it answered case ${number}, which was not asked or is answered already`);
    }
    this.#working = undefined;
    this.answered++;
  }

  async #readErrors(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.#child.stderr) {
        this.#stderr = (this.#stderr + decoder.decode(chunk, { stream: true })).slice(-stderrTail);
      }
    } catch {
      // The pipe broke with the host.
    }
  }

  /**
   * Counts the time that the host takes. A tick counts as at most two, so that no case is charged for the time in
   * which this process itself was busy and could not read its answer.
   */
  #watch(): void {
    const tickMs = 50;
    let last = performance.now();
    this.#watchdog = setInterval(() => {
      const now = performance.now();
      this.#spentMs += Math.min(now - last, 2 * tickMs);
      last = now;
      if (this.#working !== undefined) {
        if (this.#spentMs > this.timeoutMs) this.#end("timeout", `no answer within ${this.timeoutMs} ms`);
      } else if (!this.#ready || this.#unanswered.size > 0) {
        if (this.#spentMs > startLimitMs) this.#end("exit", `the host did nothing for ${startLimitMs} ms`);
      } else {
        this.#spentMs = 0;
      }
    }, tickMs);
  }
}

function describeStatus({ code, signal }: Deno.CommandStatus): string {
  return signal ? `the host was ended by ${signal}` : `the host exited with code ${code}`;
}
