/**
 * What the spec makes of a call that no graph can express. What WebIDL accepts becomes a graph again.
 *
 * @module
 */

import { bytesPerElement, createElements, type DataType, specDataTypes } from "../graph/data_type.ts";
import type { Graph, Node, Operand, OptionValue } from "../graph/graph.ts";
import { InputError } from "../graph/input_error.ts";
import type { Misuse, RawValue, ViewType } from "../graph/invalid.ts";
import { quoted } from "../graph/names.ts";
import { type Descriptor, elementCount } from "../graph/tensor.ts";
import { isValidDimension } from "./steps.ts";
import { operatorOf } from "./validate.ts";
import { ValidationError } from "./validation_error.ts";
import { ConversionError, convert } from "./webidl.ts";

type Replaced = Extract<Misuse, { kind: "argument" }>;

/**
 * The graph that the builder is given in effect when the last call of `method` is misused so.
 *
 * @throws {ValidationError} where the spec or WebIDL throws at once: steps `can-build`, `validate-operand`,
 * `same-context`, `not-destroyed`, `constant`, `view-type`, `name-not-empty`, `name-distinct`, `byte-length`, `webidl-type`.
 * @throws {InputError} where the method has no such argument.
 */
export function misuse(graph: Graph, method: string, given: Misuse): Graph {
  const refuse = (step: string, argument: string, is: string, allowed: string): never => {
    throw new ValidationError({ operator: method, step, argument, given: is, allowed });
  };
  switch (given.kind) {
    case "built":
    case "lost": {
      const is = given.kind === "built" ? "a builder that has built" : "a builder of a lost context";
      const words = { argument: "this", given: is, allowed: "one that can build" };
      throw new ValidationError({
        operator: method,
        step: "can-build",
        exception: "InvalidStateError",
        ...words,
      });
    }
    case "other-builder":
      return refuse("validate-operand", given.operand, "another builder's", "an operand of this builder");
    case "tensor": {
      const { state } = given;
      const [step, allowed] = tensorSteps[state];
      return refuse(step, "tensor", state, allowed);
    }
    case "view":
      return misuseView(graph, method, given.type);
    case "argument":
      if (method === "input" || method === "constant") return misuseOperand(graph, method, given);
      return method === "build" ? misuseBuild(graph, given) : misuseNode(graph, method, given);
  }
}

/** Spec: #api-mlgraphbuilder-constant-tensor. */
const tensorSteps = {
  "other-context": ["same-context", "a tensor of the builder's context"],
  destroyed: ["not-destroyed", "a tensor that is not destroyed"],
  "not-constant": ["constant", "a constant tensor"],
} as const;

function misuseNode(graph: Graph, method: string, { argument, value }: Replaced): Graph {
  const at = graph.nodes.findLastIndex(({ operator }) => operator === method);
  if (at < 0) throw new InputError(`The graph has no ${method} that could be misused`);
  const node = graph.nodes[at];
  const operator = operatorOf(node);
  const { [argument]: _operand, ...operands } = node.operands;
  const { [argument]: _option, ...options } = node.options;
  const replaced = (instead: Node): Graph => ({ ...graph, nodes: graph.nodes.with(at, instead) });
  if (Object.hasOwn(operator.operands, argument) || argument === "options") {
    if (value === undefined) return replaced({ ...node, operands, options });
    return wrongType(method, argument, value, argument === "options" ? "a dictionary" : "an MLOperand");
  }
  const rule = Object.hasOwn(operator.options, argument) ? operator.options[argument] : undefined;
  if (!rule) throw new InputError(`${method} has no argument ${quoted(argument)}`);
  if (value === undefined) return replaced({ ...node, operands, options });
  const wraps = withoutEnforceRange.has(`${method}.${argument}`);
  const converted: OptionValue = converting(method, argument, value, () => convert(value, rule.type, wraps));
  return replaced({ ...node, operands, options: { ...options, [argument]: converted } });
}

/** Spec: #api-mlgraphbuilder-cumulativesum and #api-mlgraphbuilder-tile, whose IDL lacks it (questions Q20, Q36). */
const withoutEnforceRange: ReadonlySet<string> = new Set(["cumulativeSum.axis", "tile.repetitions"]);

