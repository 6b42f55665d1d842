/**
 * The strictest profile that each backend met, an operator at a time (tolerance.md, section 7).
 *
 * @module
 */

import { type ProfileName, profileNames } from "../graph/profile.ts";
import type { ResultLine, ResultsHeader } from "../judge/results.ts";
import { familyOf } from "./summary.ts";
import { plain } from "./text.ts";

/** The operators of a backend by the strictest profile that all of their judged cases met; `none`: some met no profile. */
export interface Strictest {
  readonly backend: string;
  readonly operators: Readonly<Partial<Record<ProfileName | "none", readonly string[]>>>;
}

const fromStrict: readonly (ProfileName | "none")[] = [...profileNames, "none"];

/** One entry for each backend of which a case was judged; graphs of several operators and proposals stand apart. */
export function strictestMet(header: ResultsHeader, lines: readonly ResultLine[]): Strictest[] {
  return header.backends.flatMap(({ name }) => {
    const widest = new Map<string, number>();
    for (const line of lines) {
      if (line.backend !== name || line.proposal) continue;
      const { operator } = familyOf(line);
      const met = metBy(line);
      if (operator === "graph" || met === undefined) continue;
      widest.set(operator, Math.max(widest.get(operator) ?? 0, fromStrict.indexOf(met)));
    }
    if (widest.size === 0) return [];
    const groups = Map.groupBy([...widest.keys()].sort(), (operator) => fromStrict[widest.get(operator)!]);
    return [{
      backend: name,
      operators: Object.fromEntries(fromStrict.map((met) => [met, groups.get(met)])),
    }];
  });
}

/** Undefined where no value was judged: a refusal, a crash, something unsupported. */
function metBy({ verdict, cause, meets }: ResultLine): ProfileName | "none" | undefined {
  const isJudged = verdict === "pass"
    ? meets !== undefined
    : verdict === "fail" && cause !== "missing-required";
  return isJudged ? meets ?? "none" : undefined;
}

/** Operators named behind a count. */
const mostNamed = 4;

/** A line a backend: `ort-cpu: ieee 90, none 3 (gemm, lstm, matmul)`. */
export function strictestLines(entries: readonly Strictest[], width: number): string[] {
  if (entries.length === 0) return [];
  const text = ({ backend, operators }: Strictest) => {
    const parts = fromStrict.flatMap((met) => {
      const names = operators[met];
      if (!names) return [];
      const some = names.slice(0, mostNamed).map((name) => plain(name, 40)).join(", ");
      const more = names.length > mostNamed ? ", …" : "";
      return [`${met} ${names.length}${met === "ieee" ? "" : ` (${some}${more})`}`];
    });
    return plain(`${backend}: ${parts.join(", ")}`, width);
  };
  return ["Strictest profile met, in operators:", ...entries.map((entry) => `  ${text(entry)}`)];
}
