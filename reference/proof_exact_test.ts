/**
 * What is certified is right: on data that cancel, every value of every operator is compared with the exact result, which
 * is calculated in rational numbers from the spec's formula.
 */

import assert from "node:assert/strict";
import { type Random, streamOf } from "../generators/random.ts";
import { createElements, type DataType } from "../graph/data_type.ts";
import { elementCount, indexAt, type Tensor } from "../graph/tensor.ts";
import { type Copy, formulas, type Index, positionOf, range, type Tensors } from "./_exact_formulas.ts";
import { assertRounded } from "./_rational.ts";
import { expected, tensor } from "./_testing.ts";
import { exactly as mpfr, normOracle } from "./functions/_mpfr.ts";
import type { Options } from "./operator.ts";

/** Operands that are positive: scales of quantization, variances, what a root is taken of. */
function isPositive(operator: string, name: string): boolean {
  return name === "variance" || operator === "sqrt" || operator === "dequantizeLinear";
}

/** Random numbers of many magnitudes; of copies some are a little off, so that sums cancel to their last bits. */
function fill(
  shape: Index,
  dataType: DataType,
  positive: boolean,
  copy: Copy | undefined,
  random: Random,
): Tensor {
  const data = createElements(dataType, elementCount(shape)), values = { dataType, shape, data };
  if (dataType === "int32") {
    for (let i = 0; i < data.length; i++) data[i] = random.whole(-(2 ** 31), 2 ** 31 - 1);
    return values;
  }
  const [p, least] = dataType === "float16" ? [11, -6] : [24, -40];
  for (let i = 0; i < data.length; i++) {
    const index = indexAt(i, shape), half = copy ? copy.period / 2 : 0;
    if (copy && index[copy.axis] % copy.period >= half) {
      const from = index.with(copy.axis, index[copy.axis] - half);
      const source = Number(data[positionOf(shape, from)]);
      data[i] = copy.sign * source * (random.chance(0.2) ? 1 + 2 ** (2 - p) : 1);
    } else {
      const size = (1 + random.unit()) * 2 ** random.whole(least, 3);
      data[i] = positive || random.chance(0.5) ? size : -size;
    }
  }
  return values;
}

for (const { operator, shapes, copies, options = {}, dataTypes = {}, exact } of formulas) {
  for (const dataType of ["float32", "float16"] as const) {
    Deno.test(`${operator} of ${dataType} is the exact result rounded once, where terms cancel`, () => {
      const random = streamOf(`${operator} ${dataType}`);
      let certified = 0, pairs = 0;
      for (let round = 0; round < 12; round++) {
        const operands = Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => [
            name,
            fill(shape, dataTypes[name] ?? dataType, isPositive(operator, name), copies?.[name], random),
          ]),
        );
        const { value, shape, proof } = expected(operator, operands, options);
        assert.deepEqual(proof!.unproven, []);
        pairs += proof!.pairs;
        const against = exact(operands, options);
        for (let i = 0; i < value.length; i++) {
          assertRounded(Number(value[i]), dataType, against(indexAt(i, shape)), `${operator} [${i}]`);
          certified++;
        }
      }
      assert.ok(certified >= 72);
      if (copies && dataType === "float32" && !unmoved.includes(operator)) assert.ok(pairs > 0);
    });
  }
}

for (const dataType of ["float32", "float16"] as const) {
  Deno.test(`roots of ${dataType} are what MPFR rounds to`, () => {
    const random = streamOf(`roots ${dataType}`);
    for (let round = 0; round < 40; round++) {
      const input = fill([1, 1, 3, 8], dataType, true, undefined, random);
      const windows = { windowDimensions: [3, 1] };
      const columns = range(8).map((i) => range(3).map((j) => Number(input.data[8 * j + i])));
      for (
        const [{ value }, terms, argument] of [
          [expected("reduceL2", { input }, { axes: [2] }), columns, 0],
          [expected("l2Pool2d", { input }, windows), columns, 0],
          [expected("sqrt", { input }), [...input.data].map(() => []), 1],
        ] as const
      ) {
        value.forEach((y, i) => {
          const x = argument * Number(input.data[i]);
          assert.equal(y, mpfr(normOracle(terms[i]), x, dataType, Number(y)).rounded);
        });
      }
    }
  });
}

/** Terms that do not cancel: they are positive, or one product. */
const unmoved = ["reduceL1", "reduceSumSquare", "reduceProduct"];

/** Beside a number halfway between two of the data type there is nothing, or less than pairs of float64 can tell. */
const rests = [0, 2 ** -148, -(2 ** -148)];

for (const rest of rests) {
  Deno.test(`whole numbers decide a sum that is halfway but for ${rest}`, () => {
    const terms = [1, 2 ** -24, 2 ** -140, -(2 ** -140), rest, 0];
    const sum = 1 + (rest > 0 ? 2 ** -23 : 0);
    const ones = tensor([6, 1], [1, 1, 1, 1, 1, 1]);
    const calls: readonly (readonly [string, Tensors, Options, number])[] = [
      ["reduceSum", { input: tensor([6], terms) }, {}, sum],
      ["reduceMean", { input: tensor([6], terms.map((x) => 6 * x)) }, {}, sum],
      ["matmul", { a: tensor([1, 6], terms), b: ones }, {}, sum],
      ["gemm", { a: tensor([1, 6], terms), b: ones }, { alpha: 2 }, 2 * sum],
      [
        "conv2d",
        { input: tensor([1, 6, 1, 1], terms), filter: tensor([1, 6, 1, 1], terms.map(() => 1)) },
        {},
        sum,
      ],
      ["cumulativeSum", { input: tensor([6], terms) }, { axis: 0, exclusive: true }, sum],
      [
        "averagePool2d",
        { input: tensor([1, 1, 2, 3], terms.map((x) => 6 * x)) },
        { windowDimensions: [2, 3] },
        sum,
      ],
      [
        "batchNormalization",
        {
          input: tensor([1, 1], [2 ** -24]),
          mean: tensor([1], [-rest]),
          variance: tensor([1], [0.75]),
          bias: tensor([1], [1]),
        },
        { epsilon: 0.25 },
        sum,
      ],
    ];
    for (const [operator, operands, options, y] of calls) {
      const { value, proof } = expected(operator, operands, options);
      assert.deepEqual([value.at(-1), proof!.unproven], [y, []], operator);
      assert.ok(proof!.exact >= 1, operator);
    }
  });
}
