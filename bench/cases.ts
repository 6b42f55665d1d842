/**
 * Whole runs on real backends: what a case costs the backend, and what it costs us.
 *
 * @module
 */

import { draw, type DrawnCase } from "../generators/mod.ts";
import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import { contentHash } from "../graph/id.ts";
import { profiles } from "../graph/profile.ts";
import { judge } from "../judge/judge.ts";
import { encodeLine } from "../judge/results.ts";
import { expectationOf } from "../reference/expect.ts";
import type { Backend } from "../runners/backend.ts";
import { ortCpu, ortWasm } from "../runners/onnx/backends.ts";
import { atMost, type Line, type Section } from "./line.ts";

const seed = "webnn-cts";

/** The default cases on the backends that run anywhere. */
export const defaultCases: Section = {
  title: "default cases: the judge and the bookkeeping beside the backend's own run",
  async *measure() {
    yield* compared(ortWasm());
    yield* compared(ortCpu());
  },
};

/** The speed of a run from the first draw to the last verdict. */
export const manyConvolutions: Section = {
  title: "1,000 cases of the conv family on ort-wasm",
  async *measure() {
    const backend = ortWasm();
    const start = performance.now();
    const filters = ["conv2d", "convTranspose2d", "conv", "convTranspose"];
    const cases = [...draw({ filters, seed })].slice(0, 1000);
    await new Run(backend).all(cases);
    await backend.close();
    const seconds = (performance.now() - start) / 1000;
    yield {
      what: `${cases.length} cases, host started`,
      figure: `${seconds.toFixed(1)} s`,
      target: atMost(seconds, 60, "s"),
    };
  },
};

async function* compared(backend: Backend): AsyncGenerator<Line> {
  const run = new Run(backend);
  const start = performance.now();
  const cases = run.spend("draw", () => [...draw({ seed })]);
  await run.all(cases);
  await backend.close();
  const wall = performance.now() - start;
  const each = (ms: number) => `${(ms / cases.length).toFixed(2)} ms`;
  yield {
    what: `${backend.name}, its own run`,
    figure: `${each(run.backendMs)} a case of ${cases.length}, in all ${(wall / 1000).toFixed(1)} s`,
  };
  const own = Object.values(run.spent).reduce((sum, ms) => sum + ms, 0);
  const parts = Object.entries(run.spent).map(([part, ms]) => `${part} ${each(ms)}`);
  const share = own / run.backendMs;
  yield {
    what: `${backend.name}, judge and bookkeeping`,
    figure: `${each(own)}: ${parts.join(", ")}`,
    target: { text: "≤ its own", met: share <= 1 },
  };
}

type Part = "draw" | "expect" | "judge" | "line";

/** Cases through a backend, and where the time goes. */
class Run {
  /** Building graphs and dispatching them three times, as the host says. */
  backendMs = 0;
  /** Our own work on the main thread. */
  readonly spent: Record<Part, number> = { draw: 0, expect: 0, judge: 0, line: 0 };

  constructor(readonly backend: Backend) {}

  spend<T>(part: Part, work: () => T): T {
    const start = performance.now();
    const result = work();
    this.spent[part] += performance.now() - start;
    return result;
  }

  async all(drawn: readonly DrawnCase[]): Promise<void> {
    const pending = new Map<string, Case>();
    const build = (each: DrawnCase): Case => {
      const testCase = this.spend("draw", () => each.build());
      pending.set(testCase.id, testCase);
      return testCase;
    };
    for await (const answer of this.backend.run(drawn.values().map(build), { timeoutMs: 20_000 })) {
      this.backendMs += (answer.buildMs ?? 0) + 3 * (answer.dispatchMs ?? 0);
      this.#judge(pending.get(answer.id)!, answer);
      pending.delete(answer.id);
    }
  }

  #judge(testCase: Case, answer: Answer): void {
    const { name, profile } = this.backend;
    const expectation = this.spend("expect", () => expectationOf(testCase, profiles[profile]));
    const verdict = this.spend("judge", () => judge(answer, expectation));
    this.spend("line", () => {
      return encodeLine({
        id: testCase.id,
        backend: name,
        profile,
        content: contentHash(testCase),
        ...verdict,
      });
    });
  }
}
