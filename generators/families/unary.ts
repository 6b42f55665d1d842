/**
 * Cases of the operators of one input that have no options.
 *
 * @module
 */

import { type DataType, isFloat } from "../../graph/data_type.ts";
import type { Content, DataKind, Role } from "../data.ts";
import { hugeOf, subnormalsOf } from "../edges.ts";
import type { Family } from "../family.ts";
import type { Random } from "../random.ts";
import { allDataTypes } from "../shapes.ts";
import {
  dataThemes,
  floatTypes,
  observeInput,
  shapeFactors,
  shapeThemes,
  unarySketch,
} from "../unary_parts.ts";

/** What tells one of the families from the others. */
interface Form {
  /** Absent: the float types. */
  readonly dataTypes?: readonly DataType[];
  /** Kinds of floats that rotate. Absent: whole numbers and ordinary ones. */
  readonly kinds?: readonly DataKind[];
  /** Groups of one kind of floats. Absent: special and subnormal values. */
  readonly themes?: readonly (keyof typeof dataThemes)[];
  /** Of the input; absent: values. Negative arguments are not positive in any case. */
  readonly role?: Role;
  /** Least and greatest whole number; absent: -9 and 9. */
  readonly whole?: Content["whole"];
  /** Every case has special numbers, these among them. */
  readonly first?: readonly number[];
  /** What scalars are picked from, where most of the kind would give 0. */
  readonly scalars?: readonly number[];
  /** The input's name; absent: input. */
  readonly argument?: string;
}

const signed: Form = { dataTypes: ["float32", "float16", "int32", "int64", "int8"], whole: [-99, 99] };
const rounding: Form = {
  kinds: ["uniform", "mixed", "ties", "normal"],
  scalars: [-8.75, -3.5, 2.5, 7.25],
  themes: ["special", "subnormal", "ties", "large"],
  whole: [-99, 99],
};
const wide: Form = { themes: ["special", "subnormal", "large"] };
const positive: Form = {
  role: "positive",
  themes: ["special", "subnormal", "negative", "subnormalArguments"],
  whole: [1, 99],
};
/** Special numbers throughout, or an answer would be 0 throughout: `first` are those that the operator tells. */
const classes = (first: readonly number[]): Form => ({
  kinds: ["special"],
  themes: [],
  first,
  argument: "a",
});

const forms: Readonly<Record<string, Form>> = {
  abs: signed,
  ceil: rounding,
  cos: wide,
  erf: wide,
  exp: wide,
  floor: rounding,
  gelu: wide,
  hardSwish: wide,
  identity: { dataTypes: allDataTypes, whole: [-99, 99] },
  isInfinite: classes([Infinity, -Infinity]),
  isNaN: classes([NaN]),
  log: positive,
  logicalNot: { dataTypes: ["uint8"], themes: [], whole: [0, 2], scalars: [0], argument: "a" },
  neg: signed,
  reciprocal: { whole: [-99, 99], themes: ["special", "subnormal", "huge"] },
  roundEven: rounding,
  sigmoid: wide,
  sign: { ...signed, whole: [-2, 2] },
  sin: wide,
  softplus: wide,
  softsign: wide,
  sqrt: positive,
  tan: { ...wide, role: "angle" },
  tanh: wide,
};

/** What is drawn in groups of numbers near an end of their type. */
const edges: Readonly<Record<string, typeof hugeOf>> = {
  [dataThemes.subnormalArguments.name]: subnormalsOf,
  [dataThemes.huge.name]: hugeOf,
};

/** The families of the operators of one input without options. */
export const unaries: readonly Family[] = Object.entries(forms).map(([operator, form]) =>
  unary(operator, form)
);

function unary(operator: string, form: Form): Family {
  const { dataTypes = floatTypes, whole = [-9, 9], argument = "input" } = form;
  const { kinds = ["integers", "uniform", "normal", "mixed"], themes = ["special", "subnormal"] } = form;
  return {
    operator,
    factors: [{ name: "dataType", values: dataTypes }, ...shapeFactors],
    groups: [...shapeThemes, ...themes.map((theme) => dataThemes[theme])],
    kinds: (dataType) => isFloat(dataType) ? kinds : ["integers", "integers", "special"],
    sketch: (row, sizes, group) => {
      const isAny = group === dataThemes.negative.name && form.role === "positive";
      const draw = group === "scalars" && form.scalars
        ? (random: Random) => [random.pick(form.scalars!)]
        : undefined;
      const edge = edges[group];
      const content: Content = { draw, role: isAny ? "values" : form.role ?? "values", whole };
      return unarySketch({ operator, argument, row, sizes, group, content, first: form.first, edge }, {});
    },
    observe: (graph) => observeInput(graph, argument),
  };
}
