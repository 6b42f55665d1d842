/**
 * The host's side of the protocol, for hosts in TypeScript.
 *
 * @module
 */

import fs from "node:fs";
import type { Answer } from "../graph/answer.ts";
import { encodeAnswer } from "../graph/answer_bytes.ts";
import { readBundle } from "../graph/bundle.ts";
import type { Case } from "../graph/case.ts";
import type { Availability, SupportLimits } from "./backend.ts";
import { encodeFrame, type Frame, Kind, readFrames } from "./protocol.ts";

/** A case, and where to report on it. */
export interface Task {
  readonly testCase: Case;
  /** Says that work on the case begins: its time limit counts from here. One case at a time. */
  started(): void;
  /** Gives the case's answer; only the first counts. */
  answer(answer: Answer): void;
}

export interface Host {
  probe(): Promise<Availability>;
  limits(): Promise<SupportLimits>;
  /** Works on the cases in order. Those it leaves without an answer, or throws at, are answered `error`. */
  run(tasks: readonly Task[]): Promise<void>;
  /** Called when the runner has closed the connection. */
  close?(): Promise<void>;
}

/**
 * A host's `run` that answers one case after the other; an exception becomes the answer `error`.
 *
 * A case that fails may break what answers, and every case after it would be blamed. So after an answer that is
 * neither outputs nor a plain refusal `prove` is asked whether the host is fit for the next case. Where it rejects, the
 * host ends and keeps the answer to itself: the runner then asks the same case of a fresh host.
 */
export function oneByOne(
  answer: (testCase: Case) => Promise<Answer>,
  prove: () => Promise<void> = () => Promise.resolve(),
): Host["run"] {
  return async (tasks) => {
    for (const task of tasks) {
      task.started();
      let given: Answer;
      try {
        given = await answer(task.testCase);
      } catch (error) {
        given = { id: task.testCase.id, kind: "error", message: messageOf(error) };
      }
      if (given.kind !== "outputs" && given.kind !== "unsupported") {
        await prove().catch((reason) => endBroken(given, reason));
      }
      task.answer(given);
    }
  };
}

function endBroken(given: Answer, reason: unknown): never {
  const said = "message" in given ? given.message : given.kind;
  console.error(`${said}\nAfter this the host can answer nothing any more: ${messageOf(reason)}`);
  Deno.exit(1);
}

/** An exception in words, also where something else than an `Error` was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Serves `host` over standard input and output until standard input ends. `start` may take its time: the runner waits
 * for it. What anybody prints goes to standard error.
 */
export async function serve(start: () => Promise<Host>): Promise<void> {
  keepStandardOutputClean();
  const host = await start();
  send(Kind.ready, 0);

  const waiting: Frame[] = [];
  let working = Promise.resolve();
  for await (const frame of readFrames(Deno.stdin.readable)) {
    waiting.push(frame);
    working = working.then(() => handle(host, waiting.splice(0)));
  }
  await host.close?.();
  Deno.exit(0);
}

/** Writes at once, so that whatever ends the process next, the runner knows which case was answered and which begun. */
function send(kind: Kind, number: number, body: Uint8Array = new Uint8Array()): void {
  const bytes = encodeFrame({ kind, number, body });
  try {
    for (let from = 0; from < bytes.length;) from += Deno.stdout.writeSync(bytes.subarray(from));
  } catch {
    Deno.exit(1); // The runner is gone.
  }
}

async function handle(host: Host, frames: readonly Frame[]): Promise<void> {
  const sendJson = (kind: Kind, value: unknown) =>
    send(kind, 0, new TextEncoder().encode(JSON.stringify(value)));
  for (const { kind } of frames) {
    if (kind === Kind.probe) sendJson(Kind.availability, await host.probe());
    if (kind === Kind.limits) sendJson(Kind.supportLimits, await host.limits());
  }
  await work(host, frames.filter(({ kind }) => kind === Kind.case));
}

async function work(host: Host, frames: readonly Frame[]): Promise<void> {
  const unanswered = new Map<number, string>();
  const answer = (number: number, answer: Answer) => {
    if (!unanswered.has(number)) return;
    const body = encodeAnswer(answer);
    unanswered.delete(number);
    send(Kind.answer, number, body);
  };
  const tasks: Task[] = [];
  for (const { number, body } of frames) {
    unanswered.set(number, "");
    try {
      const testCase = readBundle(body, "the message").case;
      unanswered.set(number, testCase.id);
      const started = () => send(Kind.started, number);
      tasks.push({ testCase, started, answer: (given) => answer(number, given) });
    } catch (error) {
      answer(number, {
        id: "",
        kind: "error",
        message: `the host cannot read the case: ${messageOf(error)}`,
      });
    }
  }
  let message = "the host gave no answer";
  try {
    if (tasks.length > 0) await host.run(tasks);
  } catch (error) {
    message = messageOf(error);
  }
  for (const [number, id] of unanswered) answer(number, { id, kind: "error", message });
}

/** Standard output belongs to the protocol: what `console` and WebAssembly programs print goes to standard error. */
function keepStandardOutputClean(): void {
  console.log = console.info = console.debug = console.error;
  const writeSync = fs.writeSync.bind(fs) as (fd: number, ...rest: unknown[]) => number;
  Object.assign(fs, { writeSync: (fd: number, ...rest: unknown[]) => writeSync(fd === 1 ? 2 : fd, ...rest) });
}
