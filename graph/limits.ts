/**
 * What a case may ask for. A few bytes of JSON can ask for terabytes, so readers check before they allocate.
 *
 * @module
 */

import { InputError } from "./input_error.ts";

/** Greatest allowed amounts. The largest web-platform-tests case (two inputs of 6000 × 6000) fits. */
export const limits = {
  /** Axes of a tensor. */
  rank: 32,
  elementsPerTensor: 2 ** 26,
  /** Elements of all tensors of one file. */
  elementsInAll: 2 ** 28,
  /** Multiply-adds of one graph, about a minute of the reference. */
  multiplyAdds: 2 ** 36,
  nodes: 10_000,
  /** Bytes of a bundle, and of a message between processes. */
  fileBytes: 2 ** 30,
  /** UTF-16 code units of a JSON file. */
  textLength: 2 ** 28,
  /** Elements of all tensors that are written as one JSON text. */
  elementsInText: 2 ** 23,
  /** Nesting of a JSON file. */
  depth: 32,
  /** UTF-16 code units of an operand's name, and of a case id. */
  nameLength: 256,
  idLength: 300,
} as const;

/** Which sizes an axis may have: from 1 in a graph; from 0 in a file format. */
export type LeastSize = 0 | 1;

/**
 * Checks that `shape` is a list of whole sizes, and that the tensor is not too large.
 *
 * @param where Whose shape it is, for the message.
 * @returns The number of elements.
 * @throws {InputError} if it is no shape, or more than the limits allow.
 */
export function checkShape(shape: unknown, where: string, least: LeastSize = 1): number {
  if (!Array.isArray(shape)) {
    throw new InputError(`${where}: the shape must be a list of sizes, such as [1, 3, 4, 4]`);
  }
  if (shape.length > limits.rank) {
    throw new InputError(
      `${where}: the shape has ${shape.length} axes and at most ${limits.rank} are allowed`,
    );
  }
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < least) {
      throw new InputError(
        `${where}: each size in the shape must be a whole number from ${least}, below 2^53`,
      );
    }
    count *= size;
  }
  if (count > limits.elementsPerTensor) {
    throw new InputError(
      `${where}: the shape [${shape.join(",")}] has ${count} elements and a tensor may have at most ` +
        `${limits.elementsPerTensor}; use a smaller shape`,
    );
  }
  return count;
}

/** Counts the elements of one file as they are asked for. */
export class ElementBudget {
  #count = 0;

  /** @throws {InputError} if `count` elements more are more than a file may have. */
  spend(count: number, where: string): void {
    this.#count += count;
    if (this.#count > limits.elementsInAll) {
      throw new InputError(
        `${where}: the tensors up to here have ${this.#count} elements and one file may have at most ` +
          `${limits.elementsInAll}; split the file`,
      );
    }
  }
}

/**
 * Checks the arithmetic a graph asks for.
 * @throws {InputError} if a graph asks for more arithmetic than the reference should do.
 */
export function checkMultiplyAdds(count: number, where: string): void {
  if (count <= limits.multiplyAdds) return;
  throw new InputError(
    `${where}: the graph takes ${count} multiply-adds and at most ${limits.multiplyAdds} are allowed; use smaller shapes`,
  );
}

/**
 * Checks the number of a graph's nodes.
 * @throws {InputError} if a graph has too many nodes.
 */
export function checkNodeCount(count: number, where: string): void {
  if (count <= limits.nodes) return;
  throw new InputError(`${where}: the graph has ${count} nodes and at most ${limits.nodes} are allowed`);
}

/**
 * Checks the size of a file before it is read.
 * @throws {InputError} if a file is larger than is read.
 */
export function checkFileBytes(bytes: number, where: string): void {
  if (bytes <= limits.fileBytes) return;
  throw new InputError(
    `${where}: the file has ${bytes} bytes and at most ${limits.fileBytes} are read; split it`,
  );
}
