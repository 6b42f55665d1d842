/**
 * Reading cases in the form of web-platform-tests (`graph/json.ts`).
 *
 * @module
 */

import { checkGraph } from "./check_graph.ts";
import { type DataType, dataTypes } from "./data_type.ts";
import { elementsFromText } from "./elements_text.ts";
import type { FileCase } from "./file_case.ts";
import type { Graph, Node, Operand } from "./graph.ts";
import { contentHash } from "./id.ts";
import { InputError } from "./input_error.ts";
import { invalidFromJson } from "./invalid.ts";
import { nodeFromObject } from "./json_node.ts";
import { choiceFrom, listFrom, objectFrom, parseJson, recordFrom, stringFrom } from "./json_value.ts";
import { checkNodeCount, checkShape, ElementBudget } from "./limits.ts";
import { checkId, quoted } from "./names.ts";
import { mlNumberFromText } from "./number_text.ts";
import { secondInputsOf } from "./second_inputs.ts";
import type { Signatures } from "./signature.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The cases of a JSON file: a list of test objects, or a single one.
 *
 * Such files hold one data set. The second, which shows whether a graph can be dispatched again, is the first
 * reversed as `secondInputsOf` says.
 *
 * A case without an id gets one from the file's name, its own name and its content.
 *
 * @param source The file's name, for ids and messages.
 * @param signatures The operators that a case may use.
 * @throws {InputError} if the text is anything else.
 */
export function readCases(text: string, source: string, signatures: Signatures): FileCase[] {
  const json = parseJson(text, source);
  const objects = Array.isArray(json) ? json : [json];
  if (objects.length === 0) throw new InputError(`${source} holds an empty list; give at least one case`);
  const reader = new CaseReader(source, signatures);
  return objects.map((object, index) => reader.read(object, index));
}

class CaseReader {
  readonly #source: string;
  readonly #signatures: Signatures;
  readonly #budget = new ElementBudget();
  readonly #ids = new Set<string>();
  /** How often each derived id has come up. */
  readonly #derived = new Map<string, number>();

  constructor(source: string, signatures: Signatures) {
    this.#source = source;
    this.#signatures = signatures;
  }

