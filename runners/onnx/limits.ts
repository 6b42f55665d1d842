/**
 * What the lowering to ONNX can express, in the form of `opSupportLimits()`.
 *
 * @module
 */

import { type DataType, specDataTypes } from "../../graph/data_type.ts";
import { operators } from "../../reference/operators.ts";
import type { SupportLimits } from "../backend.ts";
import { lowerings } from "./lower.ts";
import { widenedPoolTypes } from "./pooling.ts";
import { type OnnxOperator, type OnnxType, typesOf } from "./types.ts";

/** The ONNX operator that decides which data types a WebNN operator has here; absent: all that WebNN allows. */
const decidedBy: Readonly<Record<string, OnnxOperator>> = {
  argMax: "ArgMax",
  argMin: "ArgMin",
  averagePool: "AveragePool",
  averagePool2d: "AveragePool",
  batchNormalization: "BatchNormalization",
  conv: "Conv",
  conv2d: "Conv",
  convTranspose: "ConvTranspose",
  convTranspose2d: "ConvTranspose",
  cumulativeSum: "CumSum",
  gemm: "Gemm",
  instanceNormalization: "InstanceNormalization",
  isInfinite: "IsInf",
  isNaN: "IsNaN",
  l2Pool: "LpPool",
  l2Pool2d: "LpPool",
  layerNormalization: "LayerNormalization",
  matmul: "MatMul",
  maxPool: "MaxPool",
  maxPool2d: "MaxPool",
  pow: "Pow",
  relu: "Relu",
  softmax: "Softmax",
};

/** Data types that the lowering takes through a wider one. */
const widened: Readonly<Record<string, readonly DataType[]>> = {
  maxPool: widenedPoolTypes,
  maxPool2d: widenedPoolTypes,
};

/**
 * Data types and ranks of each operand of each operator that is lowered: WebNN's, less what ONNX lacks. That a runtime
 * has no kernel for one of them shows only when a graph is built.
 */
export function supportLimits(): SupportLimits {
  const limits: Record<string, Record<string, unknown>> = {};
  for (const [name, { operands }] of operators) {
    if (!Object.hasOwn(lowerings, name)) continue;
    const allowed: readonly OnnxType[] = name in decidedBy
      ? [...typesOf[decidedBy[name]], ...widened[name] ?? []]
      : specDataTypes;
    limits[name] = Object.fromEntries(
      Object.entries(operands).map(([operand, { dataTypes, rank: [min, max] }]) => [operand, {
        dataTypes: dataTypes.filter((dataType) => allowed.includes(dataType)),
        rankRange: { min, max: Number.isFinite(max) ? max : undefined },
      }]),
    );
  }
  return limits;
}
