import assert from "node:assert/strict";
import fc from "fast-check";
import { anyCase, outputsOf, signatures, withoutPayloads } from "./_testing.ts";
import { InputError } from "./input_error.ts";
import { caseToObject, readCases, writeCases } from "./json.ts";

const float32 = (shape: readonly number[]) => ({ shape, dataType: "float32" });
const x = { data: [1, 2], descriptor: float32([2]), constant: false };
const mix = { name: "mix", arguments: [{ input: "x" }, { axis: 1 }], outputs: "y" };
const graph = { inputs: { x }, operators: [mix], expectedOutputs: { y: {} } };
const example = { name: "a case", graph };

const readText = (text: string, source = "a.json") => readCases(text, source, signatures);
const read = (json: unknown, source?: string) =>
  readText(typeof json === "string" ? json : JSON.stringify(json), source);
const refused = (json: unknown, message: RegExp) =>
  assert.throws(() => read(json), { name: "InputError", message });

Deno.test("readCases() gives back what writeCases() was given, but for the second data set", () => {
  const anyFile = anyCase.chain((testCase) =>
    fc.record({ case: fc.constant(testCase), expected: outputsOf(testCase.graph) }, {
      requiredKeys: ["case"],
      noNullPrototype: true,
    })
  );
  fc.assert(fc.property(anyFile, (file) => {
    const [{ case: actual, expected }] = readText(writeCases([file], signatures));
    const { id, graph, inputs, provenance } = file.case;
    const given = { id, graph, inputs, expected: file.expected };
    const read = { id: actual.id, graph: actual.graph, inputs: actual.inputs, expected };
    assert.deepEqual(withoutPayloads(read), withoutPayloads(given));
    assert.deepEqual(actual.provenance, { source: "a.json", name: provenance.name ?? id });
  }));
});

Deno.test("caseToObject() writes test objects of web-platform-tests", () => {
  const [{ case: testCase }] = read({
    name: "all of it",
    id: "mix/all",
    graph: {
      inputs: {
        x: { data: [1, "NaN"], descriptor: float32([2]) },
        c: { data: ["-9223372036854775808"], descriptor: { shape: [1], dataType: "int64" }, constant: true },
        s: { data: 0.1, descriptor: float32([]), constant: true, kind: "scalarConstant" },
      },
      operators: [
        { name: "join", arguments: [{ inputs: ["x", "c"] }, { axis: 0 }], outputs: ["j"] },
        {
          name: "mix",
          arguments: [{ input: "j" }, { axis: 1 }, { options: { bias: "s", value: "5", alpha: "-0" } }],
          outputs: "y",
        },
      ],
      expectedOutputs: { y: {} },
    },
  });
  assert.deepEqual(testCase.graph.nodes[1].options, { axis: 1, value: 5n, alpha: -0 });
  assert.deepEqual(testCase.graph.nodes[1].operands, { input: "j", bias: "s" });
  const expected = new Map([["y", {
    dataType: "float16" as const,
    shape: [],
    data: Float16Array.of(-Infinity),
  }]]);
  assert.deepEqual(caseToObject(testCase, expected, signatures), {
    name: "all of it",
    id: "mix/all",
    graph: {
      inputs: {
        x: { data: [1, "NaN"], descriptor: float32([2]), constant: false },
        c: { data: ["-9223372036854775808"], descriptor: { shape: [1], dataType: "int64" }, constant: true },
        s: { data: 0.1, descriptor: float32([]), constant: true, kind: "scalarConstant" },
      },
      operators: [
        { name: "join", arguments: [{ inputs: ["x", "c"] }, { axis: 0 }], outputs: "j" },
        {
          name: "mix",
          arguments: [{ input: "j" }, { axis: 1 }, { options: { bias: "s", value: "5", alpha: "-0" } }],
          outputs: "y",
        },
      ],
      expectedOutputs: { y: { data: ["-Infinity"], descriptor: { shape: [], dataType: "float16" } } },
    },
  });
});

Deno.test("a single test object is a file too", () => {
  assert.deepEqual(read(example), read([example]));
});

Deno.test("plain arguments are known by position, and may share an object", () => {
  const nodes = [
    [{ input: "x" }, { axis: 1 }, { sizes: [2, 3] }],
    [{ input: "x", axis: 1, sizes: [2, 3] }],
    [{ inputA: "x" }, { which: 1 }, { newSizes: [2, 3] }],
  ].map((list) =>
    read({ ...example, graph: { ...graph, operators: [{ ...mix, arguments: list }] } })[0].case.graph.nodes
  );
  assert.deepEqual(nodes[0][0].options, { axis: 1, sizes: [2, 3] });
  assert.deepEqual(nodes[1], nodes[0]);
  assert.deepEqual(nodes[2], nodes[0]);
});

