/**
 * Cases of the ten reductions.
 *
 * @module
 */

import { type DataType, floatFormats, type FloatType, isFloat } from "../../graph/data_type.ts";
import { elementCount } from "../../graph/tensor.ts";
import type { Content, DataKind, Role } from "../data.ts";
import { descriptorOf, type Family, furtherKinds, type Group, rotation, Sketcher } from "../family.ts";
import type { Random } from "../random.ts";
import {
  axesNames,
  drawAxes,
  factorWholes,
  nameOfAxes,
  squareWholes,
  termWholes,
  wideFactorWholes,
  wideSquareWholes,
  wideWholes,
} from "../reduction_parts.ts";
import { allDataTypes, drawShape, lastClassOf, rankOf, ranks } from "../shapes.ts";
import { longSize, sizeClasses } from "../sizes.ts";
import { infiniteTerms, rowsWith } from "../specials.ts";
import { reducedShapes, statistics, statisticsGroup } from "../statistics_parts.ts";

const floats: readonly DataType[] = ["float32", "float16"];
const numbers: readonly DataType[] = [...floats, "int32", "uint32", "int64", "uint64"];

type Wholes = (dataType: DataType, count: number) => readonly [number, number];

/** How one of them is asked. */
interface Reduction {
  readonly dataTypes: readonly DataType[];
  readonly role: Role;
  readonly kinds: (dataType: DataType) => readonly DataKind[];
  /** Whole numbers, given how many are reduced to one. */
  readonly wholes: Wholes;
  /** Groups beside those that all have. */
  readonly groups?: readonly Group[];
  /** Groups that came later: behind all others, which keep their cases so. */
  readonly laterGroups?: readonly Group[];
}

const tensors = ranks.filter((rank) => rank !== "r0" && rank !== "r1");
const termKinds: readonly DataKind[] = ["mixed", "cancellation", "subnormal"];
const plain = { keepDimensions: ["absent"], last: ["prime"] };
const fewFloats = { ...plain, dataType: floats, rank: ["r2"], axes: ["first", "last"] };

const specialValues: Group = { name: "special-values", kinds: ["special"], only: fewFloats };
/** Infinities, NaN and zeros among the terms of a sum. */
const specialTerms: Group = {
  name: "special-terms",
  kinds: ["special"],
  only: { ...plain, dataType: floats, rank: ["r2"], axes: ["last"] },
};
/** Kinds for which the float16 cases of other groups are too few. */
const ofFloat16 = (kinds: readonly DataKind[]): Group => ({
  ...furtherKinds(kinds),
  only: { ...plain, dataType: ["float16"], rank: tensors.slice(0, kinds.length), axes: ["last"] },
});
/** What is computed on the way may leave the range of the data type, where the result does not. */
const largeValues: Group = { name: "large-values", kinds: ["large"], only: fewFloats };
/** Sums that float32, or even float64, does not hold. */
const wideIntegers: Group = {
  name: "wide-integers",
  only: { ...plain, dataType: numbers.slice(2), rank: ["r3"], axes: ["first", "several"] },
};

/** Squares and products that float32, or the lower half of 64 bits, does not hold. */
const widePowersOf: Readonly<Record<string, Wholes>> = {
  reduceProduct: wideFactorWholes,
  reduceSumSquare: wideSquareWholes,
};
const widePowers: Group = {
  name: "wide-integers",
  only: { ...plain, dataType: numbers.slice(2), rank: ["r2"], axes: ["first"] },
};

/** The first two axes of four, in their order: an axis counted among those that are left is another one. */
const leadingAxes: Group = {
  name: "leading-axes",
  kinds: ["integers"],
  only: { ...plain, dataType: floats, rank: ["r4"], axes: ["several"] },
};

/** A profile that flushes cannot judge logarithms of sums of subnormal numbers, nor much of a product with one. */
const subnormalValues: Group = {
  name: "subnormal-values",
  kinds: ["subnormal"],
  only: { ...fewFloats, axes: ["last"] },
};
/** Sums enough for statistics; those of magnitudes and squares are of positive terms whatever the data. */
const sumsOf = (kinds: readonly DataKind[]) =>
  statisticsGroup({
    rank: ["r2"],
    axes: ["last"],
    keepDimensions: ["absent"],
    last: Object.keys(reducedShapes),
  }, kinds);
/** Beside that group: subnormal numbers have no product but zero. */
const withoutSubnormal = (dataType: DataType) => rotation()(dataType).filter((kind) => kind !== "subnormal");
const nines: Wholes = () => [-99, 99];

const ofTerms: Reduction = { dataTypes: numbers, role: "terms", kinds: rotation(), wholes: termWholes };
const ofExtremes: Reduction = {
  dataTypes: allDataTypes,
  role: "values",
  kinds: rotation({ special: "all" }),
  wholes: nines,
  groups: [specialValues, ofFloat16(["normal", "mixed", "cancellation", "subnormal"])],
};

