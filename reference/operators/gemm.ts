import { type FloatType, roundTo } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import { inPlace } from "../accumulated.ts";
import { type Ball, floats } from "../ball.ts";
import { type Addend, evaluateBilinear } from "../bilinear.ts";
import { unidirectionallyBroadcast } from "../broadcast.ts";
import { addMatrixProduct, matrixFactorsAt, type MatrixProduct } from "../matrix_product.ts";
import type { Operands, Operator, Options } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { broadcastView } from "../view.ts";

const dataTypes = ["float32", "float16"] as const;

/**
 * `alpha · A · B + beta · C`. Class A: `(K + 4)·u·(|alpha|·S_AB + |beta·C|)`, without C `K + 2`.
 * Spec: #api-mlgraphbuilder-gemm.
 */
export const gemm: Operator = {
  name: "gemm",
  status: "spec",
  section: "api-mlgraphbuilder-gemm",
  arguments: ["a", "b"],
  operands: {
    a: { dataTypes, rank: [2, 2] },
    b: { dataTypes, rank: [2, 2] },
    c: { dataTypes, rank: [0, 2], optional: true },
  },
  options: {
    alpha: { type: "double", default: 1 },
    beta: { type: "double", default: 1 },
    aTranspose: { type: "boolean", default: false },
    bTranspose: { type: "boolean", default: false },
  },
  infer: (operands, options) => [plan(operands, options).output],
  resolve: (_, options) => ({ alpha: 1, beta: 1, aTranspose: false, bTranspose: false, ...options }),
  multiplyAdds(operands, options) {
    const { product, output } = plan(operands, options);
    return elementCount(output.shape) * product.inner;
  },
  evaluate(operands: Operands<Ball>, options, profile) {
    const a = operands.a as Ball, b = operands.b as Ball, c = operands.c as Ball | undefined;
    const { product, output } = plan(operands, options);
    const dataType = output.dataType as FloatType;
    const scalar = (name: string) => roundTo(dataType, (options[name] ?? 1) as number);
    return [
      evaluateBilinear(
        {
          x: a,
          w: b,
          addend: c && addendOf(c, scalar("beta"), output.shape),
          scale: scalar("alpha"),
          length: elementCount(output.shape),
          n: product.inner,
          roundings: c ? 4 : 2,
          run: (x, w, v, S) => addMatrixProduct(product, x, w, v, S),
          products: { names: ["a", "b"], factorsAt: (i) => matrixFactorsAt(product, i) },
        },
        dataType,
        profile,
      ),
    ];
  },
};

/** `beta · C`, stretched over the output. */
function addendOf(c: Ball, beta: number, shape: readonly number[]): Addend {
  const times = (values: Float64Array, factor: number) =>
    factor === 1 ? values : values.map((x) => x * factor);
  const size = Math.abs(beta);
  return {
    ball: {
      ...c,
      v: times(floats(c), beta),
      ...(c.e ? { e: times(c.e, size) } : {}),
      ...(c.M ? { M: times(c.M, size) } : {}),
    },
    multipleOf: { ball: c, factor: beta },
    addTo(target, values) {
      const { stride: [row, column] } = broadcastView(values, c.shape, shape);
      const [rows, columns] = shape;
      for (let i = 0, to = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++, to++) target[to] += values[i * row + j * column];
      }
    },
    termAt(i) {
      const { stride: [row, column] } = broadcastView(floats(c), c.shape, shape);
      const at = Int32Array.of(Math.floor(i / shape[1]) * row + i % shape[1] * column);
      const term = { argument: "c", values: floats(c), at, origin: inPlace };
      const factors = beta === 1 ? [term] : [term, { argument: "beta", values: Float64Array.of(beta) }];
      return { count: 1, factors };
    },
  };
}

function plan(
  operands: Operands<Descriptor>,
  options: Options,
): { product: MatrixProduct; output: Descriptor } {
  const require = stepsOf("gemm");
  const a = operands.a as Descriptor, b = operands.b as Descriptor, c = operands.c as Descriptor | undefined;
  require(b.dataType === a.dataType, "b-data-type", "b", b.dataType, a.dataType);
  const { aTranspose = false, bTranspose = false } = options;
  const [rows, inner] = aTranspose ? [...a.shape].reverse() : a.shape;
  const [innerB, columns] = bTranspose ? [...b.shape].reverse() : b.shape;
  require(
    inner === innerB,
    "inner-sizes-equal",
    "b",
    b.shape,
    `${inner} rows once transposed, the columns of a`,
  );
  const shape = [rows, columns];
  if (c) {
    const holds = unidirectionallyBroadcast(c.shape, shape) !== undefined;
    require(holds, "c-broadcastable", "options.c", c.shape, `a shape that stretches to [${shape}]`);
    require(c.dataType === a.dataType, "c-data-type", "options.c", c.dataType, a.dataType);
  }
  const product = {
    batch: [],
    rows,
    inner,
    columns,
    aStride: aTranspose ? [1, rows] : [inner, 1],
    bStride: bTranspose ? [1, inner] : [columns, 1],
  };
  return { product, output: { dataType: a.dataType, shape } };
}
