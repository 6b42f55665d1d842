/**
 * Which data types the ONNX operators of operator set 21 take for their first input (the type constraint `T` of the
 * newest version up to that set), as far as WebNN has those types.
 *
 * @module
 */

import { type DataType, specDataTypes } from "../../graph/data_type.ts";

/** A data type of ONNX: WebNN's and the truth values that comparisons give. */
export type OnnxType = DataType | "bool";

/** An ONNX operator that the lowering uses. */
export type OnnxOperator =
  | "Add"
  | "AveragePool"
  | "Cast"
  | "Clip"
  | "Concat"
  | "Conv"
  | "ConvTranspose"
  | "Div"
  | "GRU"
  | "Gather"
  | "Gemm"
  | "InstanceNormalization"
  | "LSTM"
  | "LpPool"
  | "MatMul"
  | "MaxPool"
  | "Mul"
  | "Pad"
  | "Relu"
  | "Reshape"
  | "Resize"
  | "Softmax"
  | "Sub"
  | "Transpose";

const floats: readonly DataType[] = ["float32", "float16"];
const products: readonly DataType[] = [...floats, "int32", "uint32", "int64", "uint64"];

export const typesOf: Readonly<Record<OnnxOperator, readonly OnnxType[]>> = {
  Add: specDataTypes,
  AveragePool: floats,
  Cast: [...specDataTypes, "bool"],
  Clip: specDataTypes,
  Concat: specDataTypes,
  Conv: floats,
  ConvTranspose: floats,
  Div: specDataTypes,
  GRU: floats,
  Gather: specDataTypes,
  Gemm: products,
  InstanceNormalization: floats,
  LSTM: floats,
  LpPool: floats,
  MatMul: products,
  MaxPool: [...floats, "int8", "uint8"],
  Mul: specDataTypes,
  Pad: specDataTypes,
  Relu: [...floats, "int32", "int64", "int8"],
  Reshape: specDataTypes,
  Resize: specDataTypes,
  Softmax: floats,
  Sub: specDataTypes,
  Transpose: specDataTypes,
};
