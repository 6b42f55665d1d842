/**
 * What a generator family is: the factors of one operator, and how a row of their values becomes a case.
 *
 * @module
 */

import { createElements, type DataType, isFloat } from "../graph/data_type.ts";
import type { Graph, Node, Operand, OptionValue } from "../graph/graph.ts";
import type { Descriptor } from "../graph/tensor.ts";
import type { Factor, Row } from "./covering.ts";
import type { Content, DataKind } from "./data.ts";
import type { Random } from "./random.ts";

/** A theme of a family; its cases share the second segment of their ids. New groups stand at the end. */
export interface Group {
  readonly name: string;
  /** Kinds of data in place of the family's. */
  readonly kinds?: readonly DataKind[];
  /** Each row is a case with each of the kinds; absent: the kinds rotate over the rows. */
  readonly everyKind?: true;
  /** Values that factors are limited to within the group. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
}

/** A generator family. */
export interface Family {
  /** The operator's name, or what the family's graphs have in common. */
  readonly operator: string;
  /** One of them is `dataType`. */
  readonly factors: readonly Factor[];
  readonly groups: readonly Group[];
  /** The kinds of data that rotate over the rows of a data type, and come around in this order. */
  readonly kinds: (dataType: DataType) => readonly DataKind[];
  /**
   * A case without data for a row. It is asked again with further draws from `sizes` until the case has the row's
   * values and the operators accept it. Returns a sentence where the draws do not fit together.
   */
  readonly sketch: (row: Row, sizes: Random, group: string) => Sketch | string;
  /** The values that a graph of this family has, read from its options and descriptors alone. */
  readonly observe: (graph: Graph) => Row;
}

/** A case without data. */
export interface Sketch {
  /** Constants have a descriptor, but no elements yet. */
  readonly graph: Graph;
  /** How the data of each input and constant is to be drawn. */
  readonly contents: ReadonlyMap<string, Content>;
}

/** Options as a node has them, except that absent ones may be `undefined`. */
export type GivenOptions = Readonly<Record<string, OptionValue | undefined>>;

/** Puts a sketch together, in building order. */
export class Sketcher {
  readonly #operands = new Map<string, Operand>();
  readonly #contents = new Map<string, Content>();
  readonly #nodes: Node[] = [];

  /** Adds an input or a constant, and returns its name. */
  operand(
    name: string,
    kind: "input" | "constant",
    { dataType, shape }: Descriptor,
    content: Content,
  ): string {
    const operand: Operand = kind === "input"
      ? { kind, dataType, shape }
      : { kind, tensor: { dataType, shape, data: createElements(dataType, 0) } };
    this.#operands.set(name, operand);
    this.#contents.set(name, content);
    return name;
  }

  /** Adds a node with one output, and returns the output's name. */
  node(operator: string, operands: Node["operands"], options: GivenOptions, output = "output"): string {
    return this.nodes(operator, operands, options, [output])[0];
  }

  /** Adds a node with several outputs, and returns their names. */
  nodes(
    operator: string,
    operands: Node["operands"],
    options: GivenOptions,
    outputs: readonly string[],
  ): readonly string[] {
    this.#nodes.push({ operator, operands, options: present(options), outputs });
    return outputs;
  }

  /** The sketch of the graph that is asked for `outputs`. */
  end(outputs: readonly string[] = ["output"]): Sketch {
    return { graph: { operands: this.#operands, nodes: this.#nodes, outputs }, contents: this.#contents };
  }
}

function present(options: GivenOptions): Record<string, OptionValue> {
  return Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, OptionValue] => entry[1] !== undefined),
  );
}

/** Data type and shape of an input or a constant of a graph. */
export function descriptorOf(graph: Graph, name: string): Descriptor {
  const operand = graph.operands.get(name);
  if (!operand) throw new RangeError(`the graph has no operand "${name}"`);
  if (operand.kind === "input") return operand;
  if (operand.kind === "scalarConstant") return { dataType: operand.dataType, shape: [] };
  return operand.tensor;
}

const floatRotation: readonly DataKind[] = ["uniform", "normal", "mixed", "cancellation", "subnormal"];

/** A group of floats for kinds of data that other groups have too few rows for. It needs a row for each kind. */
export function furtherKinds(kinds: readonly DataKind[]): Group {
  return { name: "further-kinds", kinds, only: { dataType: ["float32", "float16"] } };
}

/** Every other row has whole numbers, the others one of the further kinds each; integer types have no other. */
export function rotation(
  options: { special?: "floats" | "all" } = {},
): (dataType: DataType) => readonly DataKind[] {
  const floats = options.special ? ["special" as const, ...floatRotation] : floatRotation;
  const forFloats = floats.flatMap((kind) => ["integers" as const, kind]);
  const forIntegers: readonly DataKind[] = options.special === "all"
    ? ["integers", "integers", "special"]
    : ["integers"];
  return (dataType) => isFloat(dataType) ? forFloats : forIntegers;
}
