/**
 * Alternatives gathered element by element.
 *
 * @module
 */

import { createElements, type DataType, isInt64 } from "../graph/data_type.ts";
import type { AlternativeValues } from "./operator.ts";

/** Gathers the elements on which an alternative differs, in ascending order of position. */
export class AlternativeList {
  readonly #dataType: DataType;
  readonly #elements: { at: number; v: number | bigint; e: number }[] = [];

  /** Of an output of `dataType`. */
  constructor(dataType: DataType) {
    this.#dataType = dataType;
  }

  /** `v` is a BigInt for 64-bit integers. */
  add(at: number, v: number | bigint, e = 0): void {
    this.#elements.push({ at, v, e });
  }

  /** The alternative; none where no element differs. */
  build(question: string | undefined, answer: string): AlternativeValues[] {
    const elements = this.#elements.sort((a, b) => a.at - b.at);
    if (elements.length === 0) return [];
    const { length } = elements;
    const v = isInt64(this.#dataType)
      ? createElements(this.#dataType, length) as BigInt64Array | BigUint64Array
      : new Float64Array(length);
    elements.forEach((element, k) => v[k] = element.v);
    return [{
      question,
      answer,
      positions: Uint32Array.from(elements, ({ at }) => at),
      v,
      ...(elements.some(({ e }) => e > 0) ? { e: Float64Array.from(elements, ({ e }) => e) } : {}),
    }];
  }
}

/** Alternatives as a result carries them: absent where there is none. */
export function orAbsent(alternatives: AlternativeValues[]): AlternativeValues[] | undefined {
  return alternatives.length > 0 ? alternatives : undefined;
}
