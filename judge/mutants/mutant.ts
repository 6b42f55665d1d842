/**
 * Mutants: software kernels with one bug each, said in a sentence (tolerance.md, section 9). They measure the suite, and
 * a backend's wrong answer is held against them to say which bug it has.
 *
 * @module
 */

import type { Descriptor } from "../../graph/tensor.ts";
import type { Arithmetic } from "../software/arithmetic.ts";
import type { Call, Element, Kernel } from "../software/kernel.ts";

/** A kernel of the same operator that does not know better: undefined for a call that its bug does not touch. */
export type WrongKernel = (call: Call) => ReturnType<Kernel> | undefined;

/** One bug of one operator. */
export interface Mutant {
  readonly operator: string;
  /** Where a backend has the bug in all operators that can have it: these. A graph then has it in every such node. */
  readonly habitOf?: readonly string[];
  /** Backends are known that have it (docs/findings.md): of several bugs that fit it is the likelier one. */
  readonly isKnown?: boolean;
  /** Stable: `padding-ends-swapped`. */
  readonly name: string;
  /** What the backend does, completing "as if": `the padding at the beginning and at the end were exchanged`. */
  readonly sentence: string;
  /** The wrong kernel, from the right one. */
  kernel(right: Kernel): WrongKernel;
  /** The outputs' types and shapes where the bug changes them. */
  outputs?(call: Call): readonly Descriptor[] | undefined;
  /** Proof that no input tells it from a right kernel; such a mutant need not be killed. */
  readonly equivalent?: string;
}

/** What is wrong, without the operator's name: one bug may be that of several operators. */
export type Bug = Omit<Mutant, "operator">;

/**
 * The call is taken for another one: other options, other operands. The outputs keep their shapes unless they are changed
 * too, so elements may be asked for that the other call does not have.
 */
export function rewritten(
  name: string,
  sentence: string,
  change: (call: Call) => Partial<Call> | undefined,
): Bug {
  return {
    name,
    sentence,
    kernel: (right) => (call) => {
      const changed = change(call);
      return changed && right({ ...call, ...changed });
    },
    outputs: (call) => change(call)?.outputs,
  };
}

/** Everything is computed in another arithmetic. */
export function computedIn(
  name: string,
  sentence: string,
  change: (arithmetic: Arithmetic, call: Call) => Arithmetic | undefined,
): Bug {
  return rewritten(name, sentence, (call) => {
    const arithmetic = change(call.arithmetic, call);
    return arithmetic &&
      { arithmetic, round: (x: number): number => arithmetic.round(x, call.dataType) };
  });
}

/** Another formula. */
export function replaced(name: string, sentence: string, wrong: WrongKernel): Bug {
  return { name, sentence, kernel: () => wrong };
}

/** The right elements are spoilt; of several outputs each. */
export function spoilt(
  name: string,
  sentence: string,
  spoil: (element: Element, call: Call, output: number) => Element | undefined,
): Bug {
  return {
    name,
    sentence,
    kernel: (right) => (call) => {
      const elements = [right(call)].flat() as Element[];
      const wrong = elements.map((element, i) => spoil(element, call, i));
      if (wrong.every((element) => element === undefined)) return undefined;
      return wrong.map((element, i) => element ?? elements[i]);
    },
  };
}

/** The bugs as mutants of each of the operators. */
export function mutantsOf(operators: readonly string[], bugs: readonly Bug[]): Mutant[] {
  return operators.flatMap((operator) => bugs.map((bug) => ({ operator, ...bug })));
}

/**
 * A bug of whole backends: that of all the operators at once.
 *
 * @param scored Those of them that the suite is scored by: in which some default case shows the bug four-fold.
 */
export function habitsOf(
  operators: readonly string[],
  bug: Bug,
  scored: readonly string[] = operators,
): Mutant[] {
  return scored.map((operator) => ({ operator, habitOf: operators, ...bug }));
}

/** The bugs, which backends are known to have. */
export function known(mutants: readonly Mutant[]): Mutant[] {
  return mutants.map((mutant) => ({ ...mutant, isKnown: true }));
}
