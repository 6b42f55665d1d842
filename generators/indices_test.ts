import assert from "node:assert/strict";
import type { Case } from "../graph/case.ts";
import { elementCount, indexAt, type Tensor } from "../graph/tensor.ts";
import { draw } from "./mod.ts";

const cases = ["gather", "gatherElements", "gatherND", "scatterElements", "scatterND"].flatMap((operator) =>
  [...draw({ filters: [`${operator}/**`], seed: "indices" })].map((drawn) => ({
    ...drawn,
    built: drawn.build(),
  }))
);

/** The tensors that an operand is in the two dispatches. */
function tensorsOf({ graph, inputs, secondInputs }: Case, name: string): Tensor[] {
  const operand = graph.operands.get(name)!;
  return operand.kind === "constant" ? [operand.tensor] : [inputs.get(name)!, secondInputs.get(name)!];
}

/** Indices, each with the size of the dimension that it goes along and the place that it names. */
function* indicesOf(operator: string, testCase: Case): Generator<{ index: number; size: number }[]> {
  const [{ shape }] = tensorsOf(testCase, "input");
  const axis = Number(testCase.graph.nodes[0].options.axis ?? 0);
  for (const indices of tensorsOf(testCase, "indices")) {
    yield Array.from({ length: elementCount(indices.shape) }, (_, position) => {
      const along = operator.endsWith("ND") ? indexAt(position, indices.shape).at(-1)! : axis;
      return { index: Number(indices.data[position]), size: shape[along] };
    });
  }
}

Deno.test("no index is out of range", () => {
  for (const { operator, built } of cases) {
    for (const list of indicesOf(operator, built)) {
      for (const { index, size } of list) assert.ok(index >= -size && index < size, `${built.id}: ${index}`);
    }
  }
});

Deno.test("indices are negative in the group that is about them, and nowhere else", () => {
  for (const { operator, group, built } of cases) {
    const negative = [...indicesOf(operator, built)].flat().some(({ index }) => index < 0);
    if (group !== "negative-indices") assert.ok(!negative, built.id);
  }
  for (const operator of new Set(cases.map((each) => each.operator))) {
    const about = cases.filter((each) => each.operator === operator && each.group === "negative-indices");
    const negative = about.filter(({ built }) =>
      [...indicesOf(operator, built)].flat().some(({ index }) => index < 0)
    );
    assert.ok(negative.length >= about.length / 2, operator);
  }
});

/** The places that updates go to, as text. */
function placesOf(operator: string, { graph, ...rest }: Case, set: number): string[] {
  const [{ shape }] = tensorsOf({ graph, ...rest }, "input");
  const all = tensorsOf({ graph, ...rest }, "indices");
  const { data, shape: indexShape } = all[Math.min(set, all.length - 1)];
  const axis = Number(graph.nodes[0].options.axis ?? 0);
  const at = (index: number, size: number) => index < 0 ? index + size : index;
  if (operator === "scatterElements") {
    return Array.from(
      { length: data.length },
      (_, position) =>
        String(indexAt(position, indexShape).with(axis, at(Number(data[position]), shape[axis]))),
    );
  }
  const length = indexShape.at(-1)!;
  return Array.from(
    { length: data.length / length },
    (_, row) => String(Array.from({ length }, (_, k) => at(Number(data[row * length + k]), shape[k]))),
  );
}

Deno.test("updates compete in every case of the group of duplicates, and in no other", () => {
  for (const { operator, group, built } of cases.filter((each) => each.operator.startsWith("scatter"))) {
    for (const set of [0, 1]) {
      const places = placesOf(operator, built, set);
      const compete = new Set(places).size < places.length;
      assert.equal(compete, group === "duplicates", built.id);
    }
  }
});
