/**
 * Mutants of the operators that read and write at given indices.
 *
 * @module
 */

import { elementCount, indexAt } from "../../graph/tensor.ts";
import { type Call, tensorOf, type Values } from "../software/kernel.ts";
import { withOperands, zeroOf } from "./tensors.ts";
import { axisIgnored, bytesLost, movedWrongly, nextAxis } from "./moving.ts";
import { type Bug, type Mutant, mutantsOf, replaced, rewritten, spoilt } from "./mutant.ts";

/** Other indices of the same shape; `size` is that of the axis they lead along. */
function indices(
  name: string,
  sentence: string,
  change: (index: number, size: number) => number,
  isTouched: (call: Call) => boolean = () => true,
): Bug {
  return rewritten(name, sentence, (call) => {
    if (!isTouched(call)) return undefined;
    const { shape } = tensorOf(call, "input"), axis = Number(call.options.axis ?? 0);
    const isCoordinates = call.operator.endsWith("ND");
    return withIndices(call, (values) => {
      const length = isCoordinates ? values.shape.at(-1)! : 1;
      const v = values.v.slice() as Values["v"];
      for (let at = 0; at < v.length; at++) {
        const index = change(Number(v[at]), shape[isCoordinates ? at % length : axis]);
        v[at] = typeof v[at] === "bigint" ? BigInt(index) : index;
      }
      return { ...values, v };
    });
  });
}

function withIndices(call: Call, change: (values: Values) => Values | undefined) {
  return withOperands(call, (values, argument) => argument === "indices" ? change(values) : undefined);
}

/** The lists of coordinates with their numbers in other places. */
function coordinates(
  name: string,
  sentence: string,
  change: (list: (number | bigint)[], call: Call) => (number | bigint)[] | undefined,
): Bug {
  return rewritten(name, sentence, (call) =>
    withIndices(call, (values) => {
      const length = values.shape.at(-1)!;
      const v = values.v.slice() as Values["v"];
      for (let at = 0; at < v.length; at += length) {
        const list = change(Array.from<number | bigint>(v.slice(at, at + length)), call);
        if (!list) return undefined;
        list.forEach((index, i) => v[at + i] = index);
      }
      return { ...values, v };
    }));
}

const indexBugs: readonly Bug[] = [
  indices("negative-clamped", "negative indices were 0", (index) => Math.max(index, 0)),
  indices(
    "negative-mirrored",
    "negative indices lost their sign",
    (index, size) => Math.min(Math.abs(index), size - 1),
  ),
  indices(
    "negative-one-off",
    "negative indices were counted from the last element but one",
    (index, size) => index < 0 ? Math.max(index + size - 1, 0) : index,
  ),
  indices(
    "one-more",
    "indices began at 1",
    (index, size) => Math.max((index < 0 ? index + size : index) - 1, 0),
  ),
  indices("always-first", "every index were 0", () => 0),
  indices("in-int8", "indices were read as int8", (index, size) => {
    const byte = (index < 0 ? index + size : index) << 24 >> 24;
    return byte < 0 ? Math.max(byte + size, 0) : byte;
  }),
  indices(
    "in-float16",
    "indices were rounded to float16",
    (index, size) => Math.min(Math.f16round(index), size - 1),
  ),
  rewritten(
    "indices-reversed",
    "the indices were read from the last to the first",
    (call) =>
      withIndices(
        call,
        (values) =>
          call.operator.endsWith("ND")
            ? undefined
            : { ...values, v: values.v.slice().reverse() as Values["v"] },
      ),
  ),
];

/** Lists of coordinates. */
const coordinateBugs: readonly Bug[] = [
  coordinates(
    "coordinates-reversed",
    "each list of coordinates were read from its end",
    (list) => list.toReversed(),
  ),
  coordinates(
    "last-coordinate-lost",
    "from rank 5 on the last coordinate counted as 0",
    (list, call) => {
      if (tensorOf(call, "input").shape.length < 5) return undefined;
      return list.with(-1, typeof list[0] === "bigint" ? 0n : 0);
    },
  ),
  coordinates(
    "first-coordinate-only",
    "coordinates after the first counted as 0",
    (list) => list.map((index, i) => i === 0 ? index : typeof index === "bigint" ? 0n : 0),
  ),
  rewritten(
    "lists-reversed",
    "the lists of coordinates were taken from the last to the first",
    (call) =>
      withIndices(call, (values) => {
        const length = values.shape.at(-1)!;
        const v = values.v.slice() as Values["v"], count = v.length / length;
        for (let list = 0; list < count; list++) {
          for (let i = 0; i < length; i++) v[list * length + i] = values.v[(count - 1 - list) * length + i];
        }
        return { ...values, v };
      }),
  ),
];

