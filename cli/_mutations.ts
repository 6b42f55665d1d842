/**
 * Cases and answers as a wrong backend would understand and give them, for the tests that such backends fail.
 *
 * @module
 */

import type { Answer, Outputs } from "../graph/answer.ts";
import type { Case, Inputs } from "../graph/case.ts";
import type { Elements } from "../graph/data_type.ts";
import type { Expectation, ExpectedOutput, ExpectedOutputs } from "../graph/expectation.ts";
import type { OptionValue } from "../graph/graph.ts";
import { indexAt, rowMajorStrides, type Tensor } from "../graph/tensor.ts";

export type Options = Readonly<Record<string, OptionValue>>;

/** An option that is a list of numbers; none where it is absent. */
export const list = (value: OptionValue | undefined) => value as readonly number[] | undefined ?? [];

/** The case with another tensor in place of the operand `name`, in both data sets. */
export function withTensor(testCase: Case, name: string, change: (tensor: Tensor) => Tensor): Case {
  const operands = new Map(testCase.graph.operands);
  const operand = operands.get(name)!;
  if ("tensor" in operand) {
    operands.set(name, { ...operand, tensor: change(operand.tensor) });
    return { ...testCase, graph: { ...testCase.graph, operands } };
  }
  if (operand.kind === "input") {
    const { dataType, shape } = change(testCase.inputs.get(name)!);
    operands.set(name, { kind: "input", dataType, shape });
  }
  const changed = (inputs: Inputs): Inputs =>
    new Map([...inputs].map(([each, tensor]) => [each, each === name ? change(tensor) : tensor]));
  return {
    ...testCase,
    graph: { ...testCase.graph, operands },
    inputs: changed(testCase.inputs),
    secondInputs: changed(testCase.secondInputs),
  };
}

/** The tensor of an operand, of the first data set where it is an input. */
export function tensorOf({ graph, inputs }: Case, name: string): Tensor {
  const operand = graph.operands.get(name)!;
  return "tensor" in operand ? operand.tensor : inputs.get(name)!;
}

/** The tensor with other elements; an index of them by their place along each axis. */
export function mapped(
  tensor: Tensor,
  element: (at: (index: readonly number[]) => number | bigint, index: readonly number[]) => number | bigint,
): Tensor {
  const { data, shape } = tensor;
  const strides = rowMajorStrides(shape);
  const at = (index: readonly number[]) => data[index.reduce((sum, i, axis) => sum + i * strides[axis], 0)];
  const changed = data.slice() as Elements;
  for (let i = 0; i < data.length; i++) changed[i] = element(at, indexAt(i, shape));
  return { ...tensor, data: changed };
}

/** The right values as an answer, each tensor changed. */
export function answerOf(
  { outputs, secondOutputs }: Pick<Expectation, "outputs" | "secondOutputs">,
  change: (tensor: Tensor, expected: ExpectedOutput) => Tensor = (tensor) => tensor,
): Answer {
  const values = (expected: ExpectedOutputs): Outputs =>
    new Map(
      [...expected].map(([name, each]) => {
        const { dataType, shape, value } = each;
        return [name, change({ dataType, shape, data: value }, each)];
      }),
    );
  const first = values(outputs);
  return { id: "x", kind: "outputs", dispatches: [first, values(secondOutputs), first] };
}