Deno.test("the second data set is the first with each input reversed", () => {
  const [{ case: { inputs, secondInputs } }] = read(example);
  assert.deepEqual(inputs.get("x")!.data, Float32Array.of(1, 2));
  assert.deepEqual(secondInputs.get("x")!.data, Float32Array.of(2, 1));
});

Deno.test("a case without an id gets one that says its file, its name and its content", () => {
  const ids = (json: unknown) => read(json, "some/folder/conv2d.https.any.js").map(({ case: { id } }) => id);
  const [id] = ids({ ...example, name: "conv2d, ☺ no options" });
  assert.match(id, /^conv2d\/conv2d-no-options-[0-9a-f]{8}$/);
  const other = { ...graph, inputs: { x: { ...x, data: [1, 3] } } };
  assert.notEqual(ids({ ...example, name: "conv2d, ☺ no options", graph: other })[0], id);
  const repeated = ids([example, example, { ...example, id: "given" }]);
  assert.equal(new Set(repeated).size, 3);
  assert.equal(repeated[1], `${repeated[0]}-2`);
  assert.match(read({ ...example, name: "☺" }, ".json")[0].case.id, /^file\/case-/);
});

Deno.test("writeCases() refuses what no text can hold", () => {
  const [{ case: testCase }] = read(example);
  const data = new Float32Array(2 ** 23);
  const expected = new Map([["y", { dataType: "float32" as const, shape: [2 ** 23], data }]]);
  assert.throws(() => writeCases([{ case: testCase, expected }], signatures), {
    name: "InputError",
    message: /8388610 elements .* write bundles/,
  });
});

Deno.test("readCases() refuses files that hold no case", () => {
  refused("", /^a\.json is empty/);
  refused("[", /^a\.json is not JSON/);
  refused([], /^a\.json holds an empty list/);
  refused(5, /^a\.json: case 1 must be an object/);
  refused({}, /^a\.json: case 1: name must be a string and is missing/);
  refused({ ...example, grpah: 1 }, /the key "grpah"; allowed are "name", "id", "invalid", "graph"/);
  refused({ ...example, id: "../x" }, /the id "\.\.\/x" is not allowed/);
  refused([{ ...example, id: "a" }, { ...example, id: "a" }], /case "a case": the id "a" occurs twice/);
});

Deno.test("readCases() refuses a few bytes that ask for terabytes, at once", () => {
  const huge =
    '{"name":"","graph":{"inputs":{"x":{"data":1,"descriptor":{"shape":[65536,65536],"dataType":"int8"}}}}}';
  const start = performance.now();
  refused(huge, /4294967296 elements and a tensor may have at most/);
  for (const shape of [[0], [-1], [1.5], [2 ** 53], ["2"], [null], {}, "2", null, new Array(40).fill(1)]) {
    refused({
      ...example,
      graph: { ...graph, inputs: { x: { data: 1, descriptor: float32(shape as number[]) } } },
    }, /shape/);
  }
  const inputs = Object.fromEntries(
    Array.from(
      { length: 9 },
      (_, i) => [`x${i}`, { data: [], descriptor: float32([2 ** 25]), constant: false }],
    ),
  );
  refused({ ...example, graph: { ...graph, inputs } }, /has 0 numbers/);
  assert.ok(performance.now() - start < 1000);
});