const reductionsOf: Readonly<Record<string, Reduction>> = {
  reduceL1: { ...ofTerms, groups: [wideIntegers, specialTerms, ofFloat16(termKinds), sumsOf(["positive"])] },
  reduceL2: {
    ...ofTerms,
    dataTypes: floats,
    wholes: nines,
    groups: [largeValues, specialTerms],
    laterGroups: [sumsOf(["positive"])],
  },
  reduceLogSum: {
    ...ofTerms,
    dataTypes: floats,
    role: "positive",
    kinds: withoutSubnormal,
    groups: [subnormalValues, specialTerms],
  },
  reduceLogSumExp: {
    ...ofTerms,
    dataTypes: floats,
    role: "values",
    wholes: () => [-9, 9],
    groups: [largeValues, specialTerms],
  },
  reduceMax: ofExtremes,
  reduceMean: { ...ofTerms, dataTypes: floats, groups: [specialTerms, sumsOf(["uniform", "positive"])] },
  reduceMin: ofExtremes,
  reduceProduct: {
    ...ofTerms,
    role: "scale",
    kinds: withoutSubnormal,
    wholes: factorWholes,
    groups: [subnormalValues, specialTerms, ofFloat16(["mixed", "cancellation"])],
  },
  reduceSum: {
    ...ofTerms,
    groups: [wideIntegers, specialTerms, ofFloat16(termKinds), sumsOf(["uniform", "positive"])],
  },
  reduceSumSquare: {
    ...ofTerms,
    wholes: squareWholes,
    groups: [specialTerms, ofFloat16(termKinds), sumsOf(["positive"])],
  },
};

/** Positive subnormal numbers; of the factors of a product one is, and the others are 1, 2 or 4. */
function subnormals(operator: string, dataType: FloatType, shape: readonly number[]) {
  const { minNormal, minSubnormal } = floatFormats[dataType];
  const rowLength = shape[shape.length - 1];
  return (random: Random) =>
    Array.from({ length: elementCount(shape) }, (_, position) => {
      if (operator === "reduceProduct" && position % rowLength > 0) return random.pick([1, 2, 4]);
      return minSubnormal * random.whole(1, minNormal / minSubnormal - 1);
    });
}

/** The groups that all have. Ranks are unbounded: `r5` is 5 and more. */
const groups: readonly Group[] = [
  { name: "tensors", only: { rank: tensors } },
  { name: "vectors", only: { ...plain, rank: ["r1"], axes: ["first"] } },
  {
    name: "vector-options",
    only: { dataType: ["float32"], rank: ["r1"], axes: ["absent", "first", "none"] },
  },
  { name: "scalars", only: { ...plain, rank: ["r0"], axes: ["absent"] } },
  {
    name: "scalar-options",
    only: { dataType: ["float32"], rank: ["r0"], last: ["prime"], axes: ["absent", "none"] },
  },
  // An axis longer than float16 can count; products would leave every range, if they were not of ones.
  {
    name: "long-axis",
    kinds: ["integers"],
    only: { ...plain, dataType: floats, rank: ["r2"], axes: ["last"] },
  },
  {
    name: "rank-6",
    kinds: ["integers"],
    only: { ...plain, dataType: ["float32"], rank: ["r5"], axes: ["absent", "several"], last: ["even"] },
  },
];

export const reductions: readonly Family[] = Object.entries(reductionsOf).map(familyOf);

function familyOf([operator, reduction]: [string, Reduction]): Family {
  return {
    operator,
    factors: [
      { name: "dataType", values: reduction.dataTypes },
      { name: "axes", values: axesNames },
      { name: "keepDimensions", values: ["absent", "drop", "keep"] },
      { name: "rank", values: ranks },
      { name: "last", values: sizeClasses },
    ],
    groups: [
      ...groups,
      ...reduction.groups ?? [],
      ...operator in widePowersOf ? [widePowers] : [],
      leadingAxes,
      ...reduction.laterGroups ?? [],
    ],
    kinds: reduction.kinds,
    sketch: (row, sizes, group) => {
      const dataType = row.dataType as DataType;
      const rank = group === "rank-6" ? 6 : rankOf(row.rank);
      const isSpecial = group === specialTerms.name;
      const shape = isSpecial
        ? [7, 7]
        : group === "long-axis"
        ? [3, longSize]
        : group === statistics
        ? reducedShapes[row.last]
        : drawShape(rank, row.last, sizes);
      const axes = group === leadingAxes.name ? [0, 1] : drawAxes(row.axes, rank, sizes);
      if (typeof axes === "string") return axes;
      const count = elementCount(axes ? axes.map((axis) => shape[axis]) : shape);
      const wide = widePowersOf[operator] ?? wideWholes;
      const wholes = group === "wide-integers" ? wide : reduction.wholes;
      const [least, greatest] = wholes(dataType, count);
      const { role } = reduction;
      const content: Content = isSpecial
        ? rowsWith(shape, infiniteTerms, [role === "positive" ? 1 : least, greatest])
        : {
          role,
          whole: [least, greatest],
          draw: group === "subnormal-values" && isFloat(dataType)
            ? subnormals(operator, dataType, shape)
            : undefined,
        };
      const sketcher = new Sketcher();
      const input = sketcher.operand("input", "input", { dataType, shape }, content);
      sketcher.node(operator, { input }, {
        axes,
        keepDimensions: row.keepDimensions === "absent" ? undefined : row.keepDimensions === "keep",
      });
      return sketcher.end();
    },
    observe: (graph) => {
      const { dataType, shape } = descriptorOf(graph, "input");
      const { axes, keepDimensions } = graph.nodes[0].options;
      return {
        dataType,
        axes: nameOfAxes(axes, shape.length),
        keepDimensions: keepDimensions === undefined ? "absent" : keepDimensions ? "keep" : "drop",
        rank: `r${Math.min(shape.length, 5)}`,
        last: lastClassOf(shape),
      };
    },
  };
}
