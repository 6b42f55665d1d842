import assert from "node:assert/strict";
import { writeBundle } from "../graph/bundle.ts";
import { caseOf } from "./_testing.ts";
import { denoHost, type HostEnd, HostProcess } from "./host_process.ts";
import { type Root, tree } from "./process_tree.ts";
import { Kind } from "./protocol.ts";

/** A fake host that works on a case whose id is `id`. */
function hostWith(id: string): HostProcess {
  const script = new URL("_fake_host.ts", import.meta.url);
  const host = new HostProcess(denoHost(script, { permissions: ["--allow-all"] }));
  host.send(Kind.case, 1, writeBundle({ case: caseOf(id) }));
  return host;
}

async function grown(root: Root): Promise<void> {
  while ((await tree(root)).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function endOf(host: HostProcess): Promise<HostEnd> {
  while (true) {
    const event = await host.next();
    if (event.kind === "end") return event.end;
  }
}

Deno.test("kill() ends a host that loops, and what it started in a session of its own", async () => {
  const host = hostWith("grandchild/x");
  await grown(host.root);
  await host.kill();
  assert.deepEqual(await tree(host.root), []);
  assert.equal((await endOf(host)).reason, "closed");
});

Deno.test("a host that dies leaves nothing running, though what it started lives in a session of its own", async () => {
  const host = hostWith("grandchild/x");
  await grown(host.root);
  Deno.kill(host.root.pid, "SIGKILL");
  const end = await endOf(host);
  assert.equal(end.reason, "exit");
  assert.equal(end.working, 1);
  assert.match(end.message, /SIGKILL/);
  assert.deepEqual(await tree(host.root), []);
});

Deno.test("close() lets an idle host end by itself", async () => {
  const host = hostWith("plain/x");
  for (let answered = false; !answered;) {
    const event = await host.next();
    answered = event.kind === "frame" && event.frame.kind === Kind.answer;
  }
  await host.close();
  assert.deepEqual(await tree(host.root), []);
});

Deno.test("the end of a host carries the last lines it wrote to standard error", async () => {
  const command = {
    command: Deno.execPath(),
    args: ["eval", "console.error('no such driver'); Deno.exit(9)"],
  };
  const end = await endOf(new HostProcess(command));
  assert.match(end.message, /exited with code 9; it said: .*no such driver$/s);
});
