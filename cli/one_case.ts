/**
 * The one case that `explain`, `shrink` and `diagnose` are about: drawn by its id, or read from a file.
 *
 * @module
 */

import { draw, drawInvalid, type DrawnCase, families } from "../generators/mod.ts";
import { InputError } from "../graph/input_error.ts";
import { printable } from "../graph/names.ts";
import { operators } from "../reference/operators.ts";
import { type CommandOption, didYouMean, type Given, nearest } from "./command.ts";
import { Prepared } from "./execute.ts";
import { type CaseInFile, readCaseFiles } from "./read_cases.ts";
import { defaultSeed } from "./selection.ts";

export const oneCaseOptions: Readonly<Record<string, CommandOption>> = {
  from: {
    value: "FILE",
    help: "the case file that holds CASE, by id or name (default: it is drawn by its id)",
  },
  seed: { value: "TEXT", help: `seed of the data (default: ${defaultSeed})` },
};

/** A case that was asked for, and what its file says of it if it comes from one. */
export interface OneCase {
  readonly prepared: Prepared;
  readonly inFile?: CaseInFile;
}

/** Cases of a group among which an id is looked for: default rows, and further repetitions of them. */
const mostDrawn = 1000;

/**
 * The case that the only positional argument names: an id, or the path of a case file that holds one case.
 *
 * @param seed Of the data, where `--seed` is absent: that of the run that the case failed in.
 * @throws {InputError} if there is no argument or more than one, no such case, or the file is none of ours.
 */
export function oneCase(given: Given, command: string, seed: string = defaultSeed): OneCase {
  const { positionals: [name, ...others] } = given;
  if (name === undefined || others.length > 0) {
    const fault = name === undefined ? `${command} needs a case` : `"${others[0]}" is too much`;
    throw new InputError(`${fault}: conform ${command} CASE, a case id or a case file.`);
  }
  if (isPoolId(name)) {
    throw new InputError(
      `"${printable(name)}" is a pool of the statistics of many cases and no case: ` +
        `conform explain with this id names the cases in it; give ${command} one of those.`,
    );
  }
  const from = given.text("from");
  if (from !== undefined) return inFile(readCaseFiles([from]), from, name);
  if (isFile(name)) return inFile(readCaseFiles([name]), name);
  return { prepared: new Prepared(drawnCase(name, given.text("seed") ?? seed).build()) };
}

/**
 * The drawn case of an id, default or not.
 *
 * @throws {InputError} if no operator, group or case has that name; nearby names are given.
 */
export function drawnCase(id: string, seed: string): DrawnCase {
  const [operator, group = ""] = id.split("/");
  const ofOperator = { filters: [`${operator}/**`], seed };
  const isInvalid = group.startsWith("invalid-");
  const source = isInvalid ? drawInvalid(ofOperator) : draw({ filters: [id], count: mostDrawn, seed });
  if (!id.includes("*")) { for (const drawn of source) if (drawn.id === id) return drawn; }
  throw new InputError(`There is no case "${printable(id)}".${hint(operator, group, id)}`);
}

/** Whether an id is that of a pool of the statistics in a run's results. */
export function isPoolId(id: string): boolean {
  return /^[^/]+\/statistics\/float\d+\/(?:signed|positive|norm)\.n\d+-[\da-f]{8}$/.test(id);
}

/** Where the mistake is: the operator, the group, or the rest of the id. */
function hint(operator: string, group: string, id: string): string {
  const names = new Set([
    "input",
    "constant",
    "build",
    ...operators.keys(),
    ...families.map((family) => family.operator),
  ]);
  if (!names.has(operator)) {
    return `${didYouMean(operator, names)} It is neither a file nor does it begin with an operator; ` +
      '"conform list cases" shows the ids.';
  }
  const filters = [`${operator}/**`];
  const all = [...(group.startsWith("invalid-") ? drawInvalid({ filters }) : draw({ filters, seed: "" }))];
  const groups = new Map(all.toReversed().map((drawn) => [drawn.group, drawn.id]));
  const isGroup = groups.has(group);
  const near = isGroup
    ? nearest(id, all.filter((drawn) => drawn.group === group).map((drawn) => drawn.id), mostNear)
    : nearest(group, groups.keys(), mostNear).map((each) => groups.get(each)!);
  const nearby = near.length > 0 ? ` Near it: ${near.join(", ")}.` : "";
  const meant = isGroup ? didYouMean(id, near) : didYouMean(group, groups.keys());
  const listed = isGroup ? `${operator}/${group}` : `${operator}/**`;
  return `${meant}${nearby} "conform list cases --filter '${listed}'" lists all.`;
}

/** Ids that are given where there is none of that name. */
const mostNear = 5;

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** The case of an id or a name, or the only one. */
function inFile(cases: readonly CaseInFile[], path: string, wanted?: string): OneCase {
  const found = cases.filter((each) => wanted === undefined || [each.case.id, each.name].includes(wanted));
  if (found.length === 1) {
    const [{ case: testCase, file, name }] = found;
    return { prepared: new Prepared(testCase, { file, name }), inFile: found[0] };
  }
  const names = cases.map((each) => each.name);
  if (wanted === undefined) {
    throw new InputError(
      `${path} holds ${cases.length} cases, such as ${
        printable(names[0] ?? "")
      }; name one: CASE --from ${path}.`,
    );
  }
  const fault = found.length === 0 ? "holds no case" : `holds ${found.length} cases`;
  throw new InputError(`${path} ${fault} "${printable(wanted)}".${didYouMean(wanted, names)}`);
}
