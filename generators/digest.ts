/**
 * One digest a group over the ids and all bits of its default cases. `digests.json` holds those of the default seed,
 * and a test compares: a difference means that published cases have changed, on this engine or on all.
 *
 * To write the file again, after a change that is meant: `deno task digests`. A change of bits under an old id
 * also raises `generatorVersion`.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { contentHash } from "../graph/id.ts";
import { allFamilies } from "./families.ts";
import { drawGroup } from "./draw_group.ts";

/** The seed of the committed digests: the one that the command line takes unless told otherwise. */
export const digestSeed = "webnn-cts";

/** Digests by `operator/group`. */
export function digests(): Record<string, string> {
  return Object.fromEntries(
    allFamilies.flatMap((family) =>
      family.groups.map((group) => {
        const hash = createHash("sha256");
        for (const { id, build } of drawGroup(family, group, undefined, digestSeed)) {
          hash.update(`${id} ${contentHash(build())}\n`);
        }
        return [`${family.operator}/${group.name}`, hash.digest("hex").slice(0, 16)];
      })
    ),
  );
}

if (import.meta.main) {
  const file = new URL("digests.json", import.meta.url);
  await Deno.writeTextFile(file, JSON.stringify(digests(), null, 2) + "\n");
}
