import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createElements } from "./data_type.ts";
import type { Graph, Operand } from "./graph.ts";
import { canonicalJson, caseId, contentHash, type IdParts } from "./id.ts";
import { InputError } from "./input_error.ts";

const x: Operand = { kind: "input", dataType: "float32", shape: [2] };
const constant = (value: number): Operand => ({
  kind: "constant",
  tensor: { dataType: "float32", shape: [1], data: Float32Array.of(value) },
});
const graphOf = (operands: [string, Operand][], options = {}): Graph => ({
  operands: new Map(operands),
  nodes: [{ operator: "add", operands: { a: "x", b: "c" }, options, outputs: ["y"] }],
  outputs: ["y"],
});
const parts: IdParts = {
  operator: "add",
  group: "broadcast",
  dataType: "float32",
  short: "a2.b1",
  graph: graphOf([["x", x], ["c", constant(1)]]),
  dataKind: "uniform",
  repetition: 0,
};

Deno.test("caseId() is the same on every machine and day", () => {
  const canonical =
    '[{"nodes":[{"operands":{"a":"x","b":"c"},"operator":"add","options":{},"outputs":["y"]}],' +
    '"operands":{"c":{"dataType":"float32","kind":"constant","shape":[1]},' +
    '"x":{"dataType":"float32","kind":"input","shape":[2]}},"outputs":["y"]},"uniform",0]';
  const digest = createHash("sha256").update(canonical).digest("hex");
  assert.equal(digest.slice(0, 8), "41d8e642");
  assert.equal(caseId(parts), "add/broadcast/float32/a2.b1-41d8e642");
});

Deno.test("caseId() does not depend on the data of constants or the order of operands", () => {
  const sketch = { ...parts.graph, operands: new Map([["c", constant(9)], ["x", x]]) };
  assert.equal(caseId({ ...parts, graph: sketch }), caseId(parts));
});

Deno.test("caseId() depends on the graph, the data kind and the repetition", () => {
  const others: Partial<IdParts>[] = [
    { dataKind: "normal" },
    { repetition: 1 },
    { graph: graphOf([["x", x], ["c", x]]) },
    { graph: graphOf([["x", x], ["c", constant(1)]], { alpha: NaN }) },
    { graph: graphOf([["x", x], ["c", constant(1)]], { alpha: "NaN" }) },
    { graph: graphOf([["x", x], ["c", constant(1)]], { alpha: 0 }) },
    { graph: graphOf([["x", x], ["c", constant(1)]], { alpha: -0 }) },
    { graph: graphOf([["x", x], ["c", constant(1)]], { alpha: 0n }) },
  ];
  const ids = [parts, ...others.map((other) => ({ ...parts, ...other }))].map(caseId);
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("caseId() refuses parts that would not read as a path", () => {
  for (const short of ["a/../b", "a b", "é"]) assert.throws(() => caseId({ ...parts, short }), InputError);
});

Deno.test("contentHash() depends on every element of constants and of both sets of inputs", () => {
  const content = (constantValue: number, first: number, second: number) =>
    contentHash({
      graph: graphOf([["x", x], ["c", constant(constantValue)]]),
      inputs: new Map([["x", { dataType: "float32", shape: [2], data: Float32Array.of(first, 0) }]]),
      secondInputs: new Map([["x", { dataType: "float32", shape: [2], data: Float32Array.of(second, 0) }]]),
    });
  const hashes = [content(1, 2, 3), content(0, 2, 3), content(1, 0, 3), content(1, 2, 0), content(1, 2, -0)];
  assert.equal(new Set(hashes).size, hashes.length);
  assert.match(hashes[0], /^[0-9a-f]{64}$/);
});

Deno.test("contentHash() depends on the value of a scalar constant and on its kind", () => {
  const hashes = [1, 1n, 0, -0, NaN].map((value) =>
    contentHash({
      graph: graphOf([["x", x], ["c", { kind: "scalarConstant", dataType: "float32", value }]]),
      inputs: new Map([["x", { dataType: "float32", shape: [2], data: createElements("float32", 2) }]]),
      secondInputs: new Map(),
    })
  );
  assert.equal(new Set(hashes).size, hashes.length);
});

Deno.test("canonicalJson() sorts keys by code unit at every depth", () => {
  assert.equal(
    canonicalJson({ b: [{ z: 1, a: 2 }], B: 1, "é": 0, a: 3 }),
    '{"B":1,"a":3,"b":[{"a":2,"z":1}],"é":0}',
  );
});
