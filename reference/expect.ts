/**
 * The answer to a case under a profile: what the judge reads.
 *
 * @module
 */

import type { Case, Inputs } from "../graph/case.ts";
import {
  type DataType,
  type Elements,
  type FloatType,
  isFloat,
  isInt64,
  roundedTo,
} from "../graph/data_type.ts";
import {
  type Alternative,
  type Bounds,
  type Expectation,
  type ExpectedOutput,
  type ExpectedOutputs,
  Flag,
  type Proof,
} from "../graph/expectation.ts";
import type { Graph } from "../graph/graph.ts";
import type { Profile } from "../graph/profile.ts";
import type { Descriptor } from "../graph/tensor.ts";
import { Undecided } from "./ball.ts";
import { floatBounds } from "./bounds.ts";
import { certify } from "./certify.ts";
import { type OutputResult, run } from "./interpreter.ts";
import type { AlternativeValues, Result } from "./operator.ts";
import { operators } from "./operators.ts";
import { mapOperands, validate } from "./validate.ts";

/**
 * The expectation of both data sets of a case. Undecided elements are flagged `skip`; the judge voids a case with more
 * than 1 % of them.
 *
 * @throws {ValidationError} where the spec refuses the graph: then there is nothing to expect but a refusal.
 * @throws {InputError} where the case cannot be used.
 */
export function expectationOf(testCase: Case, profile: Profile): Expectation {
  const { graph, inputs, secondInputs } = testCase;
  const descriptors = validate(graph);
  const expected = (data: Inputs): ExpectedOutputs => {
    const results = run(graph, data, profile, descriptors);
    const isAlone = graph.nodes.length === 1;
    return new Map(graph.outputs.map((name) => [name, expectedOutput(results.get(name)!, profile, isAlone)]));
  };
  const outputs = expected(inputs);
  return {
    profile: profile.name,
    outputs,
    secondOutputs: secondInputs === inputs ? outputs : expected(secondInputs),
    mayReject: mayReject(graph, descriptors),
  };
}

/** The question under which one of the graph's nodes may be refused. */
function mayReject(graph: Graph, descriptors: ReadonlyMap<string, Descriptor>): Expectation["mayReject"] {
  for (const node of graph.nodes) {
    const operands = mapOperands(node, (name) => descriptors.get(name)!);
    const question = operators.get(node.operator)!.mayReject?.(operands, node.options);
    if (question) return question;
  }
}

/** @param isAlone The output is that of a graph's only node, so its operands are exact and it can be proven. */
function expectedOutput(output: OutputResult, profile: Profile, isAlone: boolean): ExpectedOutput {
  const { descriptor: { dataType, shape }, first } = output;
  const { result, proof } = isAlone ? proven(output) : { result: output.result, proof: undefined };
  const { lo, hi, flags } = withDefects(boundsOf(result, dataType, profile), result.undecided);
  return {
    dataType,
    shape,
    value: valueOf(result.v, dataType),
    exact: isFloat(dataType) ? result.v as Float64Array : undefined,
    ...(first && result.rounding === "none" && { isExact: true as const }),
    proof,
    lo,
    hi,
    flags: joinFlags(flags, result, first),
    alternatives: result.alternatives?.map((alternative) =>
      alternativeOf(alternative, result, dataType, profile)
    ),
    n: result.n,
    S: result.S,
  };
}

/** The result with the values of the stages that prove them. What is moved, selected or whole is exact as it is. */
function proven({ result, descriptor: { dataType } }: OutputResult): { result: Result; proof: Proof } {
  const { v, rounding, certificate } = result;
  if (!isFloat(dataType) || rounding === "none") {
    return { result, proof: { unrounded: v.length, float64: 0, pairs: 0, exact: 0, unproven: [] } };
  }
  if (!certificate) {
    const unproven = Array.from({ length: v.length }, (_, i) => i);
    return { result, proof: { unrounded: 0, float64: 0, pairs: 0, exact: 0, unproven } };
  }
  const certified = certify(v as Float64Array, certificate, dataType);
  // a copy would calculate what a result offers only when asked for
  return { result: certified.v === v ? result : { ...result, v: certified.v }, proof: certified.proof };
}

/** No bounds where a radius on the way here made no sense; 64-bit integers, which have no NaN, keep theirs. */
function withDefects(bounds: SomeBounds, undecided: Result["undecided"]): SomeBounds {
  if (!undecided?.includes(Undecided.defect) || !(bounds.lo instanceof Float64Array)) return bounds;
  const none = (ends: Bounds) =>
    Float64Array.from(ends as Float64Array, (end, i) => undecided[i] === Undecided.defect ? NaN : end);
  return { ...bounds, lo: none(bounds.lo), hi: none(bounds.hi) };
}

interface SomeBounds {
  readonly lo: Bounds;
  readonly hi: Bounds;
  readonly flags?: Uint8Array;
}

function boundsOf(result: Result, dataType: DataType, profile: Profile): SomeBounds {
  const { rounding, e, atLeast, atMost } = result;
  if (isFloat(dataType)) {
    return floatBounds({ v: result.v as Float64Array, rounding, e, atLeast, atMost }, dataType, profile);
  }
  const exact = isInt64(dataType)
    ? result.v as BigInt64Array | BigUint64Array
    : new Float64Array(result.v as Int32Array);
  return { lo: exact, hi: exact };
}

/** Rounded once to the data type. */
function valueOf(v: Result["v"], dataType: DataType): Elements {
  if (!(v instanceof Float64Array)) return v;
  return roundedTo(dataType as FloatType, v);
}

/**
 * The bounds' flags, with the operator's own and what is undecided. Of what is undecided since an earlier node nothing is
 * known, so that NaN passes too. The sign of a zero counts only where it is known; where any value passes, nothing is
 * left to decide.
 */
function joinFlags(flags: Uint8Array | undefined, result: Result, first: boolean): Uint8Array | undefined {
  const { undecided } = result;
  if (!undecided && !result.flags) return flags;
  const joined = flags?.slice() ?? new Uint8Array(result.v.length);
  const known = first ? 0xff : 0xff ^ Flag.bits;
  let any = 0;
  for (let i = 0; i < joined.length; i++) {
    const why = undecided ? undecided[i] : 0;
    if (result.flags) joined[i] |= result.flags[i] & known;
    if (why === Undecided.defect) joined[i] = 0;
    else if (why !== 0) joined[i] |= why === Undecided.indeterminate ? Flag.any : Flag.skip | Flag.orNaN;
    if (joined[i] & Flag.any) joined[i] &= ~Flag.skip;
    any |= joined[i];
  }
  return any !== 0 ? joined : undefined;
}

function alternativeOf(
  { question, answer, mayVary, positions, v, e }: AlternativeValues,
  { rounding, atLeast, atMost }: Result,
  dataType: DataType,
  profile: Profile,
): Alternative {
  const names = { question, answer, ...(mayVary && { mayVary }) };
  if (!(v instanceof Float64Array)) return { ...names, positions, lo: v, hi: v };
  const bounds = isFloat(dataType)
    ? floatBounds({ v, e, rounding, atLeast, atMost }, dataType, profile)
    : { lo: e ? v.map((value, i) => value - e[i]) : v, hi: e ? v.map((value, i) => value + e[i]) : v };
  return { ...names, positions, ...bounds };
}