/** What is written is combined with what was there. */
function combined(
  name: string,
  sentence: string,
  combine: (old: number, now: number) => number,
): Bug {
  return spoilt(name, sentence, (element, call) => {
    const { v, shape } = tensorOf(call, "input");
    const { length } = shape;
    const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
    return (index) => {
      let at = 0;
      for (let axis = 0; axis < length; axis++) at += index[axis] * strides[axis];
      const old = v[at], now = element(index);
      if (old === now) return now;
      const result = combine(Number(old), Number(now));
      return typeof old === "bigint" ? BigInt(Math.trunc(result)) : result;
    };
  });
}

const scatterBugs: readonly Bug[] = [
  combined("added", "updates were added to what was there", (old, now) => old + now),
  combined("greatest", "the greater of the update and what was there stayed", Math.max),
  combined("nothing-written", "nothing were written", (old) => old),
  rewritten("input-lost", "everything else were zero", ({ operands }) => {
    const input = operands.input as Values;
    return {
      operands: {
        ...operands,
        input: { ...input, v: input.v.slice().fill(zeroOf(input.dataType) as never) },
      },
    };
  }),
  rewritten("first-update-only", "the first update were written to every place", ({ operands }) => {
    const updates = operands.updates as Values;
    return {
      operands: { ...operands, updates: { ...updates, v: updates.v.slice().fill(updates.v[0] as never) } },
    };
  }),
  rewritten("updates-reversed", "the updates were taken from the last to the first", ({ operands }) => {
    const updates = operands.updates as Values;
    return {
      operands: { ...operands, updates: { ...updates, v: updates.v.slice().reverse() as Values["v"] } },
    };
  }),
];

/** Indices of several axes are laid out with the first axis fastest. */
const columnMajorIndices = rewritten(
  "indices-column-major",
  "the indices were laid out with the first axis fastest",
  (call) =>
    withIndices(call, (values) => {
      const { shape } = values;
      if (shape.length < 2) return undefined;
      const v = values.v.slice() as Values["v"];
      for (let at = 0; at < v.length; at++) {
        const index = indexAt(at, shape);
        v[at] = values.v[index.reduceRight((sum, i, axis) => sum * shape[axis] + i, 0)];
      }
      return { ...values, v };
    }),
);

/** The elements along the first axes are taken by gather, with the other places of the indices ignored. */
const gatheredWhole = replaced(
  "gathered-whole",
  "each index fetched the elements at the first place of the other axes",
  (call) => {
    const { v, shape } = tensorOf(call, "input"), given = tensorOf(call, "indices");
    const axis = Number(call.options.axis);
    const stride = elementCount(shape.slice(axis + 1));
    const strides = given.shape.map((_, d) => elementCount(given.shape.slice(d + 1)));
    return (index) => {
      const at = Number(given.v[index.reduce((sum, i, d) => sum + i * strides[d], 0)]);
      return v[(at < 0 ? at + shape[axis] : at) * stride];
    };
  },
);

export const indexingMutants: readonly Mutant[] = [
  ...mutantsOf(["gather", "gatherElements", "gatherND", "scatterElements", "scatterND"], movedWrongly),
  ...mutantsOf(["gather", "gatherElements", "scatterElements"], [...indexBugs, nextAxis, axisIgnored]),
  ...mutantsOf(["gatherND", "scatterND"], [...indexBugs.slice(0, -1), ...coordinateBugs]),
  ...mutantsOf(["gather", "gatherElements", "scatterElements"], [columnMajorIndices]),
  ...mutantsOf(["scatterElements", "scatterND"], scatterBugs),
  ...mutantsOf(["gather", "gatherND", "gatherElements"], [bytesLost]),
  ...mutantsOf(["gatherElements"], [gatheredWhole]),
];