  read(json: unknown, index: number): FileCase {
    const place = `${this.#source}: case ${index + 1}`;
    const record = recordFrom(json, ["name", "id", "invalid", "graph"], place);
    const name = stringFrom(record.name, `${place}: name`);
    const where = `${this.#source}: case ${quoted(name)}`;
    const parts = recordFrom(record.graph, ["inputs", "operators", "expectedOutputs"], `${where}: graph`);

    const invalid = record.invalid === undefined
      ? undefined
      : invalidFromJson(record.invalid, `${where}: invalid`);
    const inputs = invalid ? undefined : new Map<string, Tensor>();
    const operands = new Map<string, Operand>();
    for (const [operand, entry] of objectFrom(parts.inputs, `${where}: inputs`)) {
      operands.set(
        operand,
        this.#readOperand(operand, entry, inputs, `${where}: inputs: ${quoted(operand)}`),
      );
    }
    const operators = listFrom(parts.operators, `${where}: operators`);
    checkNodeCount(operators.length, where);
    const outputs = objectFrom(parts.expectedOutputs, `${where}: expectedOutputs`);
    const nodes = operators.map((node, index) =>
      nodeFromObject(node, this.#signatures, `${where}: node ${index + 1}`)
    );
    const graph: Graph = { operands, nodes, outputs: inNodeOrder([...outputs.keys()], nodes) };
    checkGraph(graph, where);
    const expected = this.#readExpected(outputs, where);
    const secondInputs = secondInputsOf(inputs ?? new Map(), nodes, this.#signatures);
    const content = { graph, inputs: inputs ?? new Map(), secondInputs, ...(invalid && { invalid }) };
    return {
      case: {
        id: this.#idOf(record.id, name, content, where),
        ...content,
        provenance: { source: this.#source, name },
      },
      ...(expected.size > 0 && { expected }),
    };
  }

  /** `inputs` takes the data of an input; absent: inputs have none. */
  #readOperand(
    name: string,
    json: unknown,
    inputs: Map<string, Tensor> | undefined,
    where: string,
  ): Operand {
    const record = recordFrom(json, ["data", "descriptor", "constant", "kind"], where);
    const constant = record.constant ?? false;
    if (typeof constant !== "boolean") throw new InputError(`${where}: constant must be true or false`);
    if (record.kind !== undefined) {
      const kind = choiceFrom(record.kind, ["constantTensor", "scalarConstant"], `${where}: kind`);
      if (!constant) throw new InputError(`${where}: only a constant can be of the kind ${quoted(kind)}`);
      if (kind === "scalarConstant") return scalarFrom(record.data, record.descriptor, where);
      return { kind, tensor: this.#readTensor(record.data, record.descriptor, 1, where) };
    }
    if (constant) {
      return { kind: "constant", tensor: this.#readTensor(record.data, record.descriptor, 1, where) };
    }
    if (!inputs) {
      if (record.data !== undefined) {
        throw new InputError(`${where}: an input of an invalid case has no data`);
      }
      const { dataType, shape } = descriptorFrom(record.descriptor, where);
      return { kind: "input", dataType, shape };
    }
    const tensor = this.#readTensor(record.data, record.descriptor, 2, where);
    inputs.set(name, tensor);
    return { kind: "input", dataType: tensor.dataType, shape: tensor.shape };
  }

  /** `copies`: how many tensors of this size the case will hold. */
  #readTensor(data: unknown, descriptor: unknown, copies: number, where: string): Tensor {
    const { dataType, shape, count } = descriptorFrom(descriptor, where);
    this.#budget.spend(copies * count, where);
    return { dataType, shape, data: elementsFromText(data, dataType, count, `${where}: data`) };
  }

  #readExpected(outputs: ReadonlyMap<string, unknown>, within: string): Map<string, Tensor> {
    const expected = new Map<string, Tensor>();
    for (const [name, json] of outputs) {
      const where = `${within}: expectedOutputs: ${quoted(name)}`;
      const { data, descriptor } = recordFrom(json, ["data", "descriptor"], where);
      if (data !== undefined) expected.set(name, this.#readTensor(data, descriptor, 1, where));
    }
    return expected;
  }

  #idOf(json: unknown, name: string, content: Parameters<typeof contentHash>[0], where: string): string {
    const id = json === undefined
      ? this.#deriveId(name, contentHash(content))
      : stringFrom(json, `${where}: id`);
    checkId(id, where);
    if (this.#ids.has(id)) {
      throw new InputError(`${where}: the id ${quoted(id)} occurs twice; keep one of the cases`);
    }
    this.#ids.add(id);
    return id;
  }

  /**
   * `conv2d.https.any.js` and `conv2d, no options` give `conv2d/conv2d-no-options-3fa91c02`; a case that is repeated word
   * for word gets a number besides.
   */
  #deriveId(name: string, hash: string): string {
    const stem = this.#source.split(/[/\\]/).at(-1)!.split(".")[0];
    const id = `${slug(stem) || "file"}/${slug(name) || "case"}-${hash.slice(0, 8)}`;
    const times = (this.#derived.get(id) ?? 0) + 1;
    this.#derived.set(id, times);
    return times === 1 ? id : `${id}-${times}`;
  }
}

function descriptorFrom(
  json: unknown,
  where: string,
): { dataType: DataType; shape: readonly number[]; count: number } {
  const record = recordFrom(json, ["dataType", "shape"], `${where}: descriptor`);
  const dataType = choiceFrom(record.dataType, dataTypes, `${where}: dataType`);
  const count = checkShape(record.shape, where);
  return { dataType, shape: record.shape as readonly number[], count };
}

function scalarFrom(data: unknown, descriptor: unknown, where: string): Operand {
  const { dataType, shape } = descriptorFrom(descriptor, where);
  if (shape.length > 0) {
    throw new InputError(`${where}: a scalarConstant has the shape [], not [${shape.join(",")}]`);
  }
  return { kind: "scalarConstant", dataType, value: mlNumberFromText(data, `${where}: data`) };
}

/** JSON objects keep no order of keys that look like numbers; the nodes do. */
function inNodeOrder(outputs: readonly string[], nodes: readonly Node[]): string[] {
  const asked = new Set(outputs);
  const results = nodes.flatMap((node) => node.outputs).filter((name) => asked.has(name));
  return [...new Set([...results, ...outputs])];
}

function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9_]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);
}