function misuseOperand(graph: Graph, method: "input" | "constant", { argument, value }: Replaced): Graph {
  const isInput = method === "input";
  const made = [...graph.operands].findLast(([, { kind }]) => (kind === "input") === isInput);
  if (!made) throw new InputError(`The graph has no ${method} that could be misused`);
  const [name, operand] = made;
  const refuse = (step: string, allowed: string): never => {
    throw new ValidationError({ operator: method, step, argument, given: shown(value), allowed });
  };
  if (argument === "name") {
    if (value === undefined) return refuse("webidl-type", "a name");
    const text = String(value);
    if (text === "") return refuse("name-not-empty", "a name");
    const taken = [...graph.operands].some(([other, { kind }]) => kind === "input" && other === text);
    return taken && text !== name ? refuse("name-distinct", "a name that no other input has") : graph;
  }
  const replaced = (other: Operand): Graph => ({
    ...graph,
    operands: new Map([...graph.operands].map(([key, each]) => [key, key === name ? other : each])),
  });
  if (argument === "descriptor" && operand.kind !== "scalarConstant") {
    const { dataType, shape } = descriptorFrom(method, value);
    if (operand.kind === "input") return replaced({ kind: "input", dataType, shape });
    const count = operand.tensor.data.byteLength / bytesPerElement(dataType);
    const isSame = ![...shape, elementCount(shape)].every(isValidDimension) || count === elementCount(shape);
    if (!isSame) return refuse("byte-length", `what ${operand.tensor.data.byteLength} bytes are`);
    return replaced({
      kind: operand.kind,
      tensor: { dataType, shape, data: createElements(dataType, count) },
    });
  }
  if (argument === "dataType" && operand.kind === "scalarConstant") {
    return replaced({ ...operand, dataType: dataTypeFrom(method, argument, value) });
  }
  if (argument === "buffer" && operand.kind === "constant") return refuse("webidl-type", "a buffer");
  throw new InputError(`${method}() of ${quoted(name)} has no argument ${quoted(argument)}`);
}

/** Spec: #validate-buffer-with-descriptor. */
function misuseView(graph: Graph, method: string, type: ViewType): Graph {
  const constant = [...graph.operands.values()].findLast(({ kind }) => kind === "constant");
  if (constant?.kind !== "constant") throw new InputError("The graph has no constant that could be misused");
  const { data } = constant.tensor;
  if (data.constructor.name === type) return graph;
  const words = { argument: "buffer", given: type, allowed: data.constructor.name };
  throw new ValidationError({ operator: method, step: "view-type", ...words });
}

/** Spec: #dictdef-mloperanddescriptor. */
function descriptorFrom(method: string, value: RawValue | undefined): Descriptor {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return wrongType(method, "descriptor", value, "a dictionary with dataType and shape");
  }
  const { dataType, shape } = value as { readonly [key: string]: RawValue };
  if (shape === undefined) return wrongType(method, "descriptor.shape", shape, "a list of sizes");
  const argument = "descriptor.shape";
  return {
    dataType: dataTypeFrom(method, "descriptor.dataType", dataType),
    shape: converting(
      method,
      argument,
      shape,
      () => convert(shape, "sequence<unsigned long>", false),
    ) as number[],
  };
}

function dataTypeFrom(method: string, argument: string, value: RawValue | undefined): DataType {
  const dataType = specDataTypes.find((each) => each === value);
  return dataType ?? wrongType(method, argument, value, specDataTypes.join(", "));
}

/** Spec: #api-mlgraphbuilder-build. */
function misuseBuild(graph: Graph, { argument, value }: Replaced): Graph {
  if (argument !== "outputs") throw new InputError(`build has no argument ${quoted(argument)}`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return wrongType("build", argument, value, "a record of operands");
  }
  const outputs = Object.entries(value as { readonly [key: string]: RawValue });
  const names = outputs.map(([, given]) => {
    const name = typeof given === "object" && given !== null && "operand" in given
      ? given.operand
      : undefined;
    return typeof name === "string" ? name : wrongType("build", argument, given, "an MLOperand");
  });
  if (outputs.some(([key]) => key === "")) {
    const words = { argument, given: '""', allowed: "names that are not empty" };
    throw new ValidationError({ operator: "build", step: "output-name-not-empty", ...words });
  }
  return { ...graph, outputs: names };
}

function converting<T>(method: string, argument: string, value: RawValue, conversion: () => T): T {
  try {
    return conversion();
  } catch (error) {
    if (error instanceof ConversionError) return wrongType(method, argument, value, error.message);
    throw error;
  }
}

function wrongType(method: string, argument: string, value: RawValue | undefined, allowed: string): never {
  throw new ValidationError({
    operator: method,
    step: "webidl-type",
    argument,
    given: shown(value),
    allowed,
  });
}

function shown(value: RawValue | undefined): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}
