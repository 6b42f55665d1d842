import assert from "node:assert/strict";
import { parseQuestions, questions } from "./questions.ts";

const sources = sourcesIn(new URL("./", import.meta.url));
const used = new Map<string, Set<string>>();
for (const { text } of sources) {
  for (const { id, letter } of answersIn(text)) used.set(id, (used.get(id) ?? new Set()).add(letter));
}

/** The sources of the reference that are no tests. */
function sourcesIn(folder: URL): { file: string; text: string }[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return sourcesIn(new URL(`${name}/`, folder));
    if (!name.endsWith(".ts") || name.endsWith("_test.ts")) return [];
    return [{ file: name, text: Deno.readTextFileSync(new URL(name, folder)) }];
  });
}

/** Questions with the letter of an answer, in each way that the reference writes them. */
function* answersIn(text: string): Generator<{ id: string; letter: string; isNamed: boolean }> {
  for (const [, id, letter] of text.matchAll(/question: "(Q\d+)",\s*answer: "([a-z])"/g)) {
    yield { id, letter, isNamed: true };
  }
  for (const [, id, letter] of text.matchAll(/\.build\("(Q\d+)", "([a-z])"\)/g)) {
    yield { id, letter, isNamed: true };
  }
  for (const [, letter, id] of text.matchAll(/, "([a-z])",(?: [^,()]+,)? "(Q\d+)"\)/g)) {
    yield { id, letter, isNamed: true };
  }
  for (const [, letter] of text.matchAll(/nanAlternative\(\w+, "([a-z])", [^,()]+\)/g)) {
    yield { id: "Q7", letter, isNamed: false };
  }
  for (const [, id] of text.matchAll(/ question = "(Q\d+)",$/gm)) yield { id, letter: "a", isNamed: true };
}

Deno.test("questions have consecutive ids", () => {
  assert.deepEqual([...questions.keys()], [...questions.keys()].map((_, i) => `Q${i + 1}`));
});

Deno.test("questions keep their titles, quotations and answers", () => {
  const question = questions.get("Q4")!;
  assert.equal(question.title, "Does averagePool2d count padding?");
  assert.equal(question.anchor, "api-mlgraphbuilder-pool2d-average");
  assert.match(question.quotation, /^Calculate the average value .* pooled feature map\.$/);
  assert.deepEqual(Object.keys(question.answers), ["a", "b"]);
  assert.equal(question.ofBuilder, true);
  assert.equal(questions.get("Q7")!.ofBuilder, false);
  assert.match(questions.get("Q7")!.answers.b, /for clamp what min\(max/);
  assert.match(questions.get("Q12")!.notAsked!, /^the two shapes differ, .* the answers do\.$/);
  assert.equal(questions.get("Q7")!.notAsked, undefined);
});

Deno.test("questions hold every answer that the reference uses", () => {
  for (const [id, letters] of used) {
    for (const letter of letters) assert.ok(questions.get(id)?.answers[letter], `${id} ${letter}`);
  }
});

Deno.test("the reference uses every answer but a, or the question says why no case asks it", () => {
  for (const [id, { answers, notAsked }] of questions) {
    const others = Object.keys(answers).filter((letter) => letter !== "a");
    const isAsked = others.length > 0 && others.every((letter) => used.get(id)?.has(letter));
    assert.equal(isAsked, notAsked === undefined, id);
  }
});

Deno.test("the letters of every question that the reference names are found", () => {
  for (const { file, text } of sources) {
    const named = [...text.matchAll(/"(Q\d+)"/g)].length;
    const lettered = [...answersIn(text)].filter(({ isNamed }) => isNamed).length;
    assert.equal(lettered, named, file);
  }
});

const entry = "## Q1 Why?\n\nAnchor: #x\n\n> So.\n\n- a) Yes.\n\nSettled by: nobody.\n";

Deno.test("parseQuestions() refuses an entry that lacks a part", () => {
  assert.equal(parseQuestions(entry).get("Q1")?.settledBy, "nobody.");
  for (const part of ["Anchor: #x", "> So.", "- a) Yes.", "Settled by: nobody."]) {
    assert.throws(() => parseQuestions(entry.replace(part, "")), SyntaxError, part);
  }
  assert.throws(() => parseQuestions(entry.replace("- a)", "- b)")), SyntaxError);
  assert.throws(() => parseQuestions(entry + entry), SyntaxError);
});
