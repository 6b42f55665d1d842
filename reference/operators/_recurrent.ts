/**
 * The recurrent operators: whole networks and single steps (spec: #api-mlgraphbuilder-gru, #api-mlgraphbuilder-grucell,
 * #api-mlgraphbuilder-lstm, #api-mlgraphbuilder-lstmcell).
 *
 * @module
 */

import type { FloatType } from "../../graph/data_type.ts";
import { type Descriptor, elementCount } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operands, Operator, Options, Result } from "../operator.ts";
import { recur, type Recurrence } from "../recurrence.ts";
import { recurrenceCertificates } from "../recurrent_formula.ts";
import { type Activation, gruStep, lstmStep, type Parameters, partOf } from "../recurrent_steps.ts";
import { inferRecurrent } from "./_recurrent_infer.ts";
import { defaultsOf, initial, type Kind, kinds, operandRules, optionRules } from "./_recurrent_rules.ts";

/** The definition of one of them. */
export function recurrent(name: string, section: string, kind: keyof typeof kinds): Operator {
  const traits: Kind = kinds[kind];
  const isCell = name.endsWith("Cell");
  const stateNames = isCell ? traits.states : traits.states.map(initial);
  const defaults = defaultsOf(kind, isCell);
  const plan = (operands: Operands<Descriptor>, options: Options) =>
    inferRecurrent(name, traits, isCell, operands, options);
  return {
    name,
    status: "spec",
    section,
    arguments: [
      "input",
      "weight",
      "recurrentWeight",
      ...(isCell ? [...traits.states] : ["steps"]),
      "hiddenSize",
    ],
    operands: operandRules(traits, isCell),
    options: optionRules(traits, isCell, defaults),
    infer: (operands, options) => plan(operands, options).outputs,
    resolve: (_, options) => ({ ...defaults, activations: [...traits.activations], ...options }),
    multiplyAdds(operands, options) {
      const { directions, steps, batches, inputSize, hiddenSize } = plan(operands, options);
      return directions * steps * batches * traits.gates * hiddenSize * (inputSize + hiddenSize);
    },
    evaluate(operands: Operands<Ball>, options, profile) {
      const { directions, steps, batches, inputSize, hiddenSize } = plan(operands, options);
      const resolved: Options = this.resolve(operands, options);
      const input = operands.input as Ball, dataType = input.dataType as FloatType;
      const zeros: Ball = {
        dataType,
        shape: [],
        v: new Float64Array(directions * batches * hiddenSize),
      };
      const evaluated = (outputPeephole: Parameters["outputPeephole"]): Result[] => {
        const recurrence: Recurrence = {
          step: kind === "gru" ? gruStep : lstmStep,
          cell: { batches, hiddenSize, dataType, profile },
          steps,
          inputSize,
          direction: (resolved.direction ?? "forward") as Recurrence["direction"],
          input,
          states: stateNames.map((state) => operands[state] as Ball | undefined ?? zeros),
          parameters: Array.from({ length: directions }, (_, direction) => ({
            ...parametersOf(operands, direction, traits.gates * hiddenSize, inputSize, hiddenSize),
            layout: resolved.layout as string,
            activations: resolved.activations as readonly Activation[],
            resetAfter: resolved.resetAfter === true,
            outputPeephole,
          })),
        };
        const left = recur(recurrence), proofs = recurrenceCertificates(kind, recurrence, left);
        const states = left.states.map((state, k) => ({ ...state, certificate: proofs.states[k] }));
        const sequence = { ...left.sequence, certificate: proofs.sequence };
        return resolved.returnSequence ? [...states, sequence] : states;
      };
      const results = evaluated("old");
      if (!operands.peepholeWeight) return results;
      return withNewCellState(results, evaluated("new"));
    },
  };
}

/** Q29: the output gate's peephole may see the cell state that the step computes. */
function withNewCellState(results: readonly Result[], others: readonly Result[]): Result[] {
  return results.map((result, i) => ({
    ...result,
    alternatives: [{
      question: "Q29",
      answer: "b",
      positions: Uint32Array.from({ length: result.v.length }, (_, at) => at),
      v: others[i].v as Float64Array,
      e: openRadii(others[i]),
    }],
  }));
}

/** The radii, Infinity where any value passes. */
function openRadii({ e, undecided }: Result): Float64Array | undefined {
  if (!undecided) return e;
  return Float64Array.from(undecided, (why, i) => why !== 0 ? Infinity : e ? e[i] : 0);
}

/** The parameters of one direction; a cell has one. */
function parametersOf(
  operands: Operands<Ball>,
  direction: number,
  rows: number,
  inputSize: number,
  hiddenSize: number,
) {
  const part = (name: string, shape: readonly number[]) => {
    const ball = operands[name] as Ball | undefined;
    return ball && partOf(ball, direction * elementCount(shape), shape);
  };
  return {
    weight: part("weight", [rows, inputSize])!,
    recurrentWeight: part("recurrentWeight", [rows, hiddenSize])!,
    bias: part("bias", [rows]),
    recurrentBias: part("recurrentBias", [rows]),
    peepholeWeight: part("peepholeWeight", [3 * hiddenSize]),
  };
}
