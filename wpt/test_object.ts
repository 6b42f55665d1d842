/**
 * A case as a test object of web-platform-tests' `webnn/conformance_tests/`.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import { isFloat, isInt64 } from "../graph/data_type.ts";
import type { Expectation, ExpectedOutput } from "../graph/expectation.ts";
import { Flag } from "../graph/expectation.ts";
import type { Node } from "../graph/graph.ts";
import { elementCount, type Tensor } from "../graph/tensor.ts";
import type { Operator } from "../reference/operator.ts";
import type { Source } from "./javascript.ts";
import { shortest } from "../graph/shortest.ts";

/** What upstream's `toleranceFunc` returns: one for all outputs of a test. */
export interface Tolerance {
  readonly metricType: "ULP" | "ATOL";
  readonly value: number;
}

/** Elements that the tensors of a test may have together, so that a file can be read. */
export const elementCap = 400;

/**
 * Why a case makes no test of `operator`, or nothing where it makes one. It reads the graph alone, so that no
 * reference is run for cases that are left out.
 */
export function unfit(testCase: Case, operator: Operator): string | undefined {
  const { graph } = testCase;
  if (graph.nodes.length !== 1 || graph.nodes[0].operator !== operator.name) {
    return "it is a graph of other operators";
  }
  const names = Object.values(graph.nodes[0].operands).flat();
  if (new Set(names).size < names.length) return "upstream's harness cannot use an operand twice";
  let elements = 0;
  for (const [name, operand] of graph.operands) {
    if (!names.includes(name)) return "an operand is not used";
    if (operand.kind === "scalarConstant" || operand.kind === "constantTensor") {
      return `upstream's form has no ${operand.kind}`;
    }
    elements += elementCount(tensorOf(testCase, name).shape);
  }
  if (elements > elementCap) return `its tensors have more than ${elementCap} elements`;
}

/**
 * The tolerance within which a correct answer is accepted, or why no such tolerance can be stated: upstream compares
 * with a single value, so elements for which more than one answer or no number is right have no place there.
 */
export function toleranceOf({ mayReject, outputs }: Expectation): Tolerance | string {
  if (mayReject) return `it hangs on open question ${mayReject.question}`;
  let width = 0;
  for (const output of outputs.values()) {
    if (elementCount(output.shape) > elementCap) return `its output has more than ${elementCap} elements`;
    if (output.alternatives?.length) return "more than one answer is right";
    if (output.flags?.some((flags) => (flags & ~(Flag.bits | Flag.whole)) !== 0)) {
      return "an element has no single right answer";
    }
    const outputWidth = widthOf(output);
    if (!Number.isFinite(outputWidth)) return "an element is not finite";
    if (outputWidth > 0 && isInt64(output.dataType)) return "upstream compares 64-bit integers exactly";
    width = Math.max(width, outputWidth);
  }
  if (width === 0) return { metricType: "ULP", value: 0 };
  for (const output of outputs.values()) width = Math.max(width, writingError(output));
  if (isBlind(outputs.values(), width)) return "one tolerance for all its elements would say nothing of most";
  return { metricType: "ATOL", value: roundUp(width) };
}

/**
 * Whether most elements would be accepted an eighth or more of their value away, which tolerance.md does not count as
 * coverage. The widest element decides the tolerance of a test, so this is so where magnitudes are mixed.
 */
function isBlind(outputs: Iterable<ExpectedOutput>, width: number): boolean {
  let judged = 0;
  let blind = 0;
  for (const { value } of outputs) {
    for (const element of value) {
      if (element === 0) continue;
      judged++;
      if (width > Math.abs(Number(element)) / 8) blind++;
    }
  }
  return 2 * blind > judged;
}

/** Greatest distance of an accepted value from the number that is written. */
function widthOf({ dataType, value, lo, hi }: ExpectedOutput): number {
  let width = 0;
  value.forEach((element: number | bigint, index: number) => {
    if (lo[index] === hi[index] && element === lo[index]) return;
    const written = isFloat(dataType) ? shortest(dataType, Number(element)) : Number(element);
    width = Math.max(width, Number(hi[index]) - written, written - Number(lo[index]));
    if (!Number.isFinite(written)) width = Infinity;
  });
  return width;
}

