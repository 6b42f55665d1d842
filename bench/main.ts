/**
 * `deno task bench`: speed and memory beside peers, each figure with its target where it has one. Run it on a machine that
 * does nothing else. The exit code is 0 whatever the figures are.
 *
 * @module
 */

import { defaultCases, manyConvolutions } from "./cases.ts";
import { elementwise } from "./elementwise.ts";
import { files } from "./files.ts";
import { judging } from "./judging.ts";
import { network } from "./network.ts";
import { render, type Section } from "./line.ts";
import { products } from "./products.ts";

const sections: readonly Section[] = [
  ...products,
  network,
  elementwise,
  judging,
  files,
  manyConvolutions,
  defaultCases,
];

let missed = 0, met = 0;
for (const [i, { title, measure }] of sections.entries()) {
  console.error(`bench: ${i + 1} of ${sections.length}: ${title}`);
  console.log(title);
  for await (const line of measure()) {
    if (line.target) line.target.met ? met++ : missed++;
    console.log(render(line));
  }
}
console.log(`${met} targets met, ${missed} not met`);
