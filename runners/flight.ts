/**
 * One run of cases over hosts. What it promises: each case is answered exactly once, whatever hosts do.
 *
 * - A host holds up to `window` cases and works on one at a time, in the order in which it got them.
 * - The case that a host has worked on for too long is `timeout`.
 * - The case at which a host dies or writes garbage is guilty only if the host had answered nothing before: `crash`,
 *   or `error` for garbage. If the host was used, an earlier case may have broken it, and the case is the first that
 *   a new host gets.
 * - Cases that a host had not begun when it ended go to a new host.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import { decodeAnswer } from "../graph/answer_bytes.ts";
import { writeBundle } from "../graph/bundle.ts";
import type { Case } from "../graph/case.ts";
import type { RunOptions } from "./backend.ts";
import type { HostEnd, HostEvent, HostProcess } from "./host_process.ts";
import { Kind } from "./protocol.ts";

/** Where hosts come from and go to. */
export interface Hosts {
  /** Throws when none can be had. */
  acquire(): Promise<HostProcess>;
  release(host: HostProcess): void;
  discard(host: HostProcess): Promise<void>;
  readonly window: number;
}

/** A case and its bytes. */
interface Parcel {
  readonly id: string;
  readonly body: Uint8Array;
}

/** Hosts in a row that may die before they begin with a case. */
const patience = 3;

type Step =
  | { readonly from: "source"; readonly next: IteratorResult<Case> }
  | { readonly from: "host"; readonly event: HostEvent }
  | { readonly from: "signal" };

/** One run of a backend: the cases that are in its host, those that wait, and what becomes of them. */
export class Flight {
  readonly #hosts: Hosts;
  readonly #options: RunOptions;
  #host?: HostProcess;
  #number = 0;
  /** Cases that the host holds, by number. */
  readonly #held = new Map<number, Parcel>();
  /** Cases that wait for a host, in order. */
  #waiting: Parcel[] = [];
  #stillborn = 0;
  #lastWords = "";

  constructor(hosts: Hosts, options: RunOptions) {
    this.#hosts = hosts;
    this.#options = options;
  }

  async *run(cases: Iterable<Case> | AsyncIterable<Case>): AsyncGenerator<Answer, void, undefined> {
    const source = Symbol.asyncIterator in cases ? cases[Symbol.asyncIterator]() : cases[Symbol.iterator]();
    const { signal } = this.#options;
    const aborted = Promise.withResolvers<Step>();
    const onAbort = () => aborted.resolve({ from: "signal" });
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) onAbort();
    let asked: Promise<Step> | undefined;
    let heard: Promise<Step> | undefined;
    let drained = false;
    try {
      while (true) {
        const refused = await this.#sendWaiting();
        if (refused) yield* refused;
        if (!drained && this.#hasRoom()) {
          asked ??= Promise.resolve(source.next()).then((next) => ({ from: "source", next }));
        }
        if (this.#held.size > 0) {
          heard ??= this.#host!.next().then((event) => ({ from: "host", event }));
        }
        if (!asked && !heard) return;
        const step = await Promise.race([aborted.promise, heard, asked].filter((each) => each !== undefined));
        if (step.from === "signal") return;
        if (step.from === "source") {
          asked = undefined;
          const refusal = step.next.done ? undefined : this.#pack(step.next.value);
          if (step.next.done) drained = true;
          if (refusal) yield refusal;
          continue;
        }
        heard = undefined;
        const answer = step.event.kind === "frame"
          ? this.#answerIn(step.event.frame)
          : await this.#bury(step.event.end);
        if (answer) yield answer;
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      await this.#leave();
      // A source that waits for something must not keep the run from ending.
      asked?.catch(() => {});
      Promise.resolve(source.return?.()).catch(() => {});
    }
  }

  #pack(testCase: Case): Answer | undefined {
    try {
      this.#waiting.push({ id: testCase.id, body: writeBundle({ case: testCase }) });
    } catch (error) {
      return { id: testCase.id, kind: "error", message: `it cannot be sent: ${(error as Error).message}` };
    }
  }

  #hasRoom(): boolean {
    return this.#held.size + this.#waiting.length < this.#hosts.window;
  }

  /** Gives the host what it has room for. Returns the answers to everything waiting when there is no host. */
  async #sendWaiting(): Promise<Answer[] | undefined> {
    const batch = this.#waiting.splice(0, this.#hosts.window - this.#held.size);
    if (batch.length === 0) return;
    try {
      if (this.#stillborn >= patience) {
        throw new Error(`${patience} hosts in a row ended before they began with a case: ${this.#lastWords}`);
      }
      this.#host ??= await this.#hosts.acquire();
    } catch (error) {
      const { message } = error as Error;
      return [...batch, ...this.#waiting.splice(0)].map(({ id }) => ({ id, kind: "error", message }));
    }
    this.#host.timeoutMs = this.#options.timeoutMs;
    for (const each of batch) {
      this.#held.set(++this.#number, each);
      this.#host.send(Kind.case, this.#number, each.body);
    }
  }

  #answerIn(
    { kind, number, body }: { kind: Kind; number: number; body: Uint8Array<ArrayBuffer> },
  ): Answer | undefined {
    const asked = this.#held.get(number);
    if (!asked) return;
    if (kind === Kind.started) this.#stillborn = 0;
    if (kind !== Kind.answer) return;
    this.#held.delete(number);
    try {
      return { ...decodeAnswer(body), id: asked.id };
    } catch (error) {
      return {
        id: asked.id,
        kind: "error",
        message: `the host's answer is unreadable: ${(error as Error).message}`,
      };
    }
  }

  /** The host is gone: decides what becomes of the cases it held. */
  async #bury({ reason, message, working }: HostEnd): Promise<Answer | undefined> {
    const host = this.#host!;
    this.#host = undefined;
    await this.#hosts.discard(host);
    const worked = working === undefined ? undefined : this.#held.get(working);
    const guilty = worked && (reason === "timeout" || host.answered === 0);
    if (guilty) this.#held.delete(working!);
    this.#waiting.unshift(...this.#held.values());
    this.#held.clear();
    this.#lastWords = message;
    if (!worked) this.#stillborn++;
    if (!guilty) return;
    const kind = reason === "timeout" ? "timeout" : reason === "garbage" ? "error" : "crash";
    return { id: worked.id, kind, message };
  }

  /** Keeps an idle host for others; one that still works is ended. */
  async #leave(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    if (!host) return;
    if (this.#held.size === 0) this.#hosts.release(host);
    else await this.#hosts.discard(host);
  }
}
