/**
 * The cases of one group: rows to ids, and ids to data.
 *
 * @module
 */

import type { Case, Inputs } from "../graph/case.ts";
import type { DataType } from "../graph/data_type.ts";
import type { Graph, Operand } from "../graph/graph.ts";
import { caseId } from "../graph/id.ts";
import type { Invalid } from "../graph/invalid.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Row } from "./covering.ts";
import { type DataKind, drawElements } from "./data.ts";
import { descriptorOf, type Family, type Group, type Sketch } from "./family.ts";
import { streamOf } from "./random.ts";
import { rowsOf } from "./rows.ts";
import { plainKey, settle } from "./sketch.ts";

/** A case whose data has not been drawn yet. */
export interface DrawnCase {
  /** `operator/group/dataType/options-hash`; see `graph/id.ts`. */
  readonly id: string;
  /** The operator, or `graph` for graphs of several nodes. */
  readonly operator: string;
  /** The theme within the operator. */
  readonly group: string;
  /** The graph; its constants have no elements yet. */
  readonly graph: Graph;
  /** How its data is drawn; absent where it has none. */
  readonly dataKind?: DataKind;
  /** What the case must be refused for. */
  readonly invalid?: Invalid;
  /** Draws the data. */
  build(): Case;
}

/** How many times rows are drawn again before a group is taken to have no further cases. */
const mostRepetitions = 10_000;

/** The cases of one family's group. */
export function* drawGroup(
  family: Family,
  group: Group,
  count: number | undefined,
  seed: string,
): Iterable<DrawnCase> {
  const rows = rowsOf(family, group);
  const ids = new Set<string>();
  const repetitions = count === undefined || rows.length === 0 ? 1 : mostRepetitions;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const drawnBefore = new Map<string, number>();
    for (const row of rows) {
      if (ids.size === count) return;
      const kinds = group.kinds ?? family.kinds(row.dataType as DataType);
      const turn = drawnBefore.get(row.dataType) ?? 0;
      drawnBefore.set(row.dataType, turn + 1);
      // Each group begins elsewhere in the rotation, so that groups of few rows have other kinds than their neighbours.
      const rotated = kinds[(2 * family.groups.indexOf(group) + turn + repetition) % kinds.length];
      const sketch = settle(family, group, row, repetition);
      if ("reason" in sketch) continue;
      for (const dataKind of group.everyKind ? kinds : [rotated]) {
        const id = idOf(family, group, row, sketch, dataKind, repetition);
        if (ids.has(id) || ids.size === count) continue;
        ids.add(id);
        yield {
          id,
          operator: family.operator,
          group: group.name,
          graph: sketch.graph,
          dataKind,
          build: () => buildCase(family.operator, id, sketch, dataKind, seed),
        };
      }
    }
  }
}

function idOf(
  family: Family,
  group: Group,
  row: Row,
  { graph }: Sketch,
  dataKind: DataKind,
  repetition: number,
): string {
  const short = plainKey(family, { ...row, dataType: family.factors[0].values[0] as string })
    .split(" ")
    .map((each) => each.slice(each.indexOf("=") + 1));
  return caseId({
    operator: family.operator,
    group: group.name,
    dataType: row.dataType,
    short: short.join(".") || "plain",
    graph,
    dataKind,
    repetition,
  });
}

function buildCase(
  operator: string,
  id: string,
  { graph, contents }: Sketch,
  dataKind: DataKind,
  seed: string,
): Case {
  const drawTensor = (name: string, set: string): Tensor => {
    const { dataType, shape } = descriptorOf(graph, name);
    const random = streamOf(JSON.stringify([seed, id, name, set]));
    return { dataType, shape, data: drawElements(dataType, shape, contents.get(name)!, dataKind, random) };
  };
  const inputs = [...graph.operands].filter(([, { kind }]) => kind === "input").map(([name]) => name);
  const drawInputs = (set: string): Inputs => new Map(inputs.map((name) => [name, drawTensor(name, set)]));
  const operands = new Map([...graph.operands].map(([name, operand]): [string, Operand] => [
    name,
    operand.kind === "constant" ? { kind: "constant", tensor: drawTensor(name, "constant") } : operand,
  ]));
  const complete: Graph = { ...graph, operands };
  return {
    id,
    graph: complete,
    inputs: drawInputs("A"),
    secondInputs: drawInputs("B"),
    provenance: { source: operator, seed, dataKind },
  };
}
