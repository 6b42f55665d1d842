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
  | "Abs"
  | "Add"
  | "AveragePool"
  | "Cast"
  | "Ceil"
  | "Clip"
  | "Concat"
  | "Conv"
  | "ConvTranspose"
  | "Cos"
  | "Div"
  | "Elu"
  | "Erf"
  | "Exp"
  | "Expand"
  | "Floor"
  | "GRU"
  | "Gather"
  | "GatherElements"
  | "GatherND"
  | "Gelu"
  | "Gemm"
  | "HardSigmoid"
  | "HardSwish"
  | "Identity"
  | "InstanceNormalization"
  | "IsInf"
  | "IsNaN"
  | "LSTM"
  | "LeakyRelu"
  | "Log"
  | "LpPool"
  | "MatMul"
  | "MaxPool"
  | "Mul"
  | "Neg"
  | "Not"
  | "Pad"
  | "Reciprocal"
  | "Relu"
  | "Reshape"
  | "Resize"
  | "Round"
  | "ScatterElements"
  | "ScatterND"
  | "Sigmoid"
  | "Sign"
  | "Sin"
  | "Slice"
  | "Softmax"
  | "Softplus"
  | "Softsign"
  | "Split"
  | "Sqrt"
  | "Sub"
  | "Tan"
  | "Tanh"
  | "Tile"
  | "Transpose"
  | "Trilu";

const floats: readonly DataType[] = ["float32", "float16"];
const products: readonly DataType[] = [...floats, "int32", "uint32", "int64", "uint64"];

export const typesOf: Readonly<Record<OnnxOperator, readonly OnnxType[]>> = {
  Abs: specDataTypes,
  Add: specDataTypes,
  AveragePool: floats,
  Cast: [...specDataTypes, "bool"],
  Ceil: floats,
  Clip: specDataTypes,
  Concat: specDataTypes,
  Conv: floats,
  ConvTranspose: floats,
  Cos: floats,
  Div: specDataTypes,
  Elu: floats,
  Erf: specDataTypes,
  Exp: floats,
  Expand: specDataTypes,
  Floor: floats,
  GRU: floats,
  Gather: specDataTypes,
  GatherElements: specDataTypes,
  GatherND: specDataTypes,
  Gelu: floats,
  Gemm: products,
  HardSigmoid: floats,
  HardSwish: floats,
  Identity: specDataTypes,
  InstanceNormalization: floats,
  IsInf: floats,
  IsNaN: floats,
  LSTM: floats,
  LeakyRelu: floats,
  Log: floats,
  LpPool: floats,
  MatMul: products,
  MaxPool: [...floats, "int8", "uint8"],
  Mul: specDataTypes,
  Neg: [...floats, "int32", "int64", "int8"],
  Not: ["bool"],
  Pad: specDataTypes,
  Reciprocal: floats,
  Relu: [...floats, "int32", "int64", "int8"],
  Reshape: specDataTypes,
  Resize: specDataTypes,
  Round: floats,
  ScatterElements: specDataTypes,
  ScatterND: specDataTypes,
  Sigmoid: floats,
  Sign: specDataTypes,
  Sin: floats,
  Slice: specDataTypes,
  Softmax: floats,
  Softplus: floats,
  Softsign: floats,
  Split: specDataTypes,
  Sqrt: floats,
  Sub: specDataTypes,
  Tan: floats,
  Tanh: floats,
  Tile: specDataTypes,
  Transpose: specDataTypes,
  Trilu: specDataTypes,
};
