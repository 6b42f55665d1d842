import assert from "node:assert/strict";
import { SharedWindow } from "./window.ts";

function* numbers(count: number, made: number[]): Generator<number> {
  for (let i = 0; i < count; i++) {
    made.push(i);
    yield i;
  }
}

Deno.test("SharedWindow gives every reader every item, and prepares each once", async () => {
  const made: number[] = [];
  const window = new SharedWindow(numbers(50, made), 3, 4);
  const slow = async (reader: number, pause: number) => {
    const got: number[] = [];
    for await (const item of window.read(reader)) {
      got.push(item);
      if (got.length % pause === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return got;
  };
  const all = Array.from({ length: 50 }, (_, i) => i);
  assert.deepEqual(await Promise.all([slow(0, 1), slow(1, 3), slow(2, 50)]), [all, all, all]);
  assert.deepEqual(made, all);
});

Deno.test("SharedWindow holds a fast reader at most its width ahead", async () => {
  const made: number[] = [];
  const window = new SharedWindow(numbers(10, made), 2, 3);
  const fast = window.read(0);
  for (let i = 0; i < 3; i++) await fast.next();
  const held = fast.next();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(made, [0, 1, 2]);
  const slow = window.read(1);
  await slow.next();
  await slow.next();
  assert.equal((await held).value, 3);
});

Deno.test("SharedWindow lets the others go on when a reader gives up", async () => {
  const window = new SharedWindow(numbers(20, []), 2, 2);
  for await (const _ of window.read(0)) break;
  let count = 0;
  for await (const _ of window.read(1)) count++;
  assert.equal(count, 20);
});
