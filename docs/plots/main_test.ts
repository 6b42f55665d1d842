import assert from "node:assert/strict";
import { draw } from "./main.ts";

const read = (path: string) => Deno.readTextFileSync(new URL(path, import.meta.url));

Deno.test("the plots show what the kernels measure today, and docs/tolerance.md shows every plot", async () => {
  const page = read("../tolerance.md");
  let seen = 0;
  for await (const [file, svg] of draw()) {
    seen++;
    assert.ok(page.includes(`(plots/${file})`), file);
    assert.ok(read(file) === svg, `${file} is out of date; run deno task plots`);
  }
  assert.equal(seen, [...page.matchAll(/\(plots\//g)].length);
});
