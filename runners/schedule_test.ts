import assert from "node:assert/strict";
import type { Answer } from "../graph/answer.ts";
import { caseOf } from "./_testing.ts";
import type { Backend } from "./backend.ts";
import { denoHost, type HostCommand } from "./host_process.ts";
import { tree } from "./process_tree.ts";
import { hostBackend } from "./schedule.ts";

const fakeHost = (...args: string[]): HostCommand =>
  denoHost(new URL("_fake_host.ts", import.meta.url), { permissions: ["--allow-all"], args });

function fakeBackend(command: HostCommand = fakeHost(), hosts?: number): Backend {
  const name = "fake";
  return hostBackend({ name, profile: "ieee", window: 4, hosts, command: () => Promise.resolve(command) });
}

/** Ids `plain/0`, `plain/1`, …, with `special` put in after the third. */
function among(special: readonly string[], count = 8): string[] {
  const plain = Array.from({ length: count }, (_, index) => `plain/${index}`);
  return [...plain.slice(0, 3), ...special, ...plain.slice(3)];
}

async function answers(
  backend: Backend,
  ids: readonly string[],
  timeoutMs = 5000,
): Promise<Map<string, Answer>> {
  const byId = new Map<string, Answer>();
  try {
    for await (const answer of backend.run(ids.map(caseOf), { timeoutMs })) {
      assert.ok(!byId.has(answer.id), `${answer.id} is answered twice`);
      byId.set(answer.id, answer);
    }
  } finally {
    await backend.close();
  }
  assert.deepEqual([...byId.keys()].sort(), [...ids].sort());
  for (const [id, { kind }] of byId) if (id.startsWith("plain/")) assert.equal(kind, "unsupported", id);
  return byId;
}

function messageOf(answer: Answer | undefined): string {
  return answer && "message" in answer ? answer.message : "";
}

Deno.test("run() answers every case, on one host", async () => {
  const given = await answers(fakeBackend(), among([]));
  assert.equal(new Set([...given.values()].map(messageOf)).size, 1);
});

const costsOneCase: readonly [deed: string, kind: Answer["kind"], message: RegExp][] = [
  ["crash", "crash", /SIGKILL/],
  ["exit", "crash", /exited with code 3/],
  ["garbage", "error", /broke the protocol: expected a message, got "Segmentation fau"/],
  ["huge", "error", /a message says it is \d+ bytes long/],
  ["stranger", "error", /answered case 4000000, which was not asked/],
  ["throw", "error", /^an ordinary exception$/],
  ["log", "unsupported", /answered by/],
  ["poison", "crash", /the device is lost\nAfter this the host can answer nothing any more: no relu/],
];

for (const [deed, kind, message] of costsOneCase) {
  Deno.test(`run() answers ${kind} for the case in which the host does "${deed}", and all others as ever`, async () => {
    const given = await answers(fakeBackend(), among([`${deed}/x`]));
    assert.equal(given.get(`${deed}/x`)!.kind, kind);
    assert.match(messageOf(given.get(`${deed}/x`)), message);
  });
}

Deno.test("run() answers timeout for the case that hangs, and all others as ever", async () => {
  const given = await answers(fakeBackend(), among(["hang/x"]), 300);
  assert.equal(given.get("hang/x")!.kind, "timeout");
});

Deno.test("run() finds each of several killers, also side by side, first and last", async () => {
  const killers = ["crash/1", "garbage/1", "exit/1", "crash/2"];
  const given = await answers(fakeBackend(), ["crash/0", ...among(killers), "exit/2"]);
  const kinds = [...given.values()].filter(({ kind }) => kind !== "unsupported").map(({ id, kind }) =>
    `${id} ${kind}`
  );
  assert.deepEqual(kinds.sort(), [
    "crash/0 crash",
    "crash/1 crash",
    "crash/2 crash",
    "exit/1 crash",
    "exit/2 crash",
    "garbage/1 error",
  ]);
});

Deno.test("run() shares the cases among several hosts, and costs a killer its own only", async () => {
  const killers = ["crash/1", "poison/1", "exit/1"];
  const given = await answers(fakeBackend(fakeHost(), 3), among(killers, 40));
  const kinds = [...given.values()].filter(({ kind }) => kind !== "unsupported").map(({ id, kind }) =>
    `${id} ${kind}`
  );
  assert.deepEqual(kinds.sort(), ["crash/1 crash", "exit/1 crash", "poison/1 crash"]);
  assert.ok(new Set([...given.values()].map(messageOf)).size >= 3 + killers.length);
});

