/**
 * An ONNX model under construction.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { attributeProtos, type Attributes } from "./attributes.ts";
import type { Descriptor, Tensor } from "../../graph/tensor.ts";
import {
  type AttributeProto,
  elementType,
  encodeModel,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "./proto.ts";
import { type OnnxOperator, type OnnxType, typesOf } from "./types.ts";
import { UnsupportedError } from "./unsupported.ts";

/** A tensor of the model: a graph input, an initializer, or what a node computes. */
export interface Value<T extends OnnxType = DataType> {
  name: string;
  readonly dataType: T;
  readonly shape: readonly number[];
}

/** The inputs of a node; an undefined one is absent. */
export type Inputs = readonly [Value<OnnxType>, ...(Value<OnnxType> | undefined)[]];

interface Call {
  readonly operator: string;
  readonly inputs: readonly (Value<OnnxType> | undefined)[];
  readonly outputs: readonly Value<OnnxType>[];
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
    this.#initializers.push(tensorProto(tensor, name));
    return { name, dataType: tensor.dataType, shape: tensor.shape };
  }

  /** An initializer of one axis of int64 elements. */
  int64s(numbers: readonly number[]): Value {
    const data = BigInt64Array.from(numbers, BigInt);
    return this.constant({ dataType: "int64", shape: [numbers.length], data });
  }

  /**
   * Adds a node of the default domain whose one result has `shape` and the data type of its first input.
   * @throws {UnsupportedError} when the operator of this operator set does not take that data type.
   */
  call<T extends OnnxType>(
    operator: OnnxOperator,
    inputs: readonly [Value<T>, ...(Value<OnnxType> | undefined)[]],
    shape: readonly number[],
    attributes: Attributes = {},
  ): Value<T> {
    return this.calls(operator, inputs, [{ dataType: inputs[0].dataType, shape }], attributes)[0];
  }

  /**
   * Adds a node of the default domain with these results.
   * @throws {UnsupportedError} when the operator of this operator set does not take the first input's data type.
   */
  calls<T extends OnnxType>(
    operator: OnnxOperator,
    inputs: Inputs,
    results: readonly { readonly dataType: T; readonly shape: readonly number[] }[],
    attributes: Attributes = {},
  ): Value<T>[] {
    const [{ dataType }] = inputs;
    const allowed = typesOf[operator];
    if (!allowed.includes(dataType)) {
      throw new UnsupportedError(`ONNX ${operator} takes ${allowed.join(", ")}; not ${dataType}`);
    }
    const outputs = results.map((result) => ({ ...result, name: this.#freshName(operator) }));
    this.#calls.push({ operator, inputs, outputs, attributes: attributeProtos(attributes) });
    return outputs;
  }

  /** The value in another data type. */
  cast<T extends OnnxType>(value: Value<OnnxType>, dataType: T): Value<T> {
    const to = elementTypeOf(dataType);
    return this.calls("Cast", [value], [{ dataType, shape: value.shape }], { to })[0];
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

/**
 * A tensor as ONNX files hold it.
 * @throws {UnsupportedError} for 4-bit integers.
 */
export function tensorProto({ dataType, shape, data }: Tensor, name: string): TensorProto {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: shape, dataType: elementTypeOf(dataType), rawData };
}

function elementTypeOf(dataType: OnnxType): number {
  if (dataType === "int4" || dataType === "uint4") {
    throw new UnsupportedError(`the lowering to ONNX has no ${dataType} tensors`);
  }
  return elementType[dataType];
}

function valueInfo({ name, dataType, shape }: Value): ValueInfoProto {
  const dim = shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: elementTypeOf(dataType), shape: { dim } } } };
}

function nodeProto({ operator, inputs, outputs, attributes }: Call): NodeProto {
  const present = inputs.slice(0, inputs.findLastIndex((input) => input !== undefined) + 1);
  return {
    name: outputs[0].name,
    opType: operator,
    input: present.map((input) => input?.name ?? ""),
    output: outputs.map(({ name }) => name),
    attribute: attributes,
  };
}
