/**
 * The open questions of the specification, read from `questions.md`.
 *
 * @module
 */

/** A question and its admissible answers. */
export interface Question {
  /** `Q7`. */
  readonly id: string;
  readonly title: string;
  /** The section of the specification, without `#`. */
  readonly anchor: string;
  /** Only WebNN itself answers: on the way to another target the lowering does. */
  readonly ofBuilder: boolean;
  /** The specification's words. */
  readonly quotation: string;
  /** Each answer by its letter; `a` is the reference's. */
  readonly answers: Readonly<Record<string, string>>;
  /** Why no case asks it; absent where cases do. */
  readonly notAsked?: string;
  /** Who settles it. */
  readonly settledBy: string;
}

/** Every question by id, in the order of the file. */
export const questions: ReadonlyMap<string, Question> = parseQuestions(
  Deno.readTextFileSync(new URL("questions.md", import.meta.url)),
);

/**
 * The questions of a text in the form of `questions.md`.
 *
 * @throws {SyntaxError} where an entry lacks a part, names it twice or skips a letter.
 */
export function parseQuestions(text: string): Map<string, Question> {
  const entries = new Map<string, Question>();
  for (const section of text.split(/^## /m).slice(1)) {
    const question = parseQuestion(section);
    if (entries.has(question.id)) throw new SyntaxError(`questions.md: ${question.id} stands there twice`);
    entries.set(question.id, question);
  }
  return entries;
}

function parseQuestion(section: string): Question {
  const [, id, title] = section.match(/^(Q\d+) (.+)$/m) ?? fail("a title such as `## Q1 What?`", section);
  const [, anchor] = section.match(/^Anchor: #(\S+)$/m) ?? fail("a line `Anchor: #section`", section);
  const ofBuilder = /^Asked of: MLGraphBuilder$/m.test(section);
  const [, settledBy] = section.match(/^Settled by: ([^]+?)\n*$/m) ?? fail("a line `Settled by:`", section);
  const notAsked = section.match(/^Not asked: ([^]+?)\n\n/m)?.[1];
  const quotation = joined([...section.matchAll(/^> (.*)$/gm)].map(([, line]) => line).join("\n"));
  if (quotation === "") fail("a quotation", section);
  const answers: Record<string, string> = {};
  for (const [, letter, answer] of section.matchAll(/^- ([a-z])\) (.+(?:\n {2}.+)*)/gm)) {
    answers[letter] = joined(answer);
  }
  const letters = Object.keys(answers).join("");
  if (letters === "" || !"abcdefghijklmnopqrstuvwxyz".startsWith(letters)) fail("answers a), b), …", section);
  return {
    id,
    title,
    anchor,
    ofBuilder,
    quotation,
    answers,
    ...(notAsked !== undefined && { notAsked: joined(notAsked) }),
    settledBy: joined(settledBy),
  };
}

function joined(lines: string): string {
  return lines.replace(/\s+/g, " ").trim();
}

function fail(what: string, section: string): never {
  throw new SyntaxError(`questions.md: the entry "${section.split("\n", 1)[0]}" lacks ${what}`);
}
