/**
 * From the text of the specification (Bikeshed source, `index.bs`) to its operators as data.
 *
 * @module
 */

import { InputError } from "../../graph/input_error.ts";
import { type Idl, type IdlMethod, idlOf, membersOf } from "./idl.ts";
import { limitsTablesOf } from "./limits.ts";
import { headingsOf, sectionOf } from "./sections.ts";
import type { Edition, SpecOperator, SpecTable } from "./table.ts";

/** Methods of `MLGraphBuilder` that make no operator. */
const notOperators = ["input", "constant", "build"];

/**
 * The operators of a text.
 *
 * @param date The edition's date (`2026-06-26`) where the text has no `Date` line.
 * @throws {InputError} if the text is not the specification's, or an operator has no tensor limits.
 */
export async function extract(text: string, date?: string): Promise<SpecTable> {
  const idl = idlOf(text);
  const methods = idl.methods.filter(({ name }) => !notOperators.includes(name));
  if (methods.length === 0) {
    throw new InputError(
      "the text has no method of MLGraphBuilder; give the index.bs of the WebNN specification",
    );
  }
  const tables = limitsTablesOf(text);
  const headings = headingsOf(text);
  const operators: Record<string, SpecOperator> = {};
  for (const method of methods) {
    const { name, returns } = method;
    if (Object.hasOwn(operators, name)) throw new InputError(`the text declares the method ${name} twice`);
    const section = sectionOf(name, method.position, headings);
    if (section === undefined) throw new InputError(`the method ${name} stands in no section with an anchor`);
    const [table, second] = tables.filter(({ methods }) => methods.includes(name));
    if (!table || second) {
      throw new InputError(`the method ${name} has ${table ? "two tables" : "no table"} of tensor limits`);
    }
    operators[name] = { section, returns, ...argumentsOf(method, idl), limits: table.rows };
  }
  return { edition: await editionOf(text, date), enums: enumsOf(operators, idl), operators };
}

function argumentsOf(
  { name, arguments: all }: IdlMethod,
  idl: Idl,
): Pick<SpecOperator, "arguments" | "options"> {
  const { options, ...others } = all;
  if (!options) throw new InputError(`the method ${name} has no argument called options`);
  return { arguments: others, options: membersOf(options.type, idl) };
}

/** The enums that the operators' types name. */
function enumsOf(
  operators: Readonly<Record<string, SpecOperator>>,
  { enums }: Idl,
): Record<string, readonly string[]> {
  const types = new Set(
    Object.values(operators).flatMap(({ arguments: positional, options }) =>
      [...Object.values(positional), ...Object.values(options)].flatMap(({ type }) =>
        type.match(/\w+/g) ?? []
      )
    ),
  );
  return Object.fromEntries([...enums].filter(([name]) => types.has(name)));
}

async function editionOf(text: string, given: string | undefined): Promise<Edition> {
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(\\S.*?)[ \\t]*$`, "m").exec(text)?.[1];
  const date = line("Date") ?? given;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return {
    status: line("Status") ?? "unknown",
    ...(date === undefined ? {} : { date }),
    sha256: new Uint8Array(hash).toHex(),
  };
}
