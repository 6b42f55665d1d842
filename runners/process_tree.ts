/**
 * Ending a process together with everything it started.
 *
 * @module
 */

/** Environment variable that marks a host and, by inheritance, all its descendants. */
export const hostMark = "WEBNN_CTS_HOST";

/** A process that was started detached (as the leader of its session), with `mark` in its environment. */
export interface Root {
  readonly pid: number;
  readonly mark: string;
}

/**
 * Kills `root` and its descendants, also those that left its session or lost their parent, until none is left.
 * @throws {Error} when some live on after 5 seconds.
 */
export async function killTree(root: Root): Promise<void> {
  if (Deno.build.os === "windows") {
    await outputOf("taskkill", ["/pid", String(root.pid), "/t", "/f"]);
    return;
  }
  const deadline = performance.now() + 5000;
  for (let members = await tree(root); members.length > 0; members = await tree(root)) {
    if (performance.now() > deadline) {
      throw new Error(`processes that cannot be killed: ${members.join(", ")}`);
    }
    members.forEach(kill);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Session on Linux, process group elsewhere: the root's pid where it was not left. */
  readonly group: number;
}

/** Pids of the living processes of the tree. */
export async function tree(root: Root): Promise<number[]> {
  const [processes, marked] = await (Deno.build.os === "linux" ? linuxProcesses(root) : unixProcesses());
  const members = new Set<number>();
  const isMember = ({ pid, parent, group }: Process) =>
    pid === root.pid || group === root.pid || members.has(parent) || marked.has(pid);
  for (let before = -1; before < members.size;) {
    before = members.size;
    for (const each of processes) if (!members.has(each.pid) && isMember(each)) members.add(each.pid);
  }
  return [...members];
}

/** All processes, and the pids of those that bear a root's mark. */
type Snapshot = readonly [readonly Process[], ReadonlySet<number>];

/**
 * Through a shell, because Deno lets a program read /proc with all permissions only. A process that ends while we look
 * is left out.
 */
async function linuxProcesses({ mark }: Root): Promise<Snapshot> {
  const script = `cat /proc/[0-9]*/stat; echo; grep -lsF '${hostMark}=${mark}' /proc/[0-9]*/environ`;
  const [stats, environments] = (await outputOf("/bin/sh", ["-c", script])).split("\n\n");
  const processes = stats.split("\n").filter(Boolean).map((stat) => {
    // The command stands in parentheses and may hold spaces; then state, parent, group, session.
    const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid: parseInt(stat), parent: Number(parent), group: Number(session), state };
  });
  const marked = environments.split("\n").filter(Boolean).map((path) => Number(path.split("/")[2]));
  return [processes.filter(({ state }) => state !== "Z"), new Set(marked)];
}

async function unixProcesses(): Promise<Snapshot> {
  const lines = (await outputOf("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat="])).trim().split("\n");
  const processes = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) =>
    !state.startsWith("Z")
  )
    .map(([pid, parent, group]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group) }));
  return [processes, new Set()];
}

async function outputOf(command: string, args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command(command, { args, stdout: "piped", stderr: "null" }).output();
  return new TextDecoder().decode(stdout);
}
