/**
 * What runs in the browser: takes programs from the host, builds and dispatches each with `navigator.ml`, and posts
 * the answers. The host serves this file with its types stripped.
 *
 * @module
 */

import { build, Rejected, Unsupported } from "./build.ts";
import { dispatch } from "./dispatch.ts";
import { attempt } from "./attempt.ts";
import type { Destroyable, MLContext, OpSupportLimits, WebnnWindow } from "./idl.ts";
import { fetchLarge, PacketReader, PacketWriter, socketLimit } from "./packet.ts";
import type { Program, ProgramAnswer } from "./program.ts";

const browser = globalThis as unknown as WebnnWindow;

/** `opSupportLimits()` of a new context, or what `createContext` threw. */
export async function probe(): Promise<{ limits: OpSupportLimits } | { exception: string }> {
  try {
    return { limits: (await createContext()).opSupportLimits() };
  } catch (error) {
    return { exception: describe(error) };
  }
}

/** Answers programs until the host is gone. Rejects when a context is lost: the GPU process has died. */
export function answerAll(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}/cases`);
    socket.binaryType = "arraybuffer";
    socket.onclose = () => resolve();
    socket.onmessage = ({ data }) => answer(data).then(send, reject);

    async function answer(program: ArrayBuffer | typeof fetchLarge): Promise<Uint8Array<ArrayBuffer>> {
      if (program instanceof ArrayBuffer) return await answerTo(program);
      return await answerTo(await (await fetch("/large")).arrayBuffer());
    }

    async function send(answer: Uint8Array<ArrayBuffer>): Promise<void> {
      if (answer.length <= socketLimit) socket.send(answer);
      else await fetch("/large", { method: "POST", body: answer });
    }
  });
}

async function answerTo(bytes: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  const packet = new PacketReader(bytes);
  const reply = new PacketWriter();
  const program = packet.header as Program;
  if (program.invalid) return reply.finish(await attempted(program, packet));
  const context = await createContext();
  const lost = lossOf(context);
  const answer = await Promise.race([run(context, packet, reply), lost]);
  // A failure may be the context's end, which is announced later.
  if (answer.kind === "rejected" || answer.kind === "error") {
    await Promise.race([requireAlive(context), lost]);
  }
  lost.catch(() => {});
  context.destroy();
  return reply.finish(answer);
}

/** Rejects when the context is lost. */
function lossOf(context: MLContext): Promise<never> {
  return context.lost.then(({ message }): never => {
    throw new Error(`the WebNN context was lost: ${message}`);
  });
}

/** Refused calls leave nothing behind, so one context does for all of them. */
let shared: { readonly context: MLContext; readonly lost: Promise<never> } | undefined;

async function sharedContext() {
  if (shared) return shared;
  const context = await createContext();
  return shared = { context, lost: lossOf(context) };
}

async function attempted(program: Program, packet: PacketReader): Promise<ProgramAnswer> {
  const tools = { Builder: browser.MLGraphBuilder, createContext };
  // It destroys its context, which must be no other case's.
  if (program.invalid!.misuse?.kind === "lost") {
    return await attempt(await createContext(), tools, program, packet);
  }
  const { context, lost } = await sharedContext();
  const answer = await Promise.race([attempt(context, tools, program, packet), lost]);
  // A refusal that was not asked for may be the context's end, and the next case would be blamed.
  if (answer.kind !== "rejected" || answer.exception !== program.invalid!.exception) {
    await Promise.race([requireAlive(context), lost]);
  }
  return answer;
}

async function requireAlive(context: MLContext): Promise<void> {
  (await context.createTensor({ dataType: "float32", shape: [1] })).destroy();
}

function createContext(): Promise<MLContext> {
  const { ml } = browser.navigator;
  if (!ml) throw new Error("there is no navigator.ml");
  return ml.createContext({ deviceType: "cpu" });
}

async function run(context: MLContext, packet: PacketReader, reply: PacketWriter): Promise<ProgramAnswer> {
  const program = packet.header as Program;
  const destroyables: Destroyable[] = [];
  const start = performance.now();
  let built: number | undefined;
  try {
    const { graph, outputs } = await build(context, browser.MLGraphBuilder, program, packet, destroyables);
    built = performance.now();
    const buildMs = built - start;
    const { dispatches, dispatchMs } = await dispatch(
      context,
      graph,
      program,
      packet,
      outputs,
      reply,
      destroyables,
    );
    return { kind: "outputs", dispatches, buildMs, dispatchMs };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "unsupported", message: error.message };
    const buildMs = (built ?? performance.now()) - start;
    if (error instanceof Rejected) {
      const { name, message } = error.cause instanceof Error
        ? error.cause
        : { name: "", message: String(error.cause) };
      return { kind: "rejected", exception: name, message, buildMs };
    }
    return { kind: "error", message: describe(error), buildMs };
  } finally {
    for (const each of destroyables) each.destroy();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

Object.assign(globalThis, { probe, answerAll });
