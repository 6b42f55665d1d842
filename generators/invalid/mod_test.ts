import assert from "node:assert/strict";
import { operators } from "../../reference/operators.ts";
import { refusalOf } from "../../reference/refusal.ts";
import { questions } from "../../reference/questions.ts";
import { builderMethods, drawInvalid, type DrawnInvalid } from "./mod.ts";
import { neighboursOf } from "./neighbours.ts";
import { searchViolations } from "./search.ts";
import { reasonUnasked, unasked } from "./unasked.ts";

const all = [...drawInvalid({})];
const spec = [...operators.values()].filter(({ status }) => status === "spec");
const ofMethod = Map.groupBy(all, ({ operator }) => operator);

for (const method of [...builderMethods, ...spec.map(({ name }) => name)]) {
  Deno.test(`every invalid case of ${method} is refused for its own reason, and its neighbour is accepted`, () => {
    const cases = ofMethod.get(method) ?? [];
    assert.ok(cases.length > 0, `${method} has no invalid case`);
    for (const { id, graph, neighbour, invalid } of cases) {
      const refusal = refusalOf({ graph, invalid });
      assert.deepEqual(
        [refusal?.operator, refusal?.step, refusal?.argument, refusal?.exception],
        [invalid.method, invalid.step, invalid.argument, invalid.exception],
        id,
      );
      assert.equal(refusalOf({ graph: neighbour }), undefined, id);
    }
  });
}

for (const operator of spec) {
  Deno.test(`every step that ${operator.name} comes to is violated by an invalid case, or has a reason`, () => {
    const neighbours = neighboursOf(operator);
    assert.ok(neighbours.length > 0, "no family draws a case of one node");
    const { unviolated } = searchViolations(operator, neighbours);
    assert.deepEqual(unviolated.map(({ step }) => step), []);
  });
}

Deno.test("ids are unique, say the step, and stay whatever is drawn beside", () => {
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  for (const { id, invalid } of all) assert.equal(id.split("/")[1], `invalid-${invalid.step}`);
  for (const filter of ["softmax", "*/invalid-can-build/**", all[7].id]) {
    const some = [...drawInvalid({ filters: [filter] })].map(({ id }) => id);
    assert.ok(some.length > 0, filter);
    assert.deepEqual(some, all.map(({ id }) => id).filter((id) => some.includes(id)));
  }
});

Deno.test("a count draws a prefix of each step's cases", () => {
  const groups = (cases: Iterable<DrawnInvalid>) =>
    Map.groupBy(cases, ({ operator, group }) => `${operator}/${group}`);
  const whole = groups(all);
  for (const [group, cases] of groups(drawInvalid({ count: 1 }))) {
    assert.deepEqual(cases.map(({ id }) => id), whole.get(group)!.slice(0, 1).map(({ id }) => id));
  }
});

Deno.test("an invalid case has no data and knows what it must be refused for", () => {
  for (const { build, invalid } of all) {
    const testCase = build();
    assert.equal(testCase.inputs.size + testCase.secondInputs.size, 0);
    assert.deepEqual(testCase.invalid, invalid);
  }
});

Deno.test("what is not asked names a question or a reason, and is not asked", () => {
  for (const steps of Object.values(unasked)) {
    for (const reason of Object.values(steps)) {
      const [question] = /^Q\d+/.exec(reason) ?? [];
      assert.ok(question === undefined || questions.has(question), reason);
    }
  }
  for (const { operator, invalid } of all) {
    assert.equal(reasonUnasked(operator, invalid.step), undefined);
  }
});

Deno.test("a builder whose context is lost is asked of its own methods and of one operator", () => {
  const lost = all.filter(({ invalid: { misuse } }) => misuse?.kind === "lost");
  assert.deepEqual(lost.map(({ operator }) => operator), [...builderMethods, "relu"]);
  for (const { invalid: { step, exception } } of lost) {
    assert.deepEqual([step, exception], ["can-build", "InvalidStateError"]);
  }
});
