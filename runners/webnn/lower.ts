/**
 * The lowering of a graph to calls on `MLGraphBuilder`: one call a node, arguments and options as given, nothing
 * filled in, nothing rewritten.
 *
 * @module
 */

import type { Case } from "../../graph/case.ts";
import { bytesPerElement, createElements, type DataType, viewElements } from "../../graph/data_type.ts";
import type { Graph, Node } from "../../graph/graph.ts";
import { InputError } from "../../graph/input_error.ts";
import { elementCount, type Tensor } from "../../graph/tensor.ts";
import type { Operator } from "../../reference/operator.ts";
import { PacketWriter, type Slice } from "./packet.ts";
import type { Argument, Call, Program, ProgramOperand } from "./program.ts";

/** What the lowering needs of an operator's definition. */
export type Definition = Pick<Operator, "arguments" | "operands">;
export type Definitions = ReadonlyMap<string, Definition>;

/**
 * The packet that asks the page to build and dispatch `testCase`: a `Program` and its tensors.
 * @throws {InputError} when a node's operator has no definition.
 */
export function lower(
  testCase: Case,
  operators: Definitions,
): Uint8Array<ArrayBuffer> {
  const packet = new PacketWriter();
  const { graph, invalid } = testCase;
  const used = reachable(graph);
  const operands = [...graph.operands].map(([name, operand]): ProgramOperand => {
    if (operand.kind === "scalarConstant") return { name, ...operand };
    if (operand.kind === "input") {
      const { dataType, shape } = operand;
      if (invalid) {
        return { kind: "input", name, dataType, shape, data: [empty, empty], used: used.has(name) };
      }
      const data = [testCase.inputs, testCase.secondInputs].map((inputs) => {
        const tensor = inputs.get(name);
        if (!tensor) throw new InputError(`case ${testCase.id} has no data for its input ${name}`);
        return packet.add(toBytes(tensor));
      }) as [Slice, Slice];
      return { kind: "input", name, dataType, shape, data, used: used.has(name) };
    }
    const { kind, tensor } = operand;
    return { kind, name, dataType: tensor.dataType, shape: tensor.shape, data: packet.add(toBytes(tensor)) };
  });
  const program: Program = {
    operands,
    calls: graph.nodes.map((node) => lowerNode(node, operators, invalid?.argument)),
    outputs: graph.outputs,
    ...(invalid && { invalid }),
  };
  return packet.finish(program);
}

const empty: Slice = { offset: 0, byteLength: 0 };

/** @param fault An argument that must be refused, whatever the context's limits say of it. */
function lowerNode(node: Node, operators: Definitions, fault?: string): Call {
  const operator = operators.get(node.operator);
  if (!operator) throw new InputError(`there is no operator ${node.operator}`);
  const argumentOf = (name: string): Argument => {
    if (Object.hasOwn(node.options, name)) return { kind: "value", value: node.options[name] };
    if (!Object.hasOwn(node.operands, name)) return null;
    const names = node.operands[name];
    const { dataTypes, rank: [least, greatest] } = operator.operands[name];
    const isAtFault = fault?.replace(/^options\.|\[.*$/g, "") === name;
    const limit = {
      argument: name,
      dataTypes: isAtFault ? [] : dataTypes,
      rank: [least, greatest] as const,
    };
    return typeof names === "string" ? { kind: "operand", names, limit } : { kind: "operands", names, limit };
  };
  const plain = operator.arguments.map(argumentOf);
  const options = [...Object.keys(node.operands), ...Object.keys(node.options)]
    .filter((name) => !operator.arguments.includes(name))
    .map((name) => [name, argumentOf(name)] as const);
  const call = { method: node.operator, names: operator.arguments, arguments: plain, outputs: node.outputs };
  if (options.length > 0) return { ...call, options };
  while (plain.at(-1) === null) plain.pop();
  return call;
}

/** Names of everything that an output of the graph depends on. */
export function reachable(graph: Graph): ReadonlySet<string> {
  const names = new Set(graph.outputs);
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => names.has(name))) continue;
    for (const operand of Object.values(node.operands).flat()) names.add(operand);
  }
  return names;
}

function isFourBit(dataType: string): dataType is "int4" | "uint4" {
  return dataType === "int4" || dataType === "uint4";
}

/** A tensor's bytes as WebNN takes them: 4-bit integers two a byte, low nibble first. */
export function toBytes({ dataType, data }: Tensor): Uint8Array {
  if (!isFourBit(dataType)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const packed = new Uint8Array(Math.ceil(data.length / 2));
  data.forEach((value: number | bigint, index: number) => {
    packed[index >> 1] |= (Number(value) & 15) << (index & 1) * 4;
  });
  return packed;
}

/**
 * The tensor that WebNN's bytes hold.
 * @throws {Error} when their number does not fit the shape.
 */
export function fromBytes(dataType: DataType, shape: readonly number[], bytes: ArrayBuffer): Tensor {
  const length = elementCount(shape);
  const expected = isFourBit(dataType) ? Math.ceil(length / 2) : bytesPerElement(dataType) * length;
  if (bytes.byteLength !== expected) {
    throw new Error(`${bytes.byteLength} bytes came for ${dataType}[${shape}], which takes ${expected}`);
  }
  if (!isFourBit(dataType)) return { dataType, shape, data: viewElements(dataType, bytes, 0, length) };
  const packed = new Uint8Array(bytes);
  const data = createElements(dataType, length);
  for (let index = 0; index < length; index++) {
    const nibble = packed[index >> 1] >> (index & 1) * 4 & 15;
    data[index] = dataType === "int4" && nibble > 7 ? nibble - 16 : nibble;
  }
  return { dataType, shape, data };
}
