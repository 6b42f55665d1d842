/**
 * The parts of WebNN's IDL that the page uses (spec: #api).
 *
 * @module
 */

import type { TensorDescriptor } from "./program.ts";

export interface OperandLimits {
  readonly dataTypes: readonly string[];
  readonly rankRange: { readonly min: number; readonly max: number };
}

/** `opSupportLimits()`: `input`, `constant` and `output` are `OperandLimits`, an operator's entry has one an operand. */
export type OpSupportLimits = Readonly<
  Record<"input" | "constant" | "output", OperandLimits> & Record<string, unknown>
>;

export type MLOperand = TensorDescriptor;

export interface Destroyable {
  destroy(): void;
}

export interface MLTensor extends TensorDescriptor, Destroyable {}

export type MLGraph = Destroyable;

export interface MLContext extends Destroyable {
  readonly lost: Promise<{ readonly message: string }>;
  opSupportLimits(): OpSupportLimits;
  createTensor(
    descriptor: TensorDescriptor & { readonly readable?: boolean; readonly writable?: boolean },
  ): Promise<MLTensor>;
  createConstantTensor(descriptor: TensorDescriptor, data: ArrayBuffer): Promise<MLTensor>;
  writeTensor(tensor: MLTensor, data: ArrayBuffer): void;
  readTensor(tensor: MLTensor): Promise<ArrayBuffer>;
  dispatch(graph: MLGraph, inputs: Record<string, MLTensor>, outputs: Record<string, MLTensor>): void;
}

/** Besides these, one method an operator. */
export interface MLGraphBuilder {
  input(name: string, descriptor: TensorDescriptor): MLOperand;
  constant(descriptor: TensorDescriptor, data: ArrayBuffer): MLOperand;
  constant(dataType: string, value: number | bigint): MLOperand;
  constant(tensor: MLTensor): MLOperand;
  build(outputs: Record<string, MLOperand>): Promise<MLGraph>;
}

/** What WebNN adds to a window. */
export interface WebnnWindow {
  readonly navigator: {
    readonly ml?: { createContext(options: { readonly deviceType: string }): Promise<MLContext> };
  };
  readonly MLGraphBuilder: { new (context: MLContext): MLGraphBuilder };
}
