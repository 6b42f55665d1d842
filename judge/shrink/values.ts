/**
 * Shrinking data: zeros and ones, few other numbers, small whole ones.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import { createElements, type DataType, isFloat, isInt64 } from "../../graph/data_type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { type Candidate, candidate, changed, tensorOf, withTensors } from "./candidate.ts";

/** Every tensor at once made plainer, then each, then parts of each, then each element. */
export function* plainerData(testCase: Case): Generator<Candidate> {
  const names = [...testCase.graph.operands.keys()].filter((name) => tensorOf(testCase, name));
  if (names.length > 1) {
    for (const [how, change] of whole) yield* withData(testCase, names, `all data ${how}`, change);
  }
  for (const name of names) {
    for (const [how, change] of whole) yield* withData(testCase, [name], `${name} ${how}`, change);
  }
  yield* plainerScalars(testCase);
  for (const name of names) yield* fewerNumbers(testCase, name);
  for (const name of names) yield* gathered(testCase, name);
  for (const name of names) yield* plainerNumbers(testCase, name);
}

type Scalar = number | bigint;

/** Of the i-th element, 64-bit integers as the nearest number. */
type Change = (x: number, i: number) => Scalar;

/** Ways to make all elements plainer, the plainest first. */
const whole: readonly (readonly [how: string, change: Change])[] = [
  ["zeros", () => 0],
  ["ones", () => 1],
  ["1, 2, 3", (_x, i) => i % 7 + 1],
  ["signs", Math.sign],
  ["small whole numbers", (x) => Number.isFinite(x) ? Math.max(-8, Math.min(8, Math.round(x))) : x],
  ["whole numbers", (x) => Number.isFinite(x) ? Math.round(x) : x],
];

function* withData(
  testCase: Case,
  names: readonly string[],
  what: string,
  change: Change,
): Generator<Candidate> {
  const smaller = withTensors(
    testCase,
    (tensor, name) => names.includes(name) ? mapped(tensor, change) : undefined,
  );
  if (smaller && isPlainer(smaller, testCase, names)) yield { what, case: smaller };
}

/**
 * Whether the data are plainer, so that shrinking comes to an end: fewer numbers, fewer other than 1, fewer infinities, fewer
 * significant bits, fewer digits, smaller ones, nearer to the beginning.
 */
function isPlainer(one: Case, other: Case, names: readonly string[]): boolean {
  const [a, b] = [one, other].map((each) => sizeOf(each, names));
  const k = a.findIndex((size, i) => size !== b[i]);
  return k >= 0 && a[k] < b[k];
}

function sizeOf(testCase: Case, names: readonly string[]): number[] {
  const sizes = [0, 0, 0, 0, 0, 0, 0];
  for (const name of names) {
    for (const tensor of [tensorOf(testCase, name), testCase.secondInputs.get(name)]) {
      tensor?.data.forEach((element: Scalar, i: number) => {
        const x = Number(element);
        if (x !== 0) sizes[0]++, sizes[6] += i;
        if (x !== 0 && x !== 1) sizes[1]++;
        sizes[4] += String(element).length;
        if (!Number.isFinite(x)) sizes[2]++;
        else sizes[5] += Math.abs(x);
        sizes[3] += significantBits(element);
      });
    }
  }
  return sizes;
}

/** The tensor with changed elements; undefined where none changes. */
function mapped(tensor: Tensor, change: Change): Tensor | undefined {
  const { dataType, data } = tensor;
  const isBig = isInt64(dataType);
  const changed = createElements(dataType, data.length);
  let differs = false;
  for (let i = 0; i < data.length; i++) {
    const x = Number(data[i]);
    const to = change(x, i);
    changed[i] = Object.is(to, x) ? data[i] : isBig ? BigInt(to) : Number(to);
    differs ||= !Object.is(changed[i], data[i]);
  }
  return differs ? { ...tensor, data: changed } : undefined;
}

/** Bits from the first to the last that is set, 2 for the numbers beside a power of two; of what is not finite 0. */
function significantBits(x: Scalar): number {
  if (typeof x === "number" && !Number.isInteger(x)) {
    if (!Number.isFinite(x)) return 0;
    let bits = 1;
    for (let m = Math.abs(x) / 2 ** Math.floor(Math.log2(Math.abs(x))); m % 1 !== 0; m *= 2) bits++;
    return bits;
  }
  const whole = BigInt(x), size = whole < 0n ? -whole : whole;
  const bitsOf = (value: bigint) => value === 0n ? 0 : value.toString(2).replace(/0+$/, "").length;
  const isBeside = bitsOf(size + 1n) === 1 || size > 0n && bitsOf(size - 1n) === 1;
  return isBeside ? Math.min(bitsOf(size), 2) : bitsOf(size);
}