Deno.test("readCases() refuses names that are traps", () => {
  for (const name of ["__proto__", "constructor", "../x", "a\u202eb", "", "a\u0000"]) {
    const text = JSON.stringify({ ...example, graph: { ...graph, inputs: { x, replaced: x } } });
    refused(text.replace('"replaced"', JSON.stringify(name)), /the name ".*" /);
  }
  refused('{"name":"","__proto__":{"polluted":1}}', /the key "__proto__"/);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

Deno.test("readCases() refuses graphs that do not hang together, and says what to do", () => {
  const nodes = (...operators: unknown[]) => ({ ...example, graph: { ...graph, operators } });
  const uses = (input: string, outputs: unknown) => ({
    ...mix,
    arguments: [{ input }, { axis: 0 }],
    outputs,
  });
  refused(nodes(uses("z", "y")), /case "a case": node 1 \("mix"\) uses "z", which is neither .*; define it/);
  refused(nodes(uses("y", "z"), uses("z", "y")), /node 1 .* uses "y", which only node 2 defines; .* cycle/);
  refused(nodes(uses("y", "y")), /uses "y", which only node 1 defines/);
  refused(nodes(mix, mix), /node 2 .* gives "y", a name that is taken/);
  refused(nodes(uses("x", "x")), /gives "x", a name that is taken/);
  refused(nodes(uses("x", [])), /has no outputs/);
  refused(nodes(), /the output "y" is no output of a node/);
  refused({ ...example, graph: { ...graph, expectedOutputs: {} } }, /the graph has no outputs/);
  refused({ ...example, graph: { ...graph, operators: new Array(10_001).fill(mix) } }, /10001 nodes/);
});

Deno.test("readCases() refuses calls that the operator's definition does not know", () => {
  const node = (change: Record<string, unknown>) => ({
    ...example,
    graph: { ...graph, operators: [{ ...mix, ...change }] },
  });
  const args = (...list: unknown[]) => node({ arguments: list });
  refused(node({ name: "mxi" }), /node 1 \("mxi"\): there is no such operator; allowed are join, mix/);
  refused(node({ name: "constructor" }), /there is no such operator/);
  refused(
    args({ input: "x" }),
    /the argument "axis" is missing; allowed are input, axis, sizes in this order/,
  );
  refused(args({}), /the argument "input" is missing/);
  refused(args({ axis: 1 }, { input: "x" }), /argument 1 cannot be "axis"/);
  refused(args({ input: "x" }, { axis: 1 }, { sizes: [] }, { more: 1 }), /argument 4 cannot be "more"/);
  refused(
    args({ input: "x" }, { axis: 1 }, { options: { strides: 1 } }),
    /no option "strides"; .* options bias, alpha/,
  );
  refused(args({ input: "x" }, { axis: 1 }, { options: { axis: 1 } }), /no option "axis"/);
  refused(args({ input: "x" }, { axis: 1 }, { options: { constructor: 1 } }), /no option "constructor"/);
  refused(args({ input: "x" }, { options: {} }, { axis: 1 }), /"options" must be the last/);
  refused(args({ input: ["x"] }, { axis: 1 }), /input must be a string and is a list/);
  refused(args({ input: "x" }, { axis: -1 }), /axis must be a whole number from 0/);
  refused(args({ input: "x" }, { axis: 1 }, { sizes: [1, "2"] }), /sizes\[1\] must be a whole number/);
  refused(
    args({ input: "x" }, { axis: 1 }, { options: { exclusive: 1 } }),
    /exclusive must be true or false/,
  );
});

Deno.test("constants of every kind are told apart, and inputs cannot be of one", () => {
  const inputs = (entry: unknown) => ({ ...example, graph: { ...graph, inputs: { x: entry } } });
  const { operands } = read(inputs({ ...x, constant: true, kind: "constantTensor" }))[0].case.graph;
  assert.equal(operands.get("x")!.kind, "constantTensor");
  refused(inputs({ ...x, kind: "constantTensor" }), /only a constant can be of the kind/);
  refused(inputs({ ...x, constant: 1 }), /constant must be true or false/);
  refused(inputs({ ...x, constant: true, kind: "scalarConstant" }), /has the shape \[\], not \[2\]/);
  refused(
    inputs({ ...x, descriptor: { shape: [2], dataType: "float64" } }),
    /dataType must be one of "float32"/,
  );
});

Deno.test("no JSON, however wrong, gives anything but cases or an InputError", () => {
  const attempt = (json: unknown) => {
    try {
      read(json);
    } catch (error) {
      assert.ok(error instanceof InputError, (error as Error).stack);
    }
  };
  const places = placesOf(example);
  fc.assert(fc.property(fc.jsonValue(), attempt));
  fc.assert(fc.property(fc.string(), attempt));
  fc.assert(
    fc.property(
      fc.constantFrom(...places),
      fc.oneof(fc.jsonValue(), fc.constantFrom("x", [1], { options: {} })),
      (
        path,
        value,
      ) => attempt(replaced(example, path, value)),
    ),
    { numRuns: 1000 },
  );
});

/** The path of every value in a JSON document. */
function placesOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, part]) => placesOf(part).map((path) => [key, ...path])),
  ];
}

function replaced(document: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy: Record<string, unknown> = Object.assign(Array.isArray(document) ? [] : {}, document);
  copy[key] = replaced(copy[key], rest, value);
  return copy;
}
