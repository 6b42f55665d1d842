import type { FloatType } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import { evaluateBilinear } from "../bilinear.ts";
import { bidirectionallyBroadcast, prependOnes } from "../broadcast.ts";
import { addMatrixProduct, matrixFactorsAt, type MatrixProduct } from "../matrix_product.ts";
import type { Operands, Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { view } from "../view.ts";

const dataTypes = ["float32", "float16"] as const;

/**
 * The product of matrices, or of stacks of matrices whose batch axes stretch to each other. Class A: `dot(K, S)`.
 * Spec: #api-mlgraphbuilder-matmul.
 */
export const matmul: Operator = {
  name: "matmul",
  status: "spec",
  section: "api-mlgraphbuilder-matmul",
  arguments: ["a", "b"],
  operands: {
    a: { dataTypes, rank: [2, Infinity] },
    b: { dataTypes, rank: [2, Infinity] },
  },
  options: {},
  infer: (operands) => [plan(operands).output],
  resolve: (_, options) => options,
  multiplyAdds(operands) {
    const { product, output } = plan(operands);
    return elementCount(output.shape) * product.inner;
  },
  evaluate(operands: Operands<Ball>, _options, profile) {
    const a = operands.a as Ball, b = operands.b as Ball;
    const { product, output } = plan(operands);
    return [
      evaluateBilinear(
        {
          x: a,
          w: b,
          length: elementCount(output.shape),
          n: product.inner,
          roundings: 2,
          run: (x, w, v, S) => addMatrixProduct(product, x, w, v, S),
          products: { names: ["a", "b"], factorsAt: (i) => matrixFactorsAt(product, i) },
        },
        output.dataType as FloatType,
        profile,
      ),
    ];
  },
};

function plan(operands: Operands<Descriptor>): { product: MatrixProduct; output: Descriptor } {
  const require = stepsOf("matmul");
  const a = operands.a as Descriptor, b = operands.b as Descriptor;
  require(b.dataType === a.dataType, "b-data-type", "b", b.dataType, a.dataType);
  const [rows, inner] = a.shape.slice(-2), [innerB, columns] = b.shape.slice(-2);
  require(inner === innerB, "inner-sizes-equal", "b", b.shape, `${inner} rows, the columns of a`);
  const batchA = a.shape.slice(0, -2), batchB = b.shape.slice(0, -2);
  const batch = bidirectionallyBroadcast(batchA, batchB);
  require(
    batch !== undefined,
    "batch-broadcastable",
    "b",
    b.shape,
    `batch sizes that stretch to [${batchA}]`,
  );
  const sizes = batch ?? [];
  const product = {
    batch: sizes,
    rows,
    inner,
    columns,
    aStride: stretched(a.shape, sizes.length + 2),
    bStride: stretched(b.shape, sizes.length + 2),
  };
  return { product, output: { dataType: a.dataType, shape: [...sizes, rows, columns] } };
}

/** Strides of a stack of matrices with ones before its shape up to `rank`; 0 for a batch axis that is repeated. */
function stretched(shape: readonly number[], rank: number): number[] {
  const sizes = prependOnes(shape, rank);
  const { stride } = view(new Float64Array(0), sizes);
  return stride.map((step, axis) => axis < rank - 2 && sizes[axis] === 1 ? 0 : step);
}
