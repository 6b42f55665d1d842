/**
 * Cases of elu, hardSigmoid, leakyRelu and linear, whose options are scalars that are cast to the input's data type.
 *
 * @module
 */

import type { OptionValue } from "../../graph/graph.ts";
import type { Row } from "../covering.ts";
import { type Family, type GivenOptions, rotation } from "../family.ts";
import {
  dataThemes,
  floatTypes,
  observeInput,
  shapeFactors,
  shapeThemes,
  unarySketch,
} from "../unary_parts.ts";

/** Values of an option by name. Fractions are values of neither float type, so that they must be cast. */
type Values = Readonly<Record<string, number>>;

/** The families of the operators of one input with options. */
export const scaled: readonly Family[] = [
  withScalars("elu", {
    alpha: { alphaone: 1, alphafraction: 0.7, alphanegative: -1.3, alphazero: 0 },
  }),
  withScalars("hardSigmoid", {
    alpha: { alphadefault: 0.2, alphafraction: 0.7, alphanegative: -0.3, alphazero: 0 },
    beta: { betadefault: 0.5, betafraction: 0.3, betanegative: -0.6, betazero: 0 },
  }),
  withScalars("leakyRelu", {
    alpha: { alphadefault: 0.01, alphafraction: 0.7, alphalarge: 3.3, alphanegative: -0.3, alphazero: 0 },
  }),
  withScalars("linear", {
    alpha: { alphaone: 1, alphafraction: 0.7, alphanegative: -2.3, alphazero: 0 },
    beta: { betazero: 0, betafraction: 0.3, betanegative: -64.1 },
  }),
];

function withScalars(operator: string, scalars: Readonly<Record<string, Values>>): Family {
  const names = Object.keys(scalars);
  const options = names.map((name) => ({ name, values: ["absent", ...Object.keys(scalars[name])] }));
  const absent = Object.fromEntries(names.map((name) => [name, ["absent"]]));
  return {
    operator,
    factors: [{ name: "dataType", values: floatTypes }, ...options, ...shapeFactors],
    groups: [
      ...shapeThemes,
      ...[dataThemes.special, dataThemes.subnormal, dataThemes.large].map((theme) => ({
        ...theme,
        only: { ...theme.only, ...absent },
      })),
    ],
    kinds: rotation(),
    sketch: (row, sizes, group) => {
      const content = { role: "values", whole: [-9, 9] } as const;
      return unarySketch(
        { operator, argument: "input", row, sizes, group, content },
        givenOptions(scalars, row),
      );
    },
    observe: (graph) => {
      const given = graph.nodes[0].options;
      const named = names.map((name) => [name, nameOf(name, scalars[name], given[name])]);
      return { ...observeInput(graph, "input"), ...Object.fromEntries(named) };
    },
  };
}

function givenOptions(scalars: Readonly<Record<string, Values>>, row: Row): GivenOptions {
  return Object.fromEntries(Object.entries(scalars).map(([name, values]) => [name, values[row[name]]]));
}

function nameOf(option: string, values: Values, given: OptionValue | undefined): string {
  if (given === undefined) return "absent";
  return Object.keys(values).find((name) => values[name] === given) ?? `${option}other`;
}
