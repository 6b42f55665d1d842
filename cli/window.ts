/**
 * A stream of prepared cases that several backends read at their own pace. A case is prepared once, when the
 * fastest reader asks for it, and let go when the slowest has taken it; no reader gets more than `width` cases
 * ahead of the slowest, which bounds the memory.
 */
export class SharedWindow<T> {
  readonly #source: Iterator<T>;
  readonly #width: number;
  readonly #positions: number[];
  /** Items from index `#first` on. */
  readonly #items: T[] = [];
  #first = 0;
  #ended = false;
  #waiting: (() => void)[] = [];

  constructor(source: Iterable<T>, readers: number, width: number) {
    this.#source = source[Symbol.iterator]();
    this.#width = width;
    this.#positions = new Array<number>(readers).fill(0);
  }

  /** The items for one reader. Ending the iteration early lets the others go on. */
  async *read(reader: number): AsyncGenerator<T> {
    try {
      while (true) {
        const position = this.#positions[reader];
        while (position - Math.min(...this.#positions) >= this.#width) {
          await new Promise<void>((resolve) => this.#waiting.push(resolve));
        }
        if (position === this.#first + this.#items.length && !this.#prepareNext()) return;
        const item = this.#items[position - this.#first];
        this.#moveTo(reader, position + 1);
        yield item;
      }
    } finally {
      this.#moveTo(reader, Infinity);
    }
  }

  #prepareNext(): boolean {
    if (this.#ended) return false;
    const { done, value } = this.#source.next();
    if (done) this.#ended = true;
    else this.#items.push(value);
    return !done;
  }

  #moveTo(reader: number, position: number) {
    this.#positions[reader] = position;
    const slowest = Math.min(...this.#positions);
    if (slowest > this.#first) {
      const passed = Math.min(slowest - this.#first, this.#items.length);
      this.#items.splice(0, passed);
      this.#first += passed;
    }
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
