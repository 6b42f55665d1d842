/**
 * Operators that move elements, in ONNX.
 *
 * @module
 */

import { createElements } from "../../graph/data_type.ts";
import { castNumber } from "../../reference/cast_number.ts";
import { type Lowering, numbers, operand, optionalNumber, optionalNumbers } from "./call.ts";
import type { Value } from "./model.ts";

const padModes: Readonly<Record<string, string>> = {
  constant: "constant",
  edge: "edge",
  reflection: "reflect",
};

export const movement: Readonly<Record<string, Lowering>> = {
  reshape: (call, model) => {
    const shape = numbers(call.options, "newShape");
    return model.call("Reshape", [operand(call, "input"), model.int64s(shape)], shape);
  },
  transpose: (call, model) =>
    model.call("Transpose", [operand(call, "input")], call.output.shape, {
      perm: optionalNumbers(call.given, "permutation"),
    }),
  concat: (call, model) => {
    const [first, ...others] = call.operands.inputs as readonly Value[];
    return model.call("Concat", [first, ...others], call.output.shape, {
      axis: optionalNumber(call.options, "axis"),
    });
  },
  pad: (call, model) => {
    const input = operand(call, "input");
    if (input.shape.length === 0) {
      model.rewrites.push("pad of a scalar as Identity");
      return model.call("Identity", [input], []);
    }
    const pads = [...numbers(call.options, "beginningPadding"), ...numbers(call.options, "endingPadding")];
    const mode = call.given.mode === undefined ? undefined : padModes[String(call.given.mode)];
    let value: Value | undefined;
    if ("value" in call.given) {
      const data = createElements(input.dataType, 1);
      data[0] = castNumber(call.given.value as number | bigint, input.dataType);
      value = model.constant({ dataType: input.dataType, shape: [], data });
    }
    return model.call("Pad", [input, model.int64s(pads), value], call.output.shape, { mode });
  },
};
