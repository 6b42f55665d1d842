/**
 * The messages of the ONNX standard that the lowering uses, with their field numbers (onnx.proto3), and the encoder.
 *
 * @module
 */

import protobuf from "protobufjs";
import type { OnnxType } from "./types.ts";

/** The version of the default operator set that models are written in. */
export const opset = 21;
/** The version of the format that came with that operator set. */
const irVersion = 10;

/** `TensorProto.DataType`. */
export const elementType: Readonly<Record<Exclude<OnnxType, "int4" | "uint4">, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
};

export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly { readonly dimValue: number }[] };
    };
  };
}

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Little-endian elements in row-major order. */
  readonly rawData: Uint8Array;
}

/** `AttributeProto.AttributeType` */
export const attributeType = { float: 1, int: 2, string: 3, ints: 7, strings: 8 } as const;

export type AttributeProto =
  & { readonly name: string }
  & (
    | { readonly type: typeof attributeType.float; readonly f: number }
    | { readonly type: typeof attributeType.int; readonly i: number }
    | { readonly type: typeof attributeType.string; readonly s: Uint8Array }
    | { readonly type: typeof attributeType.ints; readonly ints: readonly number[] }
    | { readonly type: typeof attributeType.strings; readonly strings: readonly Uint8Array[] }
  );

export interface NodeProto {
  readonly name: string;
  readonly opType: string;
  /** An empty name stands for an optional input that is absent. */
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface GraphProto {
  readonly name: string;
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
}

type Fields = Record<string, { id: number; type: string; rule?: "repeated" }>;

function message(fields: Record<string, [id: number, type: string, rule?: "repeated"]>): { fields: Fields } {
  const named = Object.entries(fields).map((
    [name, [id, type, rule]],
  ) => [name, { id, type, ...(rule && { rule }) }]);
  return { fields: Object.fromEntries(named) };
}

const root = protobuf.Root.fromJSON({
  nested: {
    Attribute: message({
      name: [1, "string"],
      f: [2, "float"],
      i: [3, "int64"],
      s: [4, "bytes"],
      ints: [8, "int64", "repeated"],
      strings: [9, "bytes", "repeated"],
      type: [20, "int32"],
    }),
    Node: message({
      input: [1, "string", "repeated"],
      output: [2, "string", "repeated"],
      name: [3, "string"],
      opType: [4, "string"],
      attribute: [5, "Attribute", "repeated"],
    }),
    Tensor: message({
      dims: [1, "int64", "repeated"],
      dataType: [2, "int32"],
      name: [8, "string"],
      rawData: [9, "bytes"],
    }),
    Dimension: message({ dimValue: [1, "int64"] }),
    Shape: message({ dim: [1, "Dimension", "repeated"] }),
    TensorType: message({ elemType: [1, "int32"], shape: [2, "Shape"] }),
    Type: message({ tensorType: [1, "TensorType"] }),
    ValueInfo: message({ name: [1, "string"], type: [2, "Type"] }),
    Graph: message({
      node: [1, "Node", "repeated"],
      name: [2, "string"],
      initializer: [5, "Tensor", "repeated"],
      input: [11, "ValueInfo", "repeated"],
      output: [12, "ValueInfo", "repeated"],
    }),
    OperatorSet: message({ domain: [1, "string"], version: [2, "int64"] }),
    Model: message({
      irVersion: [1, "int64"],
      producerName: [2, "string"],
      graph: [7, "Graph"],
      opsetImport: [8, "OperatorSet", "repeated"],
    }),
  },
});
const modelType = root.lookupType("Model");
const tensorType = root.lookupType("Tensor");

/** The bytes of a tensor (`TensorProto`), as the data sets of ONNX backend tests hold them. */
export function encodeTensor(tensor: TensorProto): Uint8Array {
  return tensorType.encode(tensor).finish();
}

/** The bytes of a model (`ModelProto`) of one graph. */
export function encodeModel(graph: GraphProto): Uint8Array {
  const opsetImport = [{ domain: "", version: opset }];
  return modelType.encode({ irVersion, producerName: "webnn-cts", graph, opsetImport }).finish();
}
