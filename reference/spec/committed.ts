/**
 * The committed table.
 *
 * @module
 */

import committed from "./operators.json" with { type: "json" };
import type { SpecTable } from "./table.ts";

/** The specification's operators, as `deno task spec:extract` found them in the edition that it names. */
export const specTable = committed as unknown as SpecTable;
