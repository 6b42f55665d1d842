/**
 * Which data types the ONNX operators of operator set 21 take for their first input (the type constraint `T` of the
 * newest version up to that set), as far as WebNN has those types.
 *
 * @module
 */

import { type DataType, specDataTypes } from "../../graph/data_type.ts";

/** A data type of ONNX: WebNN's, the truth values that comparisons give, and ONNX's double. */
export type OnnxType = DataType | "bool" | "float64";

/** An ONNX operator that the lowering uses. */
export type OnnxOperator =
  | "Abs"
  | "Add"
  | "And"
  | "ArgMax"
  | "ArgMin"
  | "AveragePool"
  | "BatchNormalization"
  | "Cast"
  | "Ceil"
  | "Clip"
  | "Concat"
  | "Conv"
  | "ConvTranspose"
  | "Cos"
  | "CumSum"
  | "DequantizeLinear"
  | "Div"
  | "Elu"
  | "Equal"
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
  | "Greater"
  | "GreaterOrEqual"
  | "HardSigmoid"
  | "HardSwish"
  | "Identity"
  | "InstanceNormalization"
  | "IsInf"
  | "IsNaN"
  | "LSTM"
  | "LayerNormalization"
  | "LeakyRelu"
  | "Less"
  | "LessOrEqual"
  | "Log"
  | "LpPool"
  | "MatMul"
  | "Max"
  | "MaxPool"
  | "Min"
  | "Mul"
  | "Neg"
  | "Not"
  | "Or"
  | "PRelu"
  | "Pad"
  | "Pow"
  | "QuantizeLinear"
  | "Reciprocal"
  | "ReduceL1"
  | "ReduceL2"
  | "ReduceLogSum"
  | "ReduceLogSumExp"
  | "ReduceMax"
  | "ReduceMean"
  | "ReduceMin"
  | "ReduceProd"
  | "ReduceSum"
  | "ReduceSumSquare"
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
  | "Trilu"
  | "Where"
  | "Xor";

const floats: readonly DataType[] = ["float32", "float16"];
const products: readonly DataType[] = [...floats, "int32", "uint32", "int64", "uint64"];

export const typesOf: Readonly<Record<OnnxOperator, readonly OnnxType[]>> = {
  Abs: specDataTypes,
  Add: specDataTypes,
  And: ["bool"],
  ArgMax: specDataTypes,
  ArgMin: specDataTypes,
  AveragePool: floats,
  BatchNormalization: floats,
  Cast: [...specDataTypes, "bool", "float64"],
  Ceil: floats,
  Clip: [...specDataTypes, "float64"],
  Concat: specDataTypes,
  Conv: floats,
  ConvTranspose: floats,
  Cos: floats,
  CumSum: products,
  DequantizeLinear: ["uint8", "int8", "int32"],
  Div: specDataTypes,
  Elu: floats,
  Equal: [...specDataTypes, "bool"],
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
  Greater: specDataTypes,
  GreaterOrEqual: specDataTypes,
  HardSigmoid: floats,
  HardSwish: floats,
  Identity: specDataTypes,
  InstanceNormalization: floats,
  IsInf: floats,
  IsNaN: floats,
  LSTM: floats,
  LayerNormalization: floats,
  LeakyRelu: floats,
  Less: specDataTypes,
  LessOrEqual: specDataTypes,
  Log: floats,
  LpPool: floats,
  MatMul: products,
  Max: specDataTypes,
  MaxPool: [...floats, "int8", "uint8", "float64"],
  Min: specDataTypes,
  Mul: specDataTypes,
  Neg: [...floats, "int32", "int64", "int8"],
  Not: ["bool"],
  Or: ["bool"],
  PRelu: products,
  Pad: specDataTypes,
  Pow: [...floats, "int32", "int64"],
  QuantizeLinear: [...floats, "int32"],
  Reciprocal: floats,
  ReduceL1: products,
  ReduceL2: products,
  ReduceLogSum: products,
  ReduceLogSumExp: products,
  ReduceMax: specDataTypes,
  ReduceMean: products,
  ReduceMin: specDataTypes,
  ReduceProd: products,
  ReduceSum: products,
  ReduceSumSquare: products,
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
  Where: ["bool"],
  Xor: ["bool"],
};
