import assert from "node:assert/strict";
import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { Operand, OptionValue } from "../graph/graph.ts";
import type { Misuse, RawValue } from "../graph/invalid.ts";
import type { Tensor } from "../graph/tensor.ts";
import { operators } from "../reference/operators.ts";
import { expected, reproductionOf } from "./_reproduction.ts";
import { launchChromium } from "./chromium.ts";
import { javascriptOf } from "./webnn/source.ts";
import { webnnChromium } from "./webnn_chromium.ts";

const input: Tensor = {
  dataType: "float32",
  shape: [1, 1, 3, 3],
  data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
};
const second: Tensor = { ...input, data: Float32Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1) };
const filter: Tensor = { dataType: "float32", shape: [1, 1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };

/** `output = operator(input, filter)` with data sets A and B for the input. */
function caseOf(
  id: string,
  operator: string,
  operands: Record<string, Tensor>,
  options: Record<string, OptionValue> = {},
  secondInput: Tensor = operands[Object.keys(operands)[0]],
): Case {
  const [[name, tensor], ...constants] = Object.entries(operands);
  return {
    id,
    graph: {
      operands: new Map<string, Operand>([
        [name, { kind: "input", dataType: tensor.dataType, shape: tensor.shape }],
        ...constants.map(([name, tensor]) => [name, { kind: "constant", tensor }] as [string, Operand]),
      ]),
      nodes: [{
        operator,
        operands: Object.fromEntries(Object.keys(operands).map((name) => [name, name])),
        options,
        outputs: ["output"],
      }],
      outputs: ["output"],
    },
    inputs: new Map([[name, tensor]]),
    secondInputs: new Map([[name, secondInput]]),
    provenance: { source: "test" },
  };
}

const conv2d = (id: string, options: Record<string, OptionValue> = { padding: [0, 1, 0, 1] }) =>
  caseOf(id, "conv2d", { input, filter }, options, second);

/** Runs `test` with the answers of a backend of its own. */
async function withBackend(
  test: (
    answersTo: (cases: Iterable<Case>) => Promise<Answer[]>,
    backend: ReturnType<typeof webnnChromium>,
  ) => Promise<void>,
): Promise<void> {
  const backend = webnnChromium();
  try {
    await test((cases) => Array.fromAsync(backend.run(cases, { timeoutMs: 20_000 })), backend);
  } finally {
    await backend.close();
  }
}

Deno.test("webnn-chromium answers, and says what it cannot and what it refuses", async (t) => {
  await withBackend(async (answersTo, backend) => {
    await t.step("probe() names the browser and its limits know conv2d", async () => {
      const availability = await backend.probe();
      assert.ok(availability.ready, JSON.stringify(availability));
      assert.match(availability.version, /^Chromium \d+\./);
      assert.ok("conv2d" in await backend.limits());
    });

    await t.step(
      "conv2d with asymmetric padding gives the sums worked out by hand, for A, B and A",
      async () => {
        const [answer] = await answersTo([conv2d("padded")]);
        assert.ok(answer.kind === "outputs", JSON.stringify(answer));
        const values = answer.dispatches.map((outputs) => outputs.get("output"));
        const shape = [1, 1, 3, 3];
        const a = { dataType: "float32", shape, data: Float32Array.of(37, 47, 21, 67, 77, 33, 23, 26, 9) };
        const b = { dataType: "float32", shape, data: Float32Array.of(63, 53, 19, 33, 23, 7, 7, 4, 1) };
        assert.deepEqual(values, [a, b, a]);
      },
    );

    await t.step("tensors of a megabyte travel there and back", async () => {
      const shape = [2 ** 18];
      const numbers = Float32Array.from({ length: shape[0] }, (_, index) => index % 1000 - 500);
      const [answer] = await answersTo([
        caseOf("large", "relu", { input: { dataType: "float32", shape, data: numbers } }),
      ]);
      assert.ok(answer.kind === "outputs", JSON.stringify(answer));
      assert.deepEqual(
        answer.dispatches[0].get("output")?.data,
        numbers.map((number) => Math.max(number, 0)),
      );
    });

    await t.step("a data type outside opSupportLimits() is unsupported, and the limit is named", async () => {
      const bytes: Tensor = { dataType: "uint8", shape: [2], data: Uint8Array.of(1, 2) };
      const [answer] = await answersTo([caseOf("bytes", "add", { a: bytes, b: bytes })]);
      assert.equal(answer.kind, "unsupported");
      assert.match(
        JSON.stringify(answer),
        /add argument a: opSupportLimits\(\) allows data types .*, not uint8/,
      );
    });

    await t.step("an operator that is only proposed is unsupported", async () => {
      const [answer] = await answersTo([caseOf("proposal", "conv", { input, filter })]);
      assert.equal(answer.kind, "unsupported");
      assert.match(JSON.stringify(answer), /MLGraphBuilder has no method conv/);
    });

    await t.step("a graph that the builder refuses is rejected with its exception", async () => {
      const [short] = await answersTo([conv2d("short", { padding: [1] })]);
      assert.ok(short.kind === "rejected", JSON.stringify(short));
      assert.equal(short.exception, "TypeError");
    });

    await t.step(
      "what must be refused is attempted, each misuse in its way, and never computed",
      async () => {
        const relu = caseOf("relu", "relu", { input });
        const misused = (id: string, method: string, misuse?: Misuse, graph = relu.graph): Case => ({
          ...relu,
          id,
          graph,
          inputs: new Map(),
          secondInputs: new Map(),
          invalid: { method, step: "", argument: "", exception: "TypeError", misuse },
        });
        const argument = (argument: string, value?: RawValue): Misuse => ({
          kind: "argument",
          argument,
          ...(value !== undefined && { value }),
        });
        const answers = await answersTo([
          misused("valid", "relu"),
          misused("built", "relu", { kind: "built" }),
          misused("input-built", "input", { kind: "built" }),
          misused("build-built", "build", { kind: "built" }),
          misused("lost", "relu", { kind: "lost" }),
          misused("input-lost", "input", { kind: "lost" }),
          misused("build-lost", "build", { kind: "lost" }),
          misused("foreign", "relu", { kind: "other-builder", operand: "input" }),
          misused("missing", "relu", argument("input")),
          misused("text", "relu", argument("input", "x")),
          misused("options", "relu", argument("options", 1.5)),
          misused("size-zero", "input", argument("descriptor", { dataType: "float32", shape: [0] })),
          misused("no-outputs", "build", argument("outputs", {})),
          misused("renamed", "build", argument("outputs", { other: { operand: "output" } })),
        ]);
        const told = answers.map((each) =>
          `${each.id} ${each.kind === "rejected" ? each.exception : each.kind}`
        );
        assert.deepEqual(told.sort(), [
          "build-built InvalidStateError",
          "build-lost InvalidStateError",
          "built InvalidStateError",
          "foreign TypeError",
          "input-built InvalidStateError",
          "input-lost InvalidStateError",
          "lost InvalidStateError",
          "missing TypeError",
          "no-outputs TypeError",
          "options TypeError",
          "renamed accepted",
          "size-zero TypeError",
          "text TypeError",
          "valid accepted",
        ]);
      },
    );

    await t.step("what the spec itself refuses is left to the builder, not called unsupported", async () => {
      const flat: Tensor = { dataType: "float32", shape: [9], data: input.data };
      const [answer] = await answersTo([caseOf("flat", "conv2d", { input: flat, filter })]);
      assert.ok(answer.kind === "rejected", JSON.stringify(answer));
      assert.equal(answer.exception, "TypeError");
    });
  });
});

Deno.test("the JavaScript of a case runs in a page and prints the elements that are not as expected", async () => {
  const right: Tensor = { ...input, data: Float32Array.of(37, 47, 21, 67, 77, 33, 23, 26, 9) };
  const wrong: Tensor = { ...input, data: Float32Array.of(37, 47, 21, 67, 78, 33, 23, 26, 9) };
  const programs = [right, wrong].map((tensor) => {
    const { case: testCase, about, dispatches: [dispatch] } = reproductionOf(
      "conv2d",
      { input, filter },
      { output: expected(tensor) },
      { padding: [0, 1, 0, 1] },
    );
    return javascriptOf({ case: testCase, about, dispatches: [dispatch, dispatch] }, operators);
  });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const program = programs[Number(new URL(request.url).pathname.slice(1))];
    const [body, type] = program === undefined
      ? ["<!doctype html>", "text/html"]
      : [program, "text/javascript"];
    return new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const printed: string[] = [];
    page.on("console", (message) => printed.push(message.text()));
    await page.goto(`http://localhost:${server.addr.port}/`);
    for (const number of programs.keys()) await page.evaluate(`import("/${number}")`);
    assert.deepEqual(printed, [
      "dispatch 1, output: 0 of 9 elements are wrong",
      "dispatch 2, output: 0 of 9 elements are wrong",
      "output[0,0,1,1]: expected 78, got 77",
      "dispatch 1, output: 1 of 9 elements are wrong",
      "output[0,0,1,1]: expected 78, got 77",
      "dispatch 2, output: 1 of 9 elements are wrong",
    ]);
  } finally {
    await browser.close();
    await server.shutdown();
  }
});

