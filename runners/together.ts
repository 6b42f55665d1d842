/**
 * Several hosts that share the cases of one run.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { RunOptions } from "./backend.ts";
import { Flight, type Hosts } from "./flight.ts";

/** Runs `cases` in `count` flights at once: each case goes to the flight that first has room for it. */
export async function* runTogether(
  count: number,
  hosts: Hosts,
  cases: Iterable<Case> | AsyncIterable<Case>,
  options: RunOptions,
): AsyncGenerator<Answer, void, undefined> {
  const source = queued(cases);
  const share = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...options.signal ? [options.signal] : []]);
  const flights = Array.from({ length: count }, () => new Flight(hosts, { ...options, signal }).run(share));
  const nextOf = async (flight: AsyncGenerator<Answer, void, undefined>) => ({
    flight,
    next: await flight.next(),
  });
  const waiting = new Map(flights.map((flight) => [flight, nextOf(flight)]));
  try {
    while (waiting.size > 0) {
      const { flight, next } = await Promise.race(waiting.values());
      if (next.done) {
        waiting.delete(flight);
      } else {
        waiting.set(flight, nextOf(flight));
        yield next.value;
      }
    }
  } finally {
    ended.abort();
    await Promise.all(flights.map((flight) => flight.return()));
    // A source that waits for something must not keep the run from ending.
    source.return().catch(() => {});
  }
}

/** An iterator of which several may ask at once. */
async function* queued<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}
