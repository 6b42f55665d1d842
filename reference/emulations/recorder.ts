/**
 * A builder for the spec's emulations: it records nodes as `MLGraphBuilder` would, and knows every result's shape.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import type { Graph, Node, Operand, OptionValue } from "../../graph/graph.ts";
import type { Descriptor } from "../../graph/tensor.ts";
import type { Operands } from "../operator.ts";
import { operators } from "../operators.ts";
import { mapOperands, validate } from "../validate.ts";

/** An operand of the graph that is being recorded. */
export class Ref implements Descriptor {
  constructor(readonly name: string, readonly dataType: DataType, readonly shape: readonly number[]) {}
}

/** Options by name; operands among them are `Ref`s, absent ones `undefined`. */
export type Given = Readonly<Record<string, OptionValue | Ref | undefined>>;

/** What the recording of one operator's emulation is given: the operator's operands and its resolved options. */
export interface Emulated {
  readonly operands: Operands<Ref>;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** The results of an operator, from other operators; undefined where the spec's emulation does not cover the call. */
export type Emulation = (b: Recorder, call: Emulated) => Ref | readonly Ref[] | undefined;

/** Records nodes over the operands of a graph. */
export class Recorder {
  readonly #operands: Map<string, Operand>;
  readonly #nodes: Node[] = [];

  constructor(operands: ReadonlyMap<string, Operand>) {
    this.#operands = new Map(operands);
  }

  /** A scalar. */
  constant(dataType: DataType, value: number | bigint): Ref {
    const name = this.#freshName();
    this.#operands.set(name, { kind: "scalarConstant", dataType, value });
    return new Ref(name, dataType, []);
  }

  /** The one result of a method called with its plain arguments in order, the options last. */
  call(method: string, args: readonly (Ref | readonly Ref[] | OptionValue)[], options: Given = {}): Ref {
    const { arguments: names, operands: rules, infer } = operators.get(method)!;
    const given: [string, Ref | readonly Ref[] | OptionValue | undefined][] = [
      ...args.map((value, i) => [names[i], value] as [string, typeof value]),
      ...Object.entries(options),
    ];
    const present = given.filter(([, value]) => value !== undefined);
    const operands = Object.fromEntries(present.filter(([name]) => name in rules)) as Operands<Ref>;
    const rest = Object.fromEntries(present.filter(([name]) => !(name in rules))) as Node["options"];
    const [{ dataType, shape }] = infer.call(operators.get(method), operands, rest);
    const name = this.#freshName();
    this.#nodes.push({ operator: method, operands: namesOf(operands), options: rest, outputs: [name] });
    return new Ref(name, dataType, shape);
  }

  /** The graph in which `results` bear the given names; undefined where a result is no node's. */
  graph(results: readonly Ref[], names: readonly string[], outputs: readonly string[]): Graph | undefined {
    const made = new Set(this.#nodes.flatMap((node) => node.outputs));
    if (results.some(({ name }) => !made.has(name))) return undefined;
    const renamed = new Map(results.map(({ name }, i) => [name, names[i]]));
    const rename = (name: string) => renamed.get(name) ?? name;
    const nodes = this.#nodes.map((node) => ({
      ...node,
      operands: mapOperands(node, rename),
      outputs: node.outputs.map(rename),
    }));
    return { operands: this.#operands, nodes, outputs };
  }

  #freshName(): string {
    return `emulated-${this.#operands.size + this.#nodes.length}`;
  }
}

function namesOf(operands: Operands<Ref>): Node["operands"] {
  return Object.fromEntries(
    Object.entries(operands).map(([argument, given]) => [
      argument,
      given instanceof Ref ? given.name : (given as readonly Ref[]).map(({ name }) => name),
    ]),
  );
}

/** A graph of one node with that node's emulation in its place; undefined where there is none. */
export function emulate(graph: Graph, emulation: Emulation): Graph | undefined {
  const [node] = graph.nodes;
  const descriptors = validate(graph);
  const operands = mapOperands(node, (name) => {
    const { dataType, shape } = descriptors.get(name)!;
    return new Ref(name, dataType, shape);
  });
  const recorder = new Recorder(graph.operands);
  const options = operators.get(node.operator)!.resolve(operands, node.options);
  const results = emulation(recorder, { operands, options });
  return results && recorder.graph([results].flat(), node.outputs, graph.outputs);
}
