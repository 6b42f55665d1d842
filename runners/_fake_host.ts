/**
 * A host for the tests of scheduling: what it does with a case is the first segment of the case's id. Its answer is the
 * message `answered by <pid>`.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { oneByOne, serve } from "./host_main.ts";
import { encodeFrame, Kind, maxBodyBytes } from "./protocol.ts";

const print = (bytes: Uint8Array) => void Deno.stdout.writeSync(bytes);
const forever = () => {
  while (true);
};

const deeds: Readonly<Record<string, () => unknown>> = {
  crash: () => Deno.kill(Deno.pid, "SIGKILL"),
  exit: () => Deno.exit(3),
  hang: forever,
  garbage: () => print(new TextEncoder().encode("Segmentation fault, said politely\n")),
  huge: () => {
    const frame = encodeFrame({ kind: Kind.answer, number: 1, body: new Uint8Array() });
    new DataView(frame.buffer).setUint32(12, maxBodyBytes + 1, true);
    print(frame);
  },
  stranger: () => print(encodeFrame({ kind: Kind.answer, number: 4_000_000, body: new Uint8Array() })),
  throw: () => {
    throw new Error("an ordinary exception");
  },
  log: () => console.log("chatter on standard output"),
  /** Fails, and so does every case of this host from now on. */
  poison: () => {
    poisoned = true;
  },
  /** Dies unless it is the first case of its host. */
  fragile: () => answered > 0 && Deno.exit(4),
  grandchild: () => {
    new Deno.Command("sleep", { args: ["1000"], detached: true }).spawn().unref();
    forever();
  },
};

let answered = 0;
let poisoned = false;

if (Deno.args[0] === "stillborn") Deno.exit(7);
if (Deno.args[0] === "babble") print(new TextEncoder().encode("Hello! This is no protocol at all.\n"));

function answer({ id }: Case): Promise<Answer> {
  deeds[id.split("/")[0]]?.();
  if (poisoned) return Promise.reject(new Error("the device is lost"));
  answered++;
  return Promise.resolve({ id, kind: "unsupported", message: `answered by ${Deno.pid}` });
}

await serve(() =>
  Promise.resolve({
    probe: () => Promise.resolve({ ready: true, version: "1", device: "none" }),
    limits: () => Promise.resolve({ relu: {} }),
    run: oneByOne(answer, () => poisoned ? Promise.reject(new Error("no relu")) : Promise.resolve()),
  })
);
