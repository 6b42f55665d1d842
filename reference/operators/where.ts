import { specDataTypes } from "../../graph/data_type.ts";
import type { Profile } from "../../graph/profile.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import { AlternativeList, orAbsent } from "../alternative_list.ts";
import type { Ball } from "../ball.ts";
import type { Operator, Result } from "../operator.ts";
import { stepsOf } from "../steps.ts";
import { stretch } from "../stretch.ts";
import { broadcastShape } from "./_binary.ts";
import { zeroSigns } from "./_movement.ts";

/** Spec: #api-mlgraphbuilder-where. Class X: either branch where the condition is undecided. */
export const where: Operator = {
  name: "where",
  status: "spec",
  section: "api-mlgraphbuilder-where",
  arguments: ["condition", "trueValue", "falseValue"],
  operands: {
    condition: { dataTypes: ["uint8"], rank: [0, Infinity] },
    trueValue: { dataTypes: specDataTypes, rank: [0, Infinity] },
    falseValue: { dataTypes: specDataTypes, rank: [0, Infinity] },
  },
  options: {},
  infer(operands) {
    const { condition, trueValue, falseValue } = operands as Record<string, Descriptor>;
    const { dataType } = trueValue;
    const require = stepsOf("where");
    const isSame = falseValue.dataType === dataType;
    require(isSame, "same-data-type", "falseValue", falseValue.dataType, `${dataType}, as trueValue`);
    const values = broadcastShape(require, trueValue.shape, "falseValue", falseValue.shape);
    return [{ dataType, shape: broadcastShape(require, values, "condition", condition.shape) }];
  },
  resolve: (_, options) => options,
  evaluate(operands, options, profile) {
    const [{ shape }] = this.infer(operands, options);
    const [condition, ifTrue, ifFalse] = ["condition", "trueValue", "falseValue"].map((name) =>
      stretch(operands[name] as Ball, shape)
    );
    return [select(condition, ifTrue, ifFalse, profile)];
  },
};

/** Of three balls of one shape. */
function select(condition: Ball, ifTrue: Ball, ifFalse: Ball, profile: Profile): Result {
  const v = ifTrue.v.slice();
  const e = ifTrue.e || ifFalse.e ? new Float64Array(v.length) : undefined;
  const isOpen = condition.undecided ?? new Uint8Array(v.length);
  const undecided = ifTrue.undecided || ifFalse.undecided ? new Uint8Array(v.length) : undefined;
  const others = new AlternativeList(ifTrue.dataType);
  for (let i = 0; i < v.length; i++) {
    const isTrue = condition.v[i] !== 0;
    const chosen = isTrue ? ifTrue : ifFalse;
    const other = isTrue ? ifFalse : ifTrue;
    v[i] = chosen.v[i];
    if (e && chosen.e) e[i] = chosen.e[i];
    if (undecided) undecided[i] = markOf(chosen, i);
    if (!isOpen[i]) continue;
    if (undecided) undecided[i] = Math.max(markOf(chosen, i), markOf(other, i));
    others.add(i, other.v[i], other.e ? other.e[i] : 0);
  }
  const alternatives = orAbsent(others.build(undefined, "other branch"));
  return { v, rounding: "none", e, undecided, flags: zeroSigns(v, profile), alternatives };
}

function markOf({ undecided }: Ball, i: number): number {
  return undecided ? undecided[i] : 0;
}
