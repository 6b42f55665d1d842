/**
 * Taking tensors out of a file one by one, each once.
 *
 * @module
 */

import type { DataType, Elements } from "./data_type.ts";
import type { Bounds } from "./expectation.ts";
import { InputError } from "./input_error.ts";
import { quoted } from "./names.ts";
import type { StoredTensor, StoredType } from "./safetensors.ts";
import type { Tensor } from "./tensor.ts";

/** Hands out the tensors of a file, checked for what the taker expects. Every method throws `InputError`. */
export class TensorTaker {
  readonly #left: Map<string, StoredTensor>;
  readonly #where: string;

  constructor(tensors: ReadonlyMap<string, StoredTensor>, where: string) {
    this.#left = new Map(tensors);
    this.#where = where;
  }

  has(name: string): boolean {
    return this.#left.has(name);
  }

  /** A tensor of any type that an operand may have. */
  operandTensor(name: string): Tensor {
    const tensor = this.#take(name);
    if (tensor.dataType === "float64") throw this.#mismatch(name, "an operand's data type", tensor);
    return tensor;
  }

  tensor(name: string, dataType: DataType, shape: readonly number[]): Tensor {
    const tensor = this.operandTensor(name);
    const agrees = tensor.dataType === dataType && tensor.shape.length === shape.length &&
      tensor.shape.every((size, axis) => size === shape[axis]);
    if (agrees) return tensor;
    throw this.#mismatch(name, `${dataType}[${shape.join(",")}], as the graph says`, tensor);
  }

  /** The elements of a tensor of rank 1, of `length` elements if that is known. */
  list(name: string, dataType: StoredType, length?: number): Elements | Float64Array {
    const tensor = this.#take(name);
    const agrees = tensor.dataType === dataType && tensor.shape.length === 1 &&
      (length === undefined || tensor.data.length === length);
    if (agrees) return tensor.data;
    throw this.#mismatch(name, `${dataType}[${length ?? "any"}]`, tensor);
  }

  /** Bounds of elements of `dataType`. */
  bounds(name: string, dataType: DataType, length: number): Bounds {
    const boundType = dataType === "int64" || dataType === "uint64" ? dataType : "float64";
    return this.list(name, boundType, length) as Bounds;
  }

  /** @throws {InputError} if a tensor was not taken. */
  checkNoneLeft(): void {
    const [name] = this.#left.keys();
    if (name !== undefined) {
      throw new InputError(
        `${this.#where}: the tensor ${quoted(name)} belongs to nothing; it is no bundle of ours`,
      );
    }
  }

  #take(name: string): StoredTensor {
    const tensor = this.#left.get(name);
    if (tensor === undefined) throw new InputError(`${this.#where}: the tensor ${quoted(name)} is missing`);
    this.#left.delete(name);
    return tensor;
  }

  #mismatch(name: string, allowed: string, { dataType, shape }: StoredTensor): InputError {
    return new InputError(
      `${this.#where}: the tensor ${quoted(name)} must be ${allowed} and is ${dataType}[${shape.join(",")}]`,
    );
  }
}