Deno.test({
  name:
    "webnn-chromium answers every case when its GPU process is killed in the middle, and leaves no browser",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const mine = new Set<number>();
    await withBackend(async (_answersTo, backend) => {
      const cases = Array.from({ length: 60 }, (_, index) => conv2d(`case-${index}`));
      const answers: Answer[] = [];
      for await (const answer of backend.run(cases, { timeoutMs: 20_000 })) {
        answers.push(answer);
        if (answers.length !== 5) continue;
        for (const pid of descendants(Deno.pid)) mine.add(pid);
        const gpu = [...mine].filter((pid) => commandLine(pid).includes("--type=gpu-process"));
        assert.equal(gpu.length, 1);
        Deno.kill(gpu[0], "SIGKILL");
      }
      assert.deepEqual(answers.map(({ id }) => id).sort(), cases.map(({ id }) => id).sort());
      assert.deepEqual(new Set(answers.map(({ kind }) => kind)), new Set(["outputs"]));
      for (const pid of descendants(Deno.pid)) mine.add(pid);
    });
    assert.deepEqual([...mine].filter((pid) => commandLine(pid).includes("chromium")), []);
  },
});

function* processes(): Generator<{ pid: number; parent: number }> {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      yield { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function descendants(root: number): Set<number> {
  const found = new Set([root]);
  const all = [...processes()];
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return found;
}

function commandLine(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`);
  } catch {
    return "";
  }
}
