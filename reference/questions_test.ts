import assert from "node:assert/strict";
import { parseQuestions, questions } from "./questions.ts";

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
});

Deno.test("questions hold every question and letter that the reference uses", () => {
  const used = [...usesIn(new URL("./", import.meta.url)), ...usesIn(new URL("operators/", import.meta.url))];
  assert.ok(used.length > 0);
  for (const { file, id, letter } of used) {
    const question = questions.get(id);
    assert.ok(question, `${file} uses ${id}`);
    if (letter) assert.ok(question.answers[letter], `${file} uses answer ${letter} of ${id}`);
  }
});

function usesIn(folder: URL) {
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
  return files.filter((file) => file.endsWith(".ts") && !file.endsWith("_test.ts")).flatMap((file) => {
    const text = Deno.readTextFileSync(new URL(file, folder));
    const pairs = /question: "(Q\d+)",\s*answer: "([a-z])"/g;
    return [
      ...[...text.matchAll(/"(Q\d+)"/g)].map(([, id]) => ({ file, id, letter: undefined })),
      ...[...text.matchAll(pairs)].map(([, id, letter]) => ({ file, id, letter })),
    ];
  });
}

const entry = "## Q1 Why?\n\nAnchor: #x\n\n> So.\n\n- a) Yes.\n\nSettled by: nobody.\n";

Deno.test("parseQuestions() refuses an entry that lacks a part", () => {
  assert.equal(parseQuestions(entry).get("Q1")?.settledBy, "nobody.");
  for (const part of ["Anchor: #x", "> So.", "- a) Yes.", "Settled by: nobody."]) {
    assert.throws(() => parseQuestions(entry.replace(part, "")), SyntaxError, part);
  }
  assert.throws(() => parseQuestions(entry.replace("- a)", "- b)")), SyntaxError);
  assert.throws(() => parseQuestions(entry + entry), SyntaxError);
});
