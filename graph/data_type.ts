/**
 * The element types of tensors: WebNN's eight `MLOperandDataType`s, and `int4`, `uint4` (status: proposal).
 *
 * @module
 */

/** WebNN's data types, in the order of `MLOperandDataType` (spec: #enumdef-mloperanddatatype). */
export const specDataTypes = [
  "float32",
  "float16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "int8",
  "uint8",
] as const;

/** Every data type a tensor may have; `int4` and `uint4` are proposals and travel one element a byte. */
export const dataTypes = [...specDataTypes, "int4", "uint4"] as const;

export type DataType = (typeof dataTypes)[number];
export type FloatType = "float32" | "float16";
export type Int64Type = "int64" | "uint64";

/** The typed array that holds the elements of each data type. */
export interface ArrayOf {
  float32: Float32Array<ArrayBuffer>;
  float16: Float16Array<ArrayBuffer>;
  int32: Int32Array<ArrayBuffer>;
  uint32: Uint32Array<ArrayBuffer>;
  int64: BigInt64Array<ArrayBuffer>;
  uint64: BigUint64Array<ArrayBuffer>;
  int8: Int8Array<ArrayBuffer>;
  uint8: Uint8Array<ArrayBuffer>;
  int4: Int8Array<ArrayBuffer>;
  uint4: Uint8Array<ArrayBuffer>;
}

export type Elements = ArrayOf[DataType];

const constructors = {
  float32: Float32Array,
  float16: Float16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int4: Int8Array,
  uint4: Uint8Array,
};

/** Bytes one element takes in memory and in bundles (`int4`, `uint4`: one byte). */
export function bytesPerElement(dataType: DataType): number {
  return constructors[dataType].BYTES_PER_ELEMENT;
}

/** A zeroed typed array of `length` elements. */
export function createElements<T extends DataType>(dataType: T, length: number): ArrayOf[T] {
  return new constructors[dataType](length) as ArrayOf[T];
}

/** The typed array over `length` elements of `buffer` from `byteOffset`, which must be aligned. */
export function viewElements<T extends DataType>(
  dataType: T,
  buffer: ArrayBuffer,
  byteOffset: number,
  length: number,
): ArrayOf[T] {
  return new constructors[dataType](buffer, byteOffset, length) as ArrayOf[T];
}

/** Whether a name is one of `dataTypes`. */
export function isDataType(name: unknown): name is DataType {
  return (dataTypes as readonly unknown[]).includes(name);
}

/** Whether elements of the type are floating-point numbers. */
export function isFloat(dataType: DataType): dataType is FloatType {
  return dataType === "float32" || dataType === "float16";
}

/** Whether elements of the type are BigInts. */
export function isInt64(dataType: DataType): dataType is Int64Type {
  return dataType === "int64" || dataType === "uint64";
}

/** Least and greatest value of each integer type. */
export const integerRange: Record<Exclude<DataType, FloatType>, readonly [bigint, bigint]> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  int8: [-128n, 127n],
  uint8: [0n, 255n],
  int4: [-8n, 7n],
  uint4: [0n, 15n],
};

/** A binary floating-point format: precision `p` bits, unit roundoff `u` = 2^-p, and its range. */
export interface FloatFormat {
  readonly p: number;
  readonly u: number;
  /** Smallest positive normal number. */
  readonly minNormal: number;
  /** Smallest positive subnormal number. */
  readonly minSubnormal: number;
  /** Largest finite number. */
  readonly max: number;
}

/** tolerance.md, section 1. */
export const floatFormats: Record<FloatType, FloatFormat> = {
  float32: {
    p: 24,
    u: 2 ** -24,
    minNormal: 2 ** -126,
    minSubnormal: 2 ** -149,
    max: (2 - 2 ** -23) * 2 ** 127,
  },
  float16: { p: 11, u: 2 ** -11, minNormal: 2 ** -14, minSubnormal: 2 ** -24, max: 65504 },
};

/** `x` rounded once, to nearest even, to a value of the float type (overflow gives an infinity). */
export function roundTo(dataType: FloatType, x: number): number {
  return dataType === "float32" ? Math.fround(x) : Math.f16round(x);
}

/** Every element rounded once, as `roundTo` does. */
export function roundedTo(dataType: FloatType, x: Float64Array): ArrayOf[FloatType] {
  return dataType === "float32" ? new Float32Array(x) : new Float16Array(x);
}
