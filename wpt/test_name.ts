/**
 * Names of tests.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { OptionValue } from "../graph/graph.ts";
import { tensorOf } from "./test_object.ts";

/**
 * A name in upstream's style: operator, data type and rank of the first operand, then what is asked, such as
 * `conv2d float32 4D nhwc ohwi asymmetric padding, padding 0 1 2 0, strides 2 1`.
 */
export function testName(testCase: Case): string {
  const [node] = testCase.graph.nodes;
  const [first] = Object.values(node.operands).flat();
  const { dataType, shape } = tensorOf(testCase, first);
  const options = Object.entries(node.options);
  const words = options.flatMap(([, value]) => typeof value === "string" ? [value] : []);
  const [, group] = testCase.id.split("/");
  const details = options.flatMap(([name, value]) =>
    typeof value === "string" ? [] : [`${name} ${inWords(value)}`]
  );
  const subject = [
    node.operator,
    dataType,
    `${shape.length}D`,
    ...words,
    ...(group ? [group.replaceAll("-", " ")] : []),
  ];
  return [subject.join(" "), ...details].join(", ");
}

function inWords(value: OptionValue): string {
  if (!Array.isArray(value)) return String(value);
  return value.length > 0 ? value.join(" ") : "empty";
}