/** Greatest distance of a value from the number that is written for it, which is the shortest that is read back as it. */
function writingError({ dataType, value }: ExpectedOutput): number {
  if (!isFloat(dataType)) return 0;
  return Math.max(
    ...Array.from(value as Float32Array, (element) => Math.abs(element - shortest(dataType, element))),
  );
}

/** `value` in three digits, never less. */
function roundUp(value: number): number {
  const near = Number(value.toPrecision(3));
  if (near >= value) return near;
  const step = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Number((value + step).toPrecision(3));
}

/** The tensor of an operand of a case that is fit. */
export function tensorOf({ graph, inputs }: Case, name: string): Tensor {
  const operand = graph.operands.get(name);
  const tensor = operand && "tensor" in operand ? operand.tensor : inputs.get(name);
  if (!tensor) throw new TypeError(`operand ${name} has no tensor`);
  return tensor;
}

/** The test object, as source. */
export function testObject(
  name: string,
  testCase: Case,
  { outputs }: Expectation,
  operator: Operator,
  tolerance: Tolerance,
): Source {
  const { graph } = testCase;
  const [node] = graph.nodes;
  const named = operandNames(node);
  const sources = [...graph.operands].map(([name, operand]): [string, Source] => {
    const isConstant = operand.kind === "constant";
    const tensor = tensorOf(testCase, name);
    const members: [string, Source][] = [["data", dataOf(tensor)], ["descriptor", descriptorOf(tensor)]];
    return [named.get(name)!, new Map([...members, ["constant", isConstant]])];
  });
  const expected = [...outputs].map(([name, output]): [string, Source] => {
    const data = dataOf({ dataType: output.dataType, shape: output.shape, data: output.value });
    return [
      named.get(name)!,
      new Map<string, Source>([["data", data], ["descriptor", descriptorOf(output)]]),
    ];
  });
  const results = node.outputs.map((name) => named.get(name)!);
  const call = new Map<string, Source>([
    ["name", node.operator],
    ["arguments", argumentsOf(node, operator, named)],
    ["outputs", results.length === 1 ? results[0] : results],
  ]);
  return new Map<string, Source>([
    ["name", name],
    [
      "graph",
      new Map<string, Source>([
        ["inputs", new Map(sources)],
        ["operators", [call]],
        ["expectedOutputs", new Map(expected)],
        ["tolerance", { metricType: tolerance.metricType, value: tolerance.value }],
      ]),
    ],
  ]);
}

/** Names in upstream's style: `conv2dInput`, `conv2dFilter`, `conv2dOutput`. */
function operandNames(node: Node): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  const nameOf = (part: string) => `${node.operator}${part[0].toUpperCase()}${part.slice(1)}`;
  for (const [argument, names] of Object.entries(node.operands)) {
    if (typeof names === "string") named.set(names, nameOf(argument));
    else names.forEach((name, index) => named.set(name, nameOf(`${argument}${index + 1}`)));
  }
  node.outputs.forEach((name, index) =>
    named.set(name, nameOf(node.outputs.length > 1 ? `output${index + 1}` : "output"))
  );
  return named;
}

/** One object an argument, `{argument: value}`; the options dictionary is the last, and absent where nothing is in it. */
function argumentsOf(node: Node, operator: Operator, named: ReadonlyMap<string, string>): Source {
  const valueOf = (argument: string): Source => {
    const names = Object.hasOwn(node.operands, argument) ? node.operands[argument] : undefined;
    if (names === undefined) return node.options[argument];
    return typeof names === "string" ? named.get(names)! : names.map((name) => named.get(name)!);
  };
  const given = [...Object.keys(node.operands), ...Object.keys(node.options)];
  const plain = operator.arguments.filter((argument) => given.includes(argument))
    .map((argument): Source => new Map([[argument, valueOf(argument)]]));
  const options = given.filter((argument) => !operator.arguments.includes(argument));
  if (options.length === 0) return plain;
  const dictionary = new Map(options.map((argument) => [argument, valueOf(argument)]));
  return [...plain, new Map([["options", dictionary]])];
}

function descriptorOf({ dataType, shape }: { dataType: string; shape: readonly number[] }): Source {
  return { shape, dataType };
}

function dataOf({ dataType, data }: Tensor): Source {
  const values: (number | bigint)[] = Array.from(data as Iterable<number | bigint>);
  return isFloat(dataType) ? values.map((value) => shortest(dataType, Number(value))) : values;
}
