/**
 * An ONNX model under construction.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Descriptor, Tensor } from "../../graph/tensor.ts";
import {
  type AttributeProto,
  attributeType,
  elementType,
  encodeModel,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "./proto.ts";
import { type OnnxOperator, typesOf } from "./types.ts";
import { UnsupportedError } from "./unsupported.ts";

/** A tensor of the model: a graph input, an initializer, or what a node computes. */
export interface Value extends Descriptor {
  name: string;
}

/** An integer, integers, a string, or a float. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** Attributes by name; an undefined one is left out. */
export type Attributes = Readonly<Record<string, Attribute | undefined>>;

interface Call {
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly output: Value;
  readonly attributes: readonly AttributeProto[];
}

/** An ONNX model in the making: values, constants and nodes in the order in which they are added. */
export class Model {
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #calls: Call[] = [];
  #count = 0;
  /** What was said in more than the one ONNX operator that is meant: reported with the answer. */
  readonly rewrites: string[] = [];

  /** A graph input. */
  input(name: string, descriptor: Descriptor): Value {
    const value = { name, dataType: descriptor.dataType, shape: descriptor.shape };
    this.#inputs.push(value);
    return value;
  }

  /** An initializer. */
  constant(tensor: Tensor, name = this.#freshName("constant")): Value {
    const { dataType, shape, data } = tensor;
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#initializers.push({ name, dims: shape, dataType: elementTypeOf(dataType), rawData });
    return { name, dataType, shape };
  }

  /** An initializer of one axis of int64 elements. */
  int64s(numbers: readonly number[]): Value {
    const data = BigInt64Array.from(numbers, BigInt);
    return this.constant({ dataType: "int64", shape: [numbers.length], data });
  }

  /**
   * Adds a node of the default domain whose result has `shape` and, unless said, the data type of its first input.
   * @throws {UnsupportedError} when the operator of this operator set does not take that data type.
   */
  call(
    operator: OnnxOperator,
    inputs: readonly [Value, ...(Value | undefined)[]],
    shape: readonly number[],
    attributes: Attributes = {},
  ): Value {
    const [{ dataType }] = inputs;
    const allowed = typesOf[operator];
    if (!allowed.includes(dataType)) {
      throw new UnsupportedError(`ONNX ${operator} takes ${allowed.join(", ")}; not ${dataType}`);
    }
    const output = { name: this.#freshName(operator), dataType, shape };
    this.#calls.push({ operator, inputs, output, attributes: attributeProtos(attributes) });
    return output;
  }

  /** Makes `value` the graph output called `name`. */
  output(name: string, value: Value): void {
    value.name = name;
    this.#outputs.push(value);
  }

  /** The nodes in words: `Conv of float32`. */
  get nodes(): string[] {
    return this.#calls.map(({ operator, inputs: [first] }) => `${operator} of ${first!.dataType}`);
  }

  /** The model's bytes. */
  encode(): Uint8Array {
    return encodeModel({
      name: "graph",
      node: this.#calls.map(nodeProto),
      initializer: this.#initializers,
      input: this.#inputs.map(valueInfo),
      output: this.#outputs.map(valueInfo),
    });
  }

  /** A name that no operand of a case can have: those hold no slash. */
  #freshName(hint: string): string {
    return `/${hint}/${this.#count++}`;
  }
}

function elementTypeOf(dataType: DataType): number {
  if (dataType === "int4" || dataType === "uint4") {
    throw new UnsupportedError(`the lowering to ONNX has no ${dataType} tensors`);
  }
  return elementType[dataType];
}

function valueInfo({ name, dataType, shape }: Value): ValueInfoProto {
  const dim = shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: elementTypeOf(dataType), shape: { dim } } } };
}

function nodeProto({ operator, inputs, output, attributes }: Call): NodeProto {
  const present = inputs.slice(0, inputs.findLastIndex((input) => input !== undefined) + 1);
  return {
    name: output.name,
    opType: operator,
    input: present.map((input) => input?.name ?? ""),
    output: [output.name],
    attribute: attributes,
  };
}

function attributeProtos(attributes: Attributes): AttributeProto[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [attribute(name, value)]
  );
}

function attribute(name: string, value: Attribute): AttributeProto {
  if (typeof value === "number") return { name, type: attributeType.int, i: value };
  if (typeof value === "string") {
    return { name, type: attributeType.string, s: new TextEncoder().encode(value) };
  }
  if ("float" in value) return { name, type: attributeType.float, f: value.float };
  return { name, type: attributeType.ints, ints: value };
}
