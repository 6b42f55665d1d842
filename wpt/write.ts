/**
 * Writes web-platform-tests files: `webnn/conformance_tests/<operator>.https.any.js`.
 *
 * @module
 */

import type { Case } from "../graph/case.ts";
import type { Expectation } from "../graph/expectation.ts";
import { InputError } from "../graph/input_error.ts";
import type { Operator } from "../reference/operator.ts";
import { snakeCase } from "../reference/operators.ts";
import { type Source, sourceOf } from "./javascript.ts";
import { testName } from "./test_name.ts";
import { testObject, toleranceOf, unfit } from "./test_object.ts";

/** A test file. */
export interface TestFile {
  /** `conv2d.https.any.js`. */
  readonly fileName: string;
  readonly text: string;
  /** Number of tests in it; where there are none, the file is of no use. */
  readonly tests: number;
  /** Cases that make no test, with the reason. */
  readonly left: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * The test file of one operator. The same cases give the same text.
 *
 * @param expectationOf asked only for cases whose graph fits
 * @throws {InputError} when the operator is only proposed.
 */
export function writeTests(
  operator: Operator,
  cases: Iterable<Case>,
  expectationOf: (testCase: Case) => Expectation,
): TestFile {
  if (operator.status !== "spec") {
    throw new InputError(`${operator.name} is only proposed; web-platform-tests takes operators of the spec`);
  }
  const left: { id: string; reason: string }[] = [];
  const names = new Map<string, number>();
  const tests: Source[] = [];
  for (const testCase of cases) {
    const refusal = unfit(testCase, operator);
    const expectation = refusal === undefined ? expectationOf(testCase) : undefined;
    const tolerance = expectation ? toleranceOf(expectation) : refusal!;
    if (!expectation || typeof tolerance === "string") {
      left.push({ id: testCase.id, reason: tolerance as string });
      continue;
    }
    const name = testName(testCase);
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    const unique = count === 1 ? name : `${name} ${count}`;
    tests.push(testObject(unique, testCase, expectation, operator, tolerance));
  }
  const fileName = `${snakeCase(operator.name)}.https.any.js`;
  return { fileName, text: fileText(operator, tests), tests: tests.length, left };
}

function fileText({ name, section }: Operator, tests: Source[]): string {
  const list = `${name}Tests`;
  return `// META: title=test WebNN API ${name} operation
// META: global=window
// META: variant=?cpu
// META: variant=?gpu
// META: variant=?npu
// META: script=../resources/utils.js
// META: timeout=long

'use strict';

// https://www.w3.org/TR/webnn/#${section}
//
// Written by webnn-cts. The expected values are computed in float64 and rounded
// once. The tolerance of each test is the error that its own data allow a
// correct implementation; it is zero where the arithmetic is exact.

const ${list} = ${sourceOf(tests, 0, `const ${list} = `.length)};

const getDerivedTolerance = (graphResources) => graphResources.tolerance;

webnn_conformance_test(
    ${list}, buildAndExecuteGraph, getDerivedTolerance);
`;
}
