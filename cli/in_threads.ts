/**
 * Work shared out among threads.
 *
 * @module
 */

/**
 * Sends every task to one of `jobs` threads that run `script`, in their order, each when the one before it in the same
 * thread is done. A thread sends a first message when it is ready, and then answers each message with one.
 *
 * @param onDone is told each answer as it comes.
 * @returns when all are answered, or at once when the signal is aborted; threads have ended then.
 * @throws what a thread threw.
 */
export async function inThreads<Task, Answer>(
  script: URL,
  tasks: readonly Task[],
  { jobs, signal, onDone }: {
    readonly jobs: number;
    readonly signal: AbortSignal;
    readonly onDone: (task: Task, answer: Answer) => void;
  },
): Promise<void> {
  const waiting = [...tasks];
  const threads = Array.from(
    { length: Math.min(jobs, tasks.length) },
    () => new Worker(script, { type: "module" }),
  );
  const aborted = Promise.withResolvers<void>();
  const abort = () => aborted.resolve();
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  const work = async (thread: Worker) => {
    // What is sent while its modules are still being loaded would be lost.
    await messageOf(thread);
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const answer = messageOf(thread) as Promise<Answer>;
      thread.postMessage(task);
      const given = await answer;
      if (signal.aborted) return;
      onDone(task, given);
    }
  };
  try {
    await Promise.race([aborted.promise, Promise.all(threads.map(work))]);
  } finally {
    signal.removeEventListener("abort", abort);
    for (const thread of threads) thread.terminate();
  }
}

/** The next message of a thread. */
function messageOf(thread: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    thread.onmessage = ({ data }) => resolve(data);
    thread.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
}
