/** Reproductions for the tests of the programs that show them. */

import type { Case } from "../graph/case.ts";
import { type ExpectedOutput, Flag } from "../graph/expectation.ts";
import type { Operand, OptionValue } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Reproduction } from "./reproduction.ts";

/** A tensor of a type. */
export function tensor(
  dataType: "float32" | "float16",
  shape: readonly number[],
  ...values: readonly number[]
): Tensor {
  return {
    dataType,
    shape,
    data: dataType === "float32" ? Float32Array.from(values) : Float16Array.from(values),
  };
}

/** Elements that must be what they are, the signs of zeros too; or within a radius. */
export function expected({ dataType, shape, data }: Tensor, radius = 0): ExpectedOutput {
  if (data instanceof BigInt64Array) return { dataType, shape, value: data, lo: data, hi: data };
  const at = (sign: number) => Float64Array.from(data as ArrayLike<number>, (x) => x + sign * radius);
  const flags = Uint8Array.from(data as ArrayLike<number>, (x) => Number.isNaN(x) ? Flag.nan : Flag.bits);
  return { dataType, shape, value: data, lo: at(-1), hi: at(1), flags: radius > 0 ? undefined : flags };
}

/** `outputs = operator(operands, options)`, the first operand an input and the others constants, dispatched once. */
export function reproductionOf(
  operator: string,
  operands: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, ExpectedOutput>>,
  options: Readonly<Record<string, OptionValue>> = {},
): Reproduction {
  const names = Object.keys(operands);
  const testCase: Case = {
    id: `${operator}/shrunk/float32/shrunk-00000000`,
    graph: {
      operands: new Map(
        Object.entries(operands).map(([name, each], i): [string, Operand] => {
          const { dataType, shape } = each;
          return [name, i === 0 ? { kind: "input", dataType, shape } : { kind: "constant", tensor: each }];
        }),
      ),
      nodes: [{
        operator,
        operands: Object.fromEntries(names.map((name) => [name, name])),
        options,
        outputs: Object.keys(outputs),
      }],
      outputs: Object.keys(outputs),
    },
    inputs: new Map([[names[0], operands[names[0]]]]),
    secondInputs: new Map([[names[0], operands[names[0]]]]),
    provenance: { source: "test" },
  };
  const dispatch = { inputs: testCase.inputs, expected: new Map(Object.entries(outputs)) };
  return { case: testCase, about: [testCase.id], dispatches: [dispatch] };
}