Deno.test("run() does not blame a case that fails only after others", async () => {
  const given = await answers(fakeBackend(), among(["fragile/x"]));
  assert.equal(given.get("fragile/x")!.kind, "unsupported");
});

Deno.test("run() answers every case when the host is killed from outside in the middle", async () => {
  const backend = fakeBackend();
  const ids = among([], 12);
  const seen: Answer[] = [];
  for await (const answer of backend.run(ids.map(caseOf), { timeoutMs: 5000 })) {
    seen.push(answer);
    if (seen.length === 4) Deno.kill(Number(messageOf(answer).split(" ").at(-1)), "SIGKILL");
  }
  await backend.close();
  assert.deepEqual(seen.map(({ id }) => id).sort(), [...ids].sort());
  assert.ok(seen.every(({ kind }) => kind === "unsupported"));
  assert.equal(new Set(seen.map(messageOf)).size, 2);
});

Deno.test("run() gives up when hosts die before they are ready", async () => {
  for (
    const [argument, message] of [["stillborn", /exited with code 7/], [
      "babble",
      /broke the protocol/,
    ]] as const
  ) {
    const backend = fakeBackend(fakeHost(argument));
    const seen = await Array.fromAsync(backend.run(["a", "b", "c"].map(caseOf), { timeoutMs: 1000 }));
    await backend.close();
    assert.deepEqual(seen.map(({ id, kind }) => `${id} ${kind}`).sort(), ["a error", "b error", "c error"]);
    for (const answer of seen) assert.match(messageOf(answer), message);
  }
});

Deno.test("probe() says why a host that does not exist cannot start, and run() answers error", async () => {
  const backend = fakeBackend({ command: "no-such-program-anywhere", args: [] });
  const availability = await backend.probe();
  assert.ok(!availability.ready);
  assert.match(availability.reason, /no-such-program-anywhere/);
  const [answer] = await Array.fromAsync(backend.run([caseOf("a")], { timeoutMs: 1000 }));
  assert.equal(answer.kind, "error");
});

Deno.test("probe() and limits() ask a host, which then answers cases", async () => {
  const backend = fakeBackend();
  assert.deepEqual(await backend.probe(), { ready: true, version: "1", device: "none" });
  assert.deepEqual(await backend.limits(), { relu: {} });
  const first = await Array.fromAsync(backend.run([caseOf("a")], { timeoutMs: 1000 }));
  const second = await Array.fromAsync(backend.run([caseOf("b")], { timeoutMs: 1000 }));
  assert.equal(messageOf(first[0]), messageOf(second[0]));
  await backend.close();
});

Deno.test("run() does not wait for a source of cases that waits for an answer", async () => {
  const backend = fakeBackend();
  const answered = Promise.withResolvers<void>();
  async function* source() {
    yield caseOf("plain/0");
    await answered.promise;
    yield caseOf("plain/1");
  }
  const seen: string[] = [];
  for await (const { id } of backend.run(source(), { timeoutMs: 1000 })) {
    seen.push(id);
    answered.resolve();
  }
  await backend.close();
  assert.deepEqual(seen, ["plain/0", "plain/1"]);
});

Deno.test("run() returns when its signal aborts, and its hosts are gone", async () => {
  const backend = fakeBackend(fakeHost(), 2);
  const aborter = new AbortController();
  const seen: Answer[] = [];
  const options = { timeoutMs: 60_000, signal: aborter.signal };
  for await (const answer of backend.run(["plain/0", "hang/x", "plain/1"].map(caseOf), options)) {
    seen.push(answer);
    aborter.abort();
  }
  assert.deepEqual(seen.map(({ id }) => id), ["plain/0"]);
  const pid = Number(messageOf(seen[0]).split(" ").at(-1));
  assert.deepEqual(await tree({ pid, mark: "none" }), []);
  await backend.close();
});

Deno.test("run() ends its host when the caller stops listening", async () => {
  const backend = fakeBackend();
  let pid = 0;
  for await (const answer of backend.run(among(["hang/x"]).map(caseOf), { timeoutMs: 60_000 })) {
    pid = Number(messageOf(answer).split(" ").at(-1));
    break;
  }
  assert.deepEqual(await tree({ pid, mark: "none" }), []);
  await backend.close();
});