/** Scalar constants 1 and 0. */
function* plainerScalars(testCase: Case): Generator<Candidate> {
  const { graph } = testCase;
  for (const [name, operand] of graph.operands) {
    if (operand.kind !== "scalarConstant") continue;
    for (const plain of [1, 0]) {
      if (Number(operand.value) === plain || Number(operand.value) === 0) continue;
      const value = typeof operand.value === "bigint" ? BigInt(plain) : plain;
      const operands = new Map(graph.operands).set(name, { ...operand, value });
      yield* candidate(`${name} ${plain}`, changed(testCase, { graph: { ...graph, operands } }));
    }
  }
}

/** Elements of all data sets that may differ from zero, in their order. */
function others(testCase: Case, name: string): number[] {
  const positions = new Set<number>();
  for (const tensor of [tensorOf(testCase, name), testCase.secondInputs.get(name)]) {
    tensor?.data.forEach((x: Scalar, i: number) => Number(x) !== 0 && positions.add(i));
  }
  return [...positions].sort((a, b) => a - b);
}

/** Halves, quarters, … of the elements that are not zero made zero. */
function* fewerNumbers(testCase: Case, name: string): Generator<Candidate> {
  const positions = others(testCase, name);
  for (
    let length = Math.ceil(positions.length / 2);
    length >= 1;
    length = length === 1 ? 0 : Math.ceil(length / 2)
  ) {
    for (let from = 0; from < positions.length; from += length) {
      const zeros = new Set(positions.slice(from, from + length));
      const what = `${name} zero at ${[...zeros].join(",")}`;
      yield* withData(testCase, [name], what, (x, i) => zeros.has(i) ? 0 : x);
    }
  }
}

/** The least power of two above which a type, or a float type that it may pass through, has no ones. */
const large: Readonly<Partial<Record<DataType, number>>> = {
  int64: 2 ** 53,
  uint64: 2 ** 53,
  int32: 2 ** 24,
  uint32: 2 ** 24,
  float32: 2 ** 24,
  float16: 2 ** 11,
};

/** What sums round away: of each operand in turn, one large power of two and 1, or ones, beside it. */
export function* oneLarge(testCase: Case): Generator<Candidate> {
  for (const name of testCase.graph.operands.keys()) {
    const tensor = tensorOf(testCase, name);
    const power = tensor && large[tensor.dataType];
    if (power === undefined) continue;
    const positions = others(testCase, name);
    if (positions.length < 2) continue;
    const isOther = new Set(positions), [first, second] = positions;
    for (const most of [power, -power]) {
      const what = `${name} ${most < 0 ? "-" : ""}2^${Math.log2(power)}`;
      const ofRest = (rest: Change): Change => (x, i) => i === first ? most : i === second ? 1 : rest(x, i);
      yield* withData(testCase, [name], `${what} and 1`, ofRest(() => 0));
      yield* withData(testCase, [name], `${what} and ones`, ofRest((x, i) => isOther.has(i) ? 1 : x));
    }
  }
}

/** The elements that are not zero moved to the beginning. */
function* gathered(testCase: Case, name: string): Generator<Candidate> {
  const gather = (tensor: Tensor): Tensor => {
    const data = createElements(tensor.dataType, tensor.data.length);
    let to = 0;
    tensor.data.forEach((x: Scalar) => {
      if (Number(x) !== 0) data[to++] = x;
    });
    return { ...tensor, data };
  };
  const smaller = withTensors(testCase, (tensor, each) => each === name ? gather(tensor) : undefined);
  if (smaller && isPlainer(smaller, testCase, [name])) {
    yield { what: `what is not zero of ${name} at the beginning`, case: smaller };
  }
}

/** Elements that are looked at one by one. */
const fewElements = 64;

/** Each element made 1, or whole, or a number of few bits. */
function* plainerNumbers(testCase: Case, name: string): Generator<Candidate> {
  const { dataType } = tensorOf(testCase, name)!;
  const positions = others(testCase, name);
  if (positions.length > fewElements) return;
  for (const position of positions) {
    const at = (change: (x: number) => Scalar): Change => (x, i) => i === position ? change(x) : x;
    const how: [string, (x: number) => Scalar][] = [
      ["1", () => 1],
      ["small", (x) => Number.isFinite(x) && Math.abs(x) > 3 ? Math.sign(x) * 2 : x],
      ["positive", Math.abs],
      ["a power of two", powerOfTwo],
    ];
    const power = large[dataType];
    if (power !== undefined) {
      for (const more of isInt64(dataType) ? [0n, 1n, -1n] : [0, 1, -1]) {
        const text = `2^${Math.log2(power)}${more > 0 ? " + 1" : more < 0 ? " - 1" : ""}`;
        how.push([text, () => typeof more === "bigint" ? BigInt(power) + more : power + more]);
      }
    }
    if (isFloat(dataType)) {
      how.push(["whole", (x) => Number.isFinite(x) && Math.abs(x) < 2 ** 20 ? Math.round(x) || x : x]);
    }
    for (const [text, change] of how) {
      yield* withData(testCase, [name], `${name} ${text} at ${position}`, at(change));
    }
  }
}

function powerOfTwo(x: number): number {
  return Number.isFinite(x) && x !== 0 ? Math.sign(x) * 2 ** Math.floor(Math.log2(Math.abs(x))) : x;
}
