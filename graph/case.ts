/**
 * A case is the question: a graph and the inputs to dispatch it with.
 *
 * @module
 */

import type { Graph } from "./graph.ts";
import type { Invalid } from "./invalid.ts";
import type { Tensor } from "./tensor.ts";

/** One tensor for each operand of kind `input`. */
export type Inputs = ReadonlyMap<string, Tensor>;

/** Where a case comes from, for reports. `dataKind` also says in which statistics its results are counted. */
export interface Provenance {
  /** The generator family (`conv`), or the file it was read from. */
  readonly source: string;
  /** The name it has in that file, if it was read from one. */
  readonly name?: string;
  readonly seed?: string;
  /** How its data was drawn: `integers`, `uniform`, `cancellation`, … */
  readonly dataKind?: string;
}

/**
 * A case. A backend builds the graph once and dispatches it with A, B, A (`inputs`, `secondInputs`, `inputs`): the
 * two answers to A must be equal bit for bit, and both data sets are judged.
 */
export interface Case {
  /** Reads like a path and never changes: `conv2d/asymmetric-padding/float32/nhwc.ohwi.s2-3fa91c02`. */
  readonly id: string;
  readonly graph: Graph;
  readonly inputs: Inputs;
  readonly secondInputs: Inputs;
  readonly provenance: Provenance;
  /** The case must be refused; it is never dispatched, and its inputs have no data. */
  readonly invalid?: Invalid;
}
