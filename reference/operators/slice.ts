import { specDataTypes } from "../../graph/data_type.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Ball } from "../ball.ts";
import type { Operator } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { gather, view } from "../view.ts";
import { moved } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-slice. Class X. */
export const slice: Operator = {
  name: "slice",
  status: "spec",
  section: "api-mlgraphbuilder-slice",
  arguments: ["input", "starts", "sizes"],
  operands: { input: { dataTypes: specDataTypes, rank: [0, Infinity] } },
  options: {
    starts: { type: "sequence<unsigned long>", required: true },
    sizes: { type: "sequence<unsigned long>", required: true },
    strides: { type: "sequence<unsigned long>" },
  },
  infer({ input }, options) {
    const { dataType, shape } = input as Descriptor;
    const { starts, sizes, strides } = slice.resolve({ input }, options) as unknown as SliceOptions;
    const require = stepsOf("slice");
    const check = (step: string, holds: boolean, argument: string, allowed: string) =>
      require(holds, step, argument, options[argument.replace("options.", "")], allowed);
    check("sizes-not-zero", sizes.every((size) => size > 0), "sizes", "sizes from 1");
    const length = `a list of ${shape.length} numbers, as many as the rank`;
    check("starts-length", starts.length === shape.length, "starts", length);
    check("sizes-length", sizes.length === shape.length, "sizes", length);
    check("strides-length", strides.length === shape.length, "options.strides", length);
    check("stride-not-zero", strides.every((stride) => stride > 0), "options.strides", "strides from 1");
    const within = `[${shape.join(",")}], the input's shape`;
    const begins = shape.every((size, axis) => starts[axis] <= size);
    check("start-within-input", begins, "starts", `at most ${within}`);
    const ends = shape.every((size, axis) => starts[axis] + sizes[axis] <= size);
    check("end-within-input", ends, "sizes", `with the starts [${starts.join(",")}] at most ${within}`);
    return [{ dataType, shape: sizes.map((size, axis) => Math.ceil(size / strides[axis])) }];
  },
  resolve: ({ input }, options) => ({ strides: (input as Descriptor).shape.map(() => 1), ...options }),
  evaluate({ input }, options, profile) {
    const ball = input as Ball;
    const { starts, sizes, strides } = slice.resolve({ input: ball }, options) as unknown as SliceOptions;
    const steps = strides.map((stride, axis) => Math.min(stride, sizes[axis]));
    return [
      moved(
        ball,
        profile,
        (data) => gather(view(data, ball.shape).lo(...starts).hi(...sizes).step(...steps)),
      ),
    ];
  },
};

interface SliceOptions {
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}
