/**
 * The backend `reference` of `replay`: it answers with the expected values that stand in the files, so that these
 * are judged. Files know the answer to the first data set only. To a case that must be refused it answers itself.
 *
 * @module
 */

import type { Answer } from "../graph/answer.ts";
import type { Case } from "../graph/case.ts";
import type { ProfileName } from "../graph/profile.ts";
import { refusalOf } from "../reference/refusal.ts";
import { type Asked, profileOf, type Ready, readyBackends } from "./backend_options.ts";
import type { Given } from "./command.ts";
import type { CaseInFile } from "./read_cases.ts";

/** The target that answers with what the files say. */
export function storedAnswers(cases: readonly CaseInFile[], profile: ProfileName): Ready {
  const expected = new Map(cases.map((fileCase) => [fileCase.case.id, fileCase.expected]));
  const invalid = new Map(
    cases.flatMap(({ case: each }) => each.invalid ? [[each.id, each] as const] : []),
  );
  const answerOf = (id: string): Answer => {
    const refused = invalid.get(id);
    if (refused) return refusalAnswer(refused);
    const outputs = expected.get(id);
    if (!outputs?.size) return { id, kind: "unsupported", message: "the file gives no expected values" };
    return { id, kind: "outputs", dispatches: [outputs, new Map(), outputs] };
  };
  return {
    backend: {
      name: "reference",
      profile,
      validates: true,
      probe: () => Promise.resolve({ ready: true, version: "", device: "" }),
      limits: () => Promise.resolve({}),
      async *run(asked) {
        for await (const { id } of asked) yield answerOf(id);
      },
      close: () => Promise.resolve(),
    },
    profile,
    version: "the files' own expected values",
    device: "float64",
    judgedPart: (expectation) => ({ ...expectation, secondOutputs: new Map() }),
  };
}

function refusalAnswer(testCase: Case): Answer {
  const { id } = testCase;
  const refusal = refusalOf(testCase);
  return refusal
    ? { id, kind: "rejected", exception: refusal.exception, message: refusal.message }
    : { id, kind: "accepted", message: "the reference accepts it" };
}

/** The backends of these names, with `reference` for cases of files, or all that are ready. */
export async function targetsOf(
  given: Given,
  cases: readonly CaseInFile[],
  names: readonly string[] | undefined = given.text("backend")?.split(","),
): Promise<Asked> {
  if (cases.length === 0 || !names?.includes("reference")) return await readyBackends(given, names);
  const stored = storedAnswers(cases, profileOf(given) ?? "ieee");
  const others = names.filter((name) => name !== "reference");
  const asked = await readyBackends(given, others);
  return { ...asked, ready: [stored, ...asked.ready], jobs: asked.jobs + 1 };
}
