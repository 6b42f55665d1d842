import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { formatProgress } from "./progress.ts";
import { duration, plain, ratioText, shellQuoted, table, wrapped } from "./text.ts";

Deno.test("plain() makes one harmless line of a message", () => {
  strictEqual(plain("a\n  b\u202e\x1b[31mc"), "a b\\u{202e}\\u{1b}[31mc");
  strictEqual(plain("abcdef", 4), "abc…");
});

Deno.test("shellQuoted() survives a quote", () => {
  strictEqual(shellQuoted("it's"), `'it'\\''s'`);
});

Deno.test("duration() reads as a person says it", () => {
  deepStrictEqual(
    [0.04, 9.94, 21.4, 59.6, 185, 7500, Infinity].map(duration),
    ["0.0 s", "9.9 s", "21 s", "1 min 0 s", "3 min 5 s", "2 h 5 min", "?"],
  );
});

Deno.test("ratioText() keeps two digits", () => {
  deepStrictEqual([0, 0.4123, 1, 2e-7, Infinity].map(ratioText), ["0", "0.41", "1.0", "2e-7", "Infinity"]);
});

Deno.test("table() aligns names to the left and numbers to the right", () => {
  deepStrictEqual(table([["a", "1"], ["bbb", "22"]], ["left", "right"]), ["a     1", "bbb  22"]);
});

Deno.test("formatProgress() shows share, rate and time left", () => {
  strictEqual(
    formatProgress({ done: 50, total: 100, failed: 3, elapsedMs: 2000 }, 80),
    "[###############---------------] 50/100  25/s  2.0 s left  3 failed",
  );
});

Deno.test("formatProgress() never is wider than it may be, and needs no total or time", () => {
  for (const width of [10, 30, 50, 200]) {
    for (const done of [0, 1, 99, 100]) {
      const text = formatProgress({ done, total: 100, failed: done, elapsedMs: 1234 }, width);
      strictEqual(text.length <= width, true, text);
    }
  }
  strictEqual(formatProgress({ done: 0, total: 0, failed: 0, elapsedMs: 0 }, 80).includes("NaN"), false);
});

Deno.test("wrapped() breaks between words, and within one that is too long", () => {
  deepStrictEqual(wrapped("one two three", 8), ["one two", "three"]);
  deepStrictEqual(wrapped("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
  deepStrictEqual(wrapped("", 5), [""]);
});
