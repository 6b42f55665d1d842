import assert from "node:assert/strict";
import fc from "fast-check";
import { signatures } from "./_testing.ts";
import { readBundle, writeBundle } from "./bundle.ts";
import type { Case } from "./case.ts";
import { contentHash } from "./id.ts";
import { InputError } from "./input_error.ts";
import {
  exceptions,
  type Invalid,
  invalidFromJson,
  type Misuse,
  tensorStates,
  viewTypes,
} from "./invalid.ts";
import { readCases, writeCases } from "./json.ts";

const anyMisuse: fc.Arbitrary<Misuse> = fc.oneof(
  fc.constantFrom<Misuse>({ kind: "built" }, { kind: "lost" }),
  fc.record({ kind: fc.constant("other-builder" as const), operand: fc.string() }, {
    noNullPrototype: true,
  }),
  fc.record({ kind: fc.constant("tensor" as const), state: fc.constantFrom(...tensorStates) }, {
    noNullPrototype: true,
  }),
  fc.record({ kind: fc.constant("view" as const), type: fc.constantFrom(...viewTypes) }, {
    noNullPrototype: true,
  }),
  fc.record(
    {
      kind: fc.constant("argument" as const),
      argument: fc.string(),
      value: fc.constantFrom(null, -1, 1.5, "x", true, [1, "x"], { shape: [0] }, { y: { operand: "x" } }, [{
        number: "NaN",
      }]),
    },
    { requiredKeys: ["kind", "argument"], noNullPrototype: true },
  ),
);

const anyInvalid: fc.Arbitrary<Invalid> = fc.record(
  {
    method: fc.constantFrom("mix", "build"),
    step: fc.constantFrom("axis-range", "can-build"),
    argument: fc.string(),
    exception: fc.constantFrom(...exceptions),
    misuse: anyMisuse,
  },
  { requiredKeys: ["method", "step", "argument", "exception"], noNullPrototype: true },
);

/** A case whose input has no data. */
function caseOf(invalid: Invalid): Case {
  return {
    id: "mix/invalid-axis-range/float32/axis.more-00000000",
    graph: {
      operands: new Map([["x", { kind: "input", dataType: "float32", shape: [2, 3] }]]),
      nodes: [{ operator: "mix", operands: { input: "x" }, options: { axis: 2 }, outputs: ["y"] }],
      outputs: ["y"],
    },
    inputs: new Map(),
    secondInputs: new Map(),
    provenance: { source: "invalid" },
    invalid,
  };
}

Deno.test("an invalid case survives a bundle and JSON, and its content is another for another misuse", () => {
  fc.assert(fc.property(anyInvalid, (invalid) => {
    const testCase = caseOf(invalid);
    const hash = contentHash(testCase);
    const bundled = readBundle(writeBundle({ case: testCase }), "x").case;
    assert.deepEqual(bundled.invalid, invalid);
    assert.equal(contentHash(bundled), hash);
    const [{ case: read }] = readCases(writeCases([{ case: testCase }], signatures), "x", signatures);
    assert.deepEqual(read.invalid, invalid);
    assert.equal(read.inputs.size, 0);
    assert.equal(contentHash(read), hash);
    assert.notEqual(contentHash(caseOf({ ...invalid, step: "another" })), hash);
  }));
});

Deno.test("invalidFromJson() never throws anything but InputError", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (json, misuse) => {
    for (const each of [json, { method: "m", step: "s", argument: "a", exception: "TypeError", misuse }]) {
      try {
        invalidFromJson(each, "x");
      } catch (error) {
        assert.ok(error instanceof InputError);
      }
    }
  }));
});

Deno.test("an input of an invalid case that has data is refused", () => {
  const invalid: Invalid = { method: "mix", step: "s", argument: "axis", exception: "TypeError" };
  const [object] = JSON.parse(writeCases([{ case: caseOf(invalid) }], signatures));
  object.graph.inputs.x.data = 1;
  assert.throws(() => readCases(JSON.stringify(object), "x", signatures), {
    name: "InputError",
    message: /an input of an invalid case has no data/,
  });
});
