/**
 * The "Tensor limits" tables of the specification's text.
 *
 * @module
 */

import { specDataTypes } from "../../graph/data_type.ts";
import { InputError } from "../../graph/input_error.ts";
import type { DataTypeLimit, RankLimit, SpecLimits } from "./table.ts";

/** One table: which methods it is about, and its rows. */
export interface LimitsTable {
  readonly methods: readonly string[];
  readonly rows: Readonly<Record<string, SpecLimits>>;
}

/**
 * Every table with a column of allowed data types. Which methods a table is about is said by its `link-for`.
 * @throws {InputError} if a row has not as many cells as there are columns, or a row stands there twice.
 */
export function limitsTablesOf(text: string): LimitsTable[] {
  return [...text.matchAll(/<table\b([^>]*)>([^]*?)<\/table>/g)].flatMap(([, attributes, body]) => {
    const columns = cellsOf(body, "th");
    if (!columns.includes("allowed data types")) return [];
    const methods = [...attributes.matchAll(/MLGraphBuilder\/(\w+)\(/g)].map(([, name]) => name);
    return [{ methods, rows: rowsOf(body, columns, methods.join("/")) }];
  });
}

function rowsOf(body: string, columns: readonly string[], where: string): Record<string, SpecLimits> {
  const rows: Record<string, SpecLimits> = {};
  // HTML lets a row end where the next begins, and prelu's table makes use of that.
  for (const row of body.split("<tr>")) {
    const cells = cellsOf(row, "td");
    if (cells.length === 0) continue;
    if (cells.length !== columns.length) {
      throw new InputError(
        `the tensor limits of ${where} have a row of ${cells.length} cells under ${columns.length} columns`,
      );
    }
    const cell = (column: string): string | undefined => cells[columns.indexOf(column)];
    const [, subject, condition] = /^(\S+)(?: if (\w+) is true)?$/.exec(cell("operand") ?? "") ?? [];
    if (subject === undefined) {
      throw new InputError(
        `the tensor limits of ${where} have a row for "${cell("operand")}", which is no operand`,
      );
    }
    const name = subject.replace(/^outputs\[(\d+)\]$/, "output$1");
    if (Object.hasOwn(rows, name)) {
      throw new InputError(`the tensor limits of ${where} have two rows for ${name}`);
    }
    const requiredDataTypes = cell("required data types");
    const requiredRanks = cell("required ranks");
    rows[name] = {
      allowedDataTypes: dataTypes(cell("allowed data types")!),
      ...(requiredDataTypes === undefined ? {} : { requiredDataTypes: dataTypes(requiredDataTypes) }),
      allowedRanks: ranks(cell("allowed ranks") ?? ""),
      ...(requiredRanks === undefined ? {} : { requiredRanks: ranks(requiredRanks) }),
      ...(condition === undefined ? {} : { condition }),
    };
  }
  return rows;
}

function cellsOf(html: string, element: "th" | "td"): string[] {
  return [...html.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, "g"))].map(([, cell]) =>
    plain(cell)
  );
}

/**
 * A cell's words without Bikeshed's markup: `{{MLGruOptions/bias}}` is `bias`, `[=/any rank|N=]` is `N`, `*output*` is
 * `output`; "`inputs`'s items" is `inputs`, because limits of a list are those of each of its operands.
 *
 * The dictionary of an option is left out on purpose: convTranspose2d's table names `MLConv2dOptions/bias`, though
 * its options are `MLConvTranspose2dOptions`.
 */
function plain(cell: string): string {
  return cell
    .replace(/\{\{(?:[^{}]*\/)?"?([^{}"/]+)"?\}\}/g, "$1")
    .replace(/\[=(?:[^=|\]]*\|)?(?:[^=|\]]*\/)?([^=|\]]*)=\]/g, "$1")
    .replace(/\*([^*]+)\*/g, "$1")
    .replace(/'s items\b/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function dataTypes(words: string): DataTypeLimit {
  const names = words.split(", ");
  const listed = specDataTypes.filter((dataType) => names.includes(dataType));
  return listed.length === names.length ? listed : words;
}

function ranks(words: string): RankLimit {
  const [, least, greatest] = /^(?:(\d+)(?: to (\d+|N))?|N)$/.exec(words) ?? [];
  if (words === "N") return [0, null];
  if (least === undefined) return words;
  return [Number(least), greatest === "N" ? null : Number(greatest ?? least)];
}
