/**
 * JUnit XML, as CI systems read it: a testsuite a backend, a testcase a case; one a pool of the statistics too, with its
 * figures as its output.
 *
 * @module
 */

import type { ResultLine, ResultsHeader } from "../judge/results.ts";
import { figuresText } from "./statistics.ts";
import { describeFailure, familyOf, type Outcome, outcomes } from "./summary.ts";

/** The results as a JUnit document, ending in a line feed. Errors are crashes, timeouts and answers that broke off. */
export function renderJunit(header: ResultsHeader, lines: readonly ResultLine[]): string {
  const suites = header.backends.map((backend) => {
    const own = lines.filter((line) => line.backend === backend.name);
    const attributes = {
      name: backend.name,
      ...countsOf(own),
      timestamp: header.started.replace(/(\.\d+)?Z$/, ""),
      hostname: header.machine,
    };
    const properties = { version: backend.version, device: backend.device, profile: backend.profile };
    return element("testsuite", attributes, [
      element(
        "properties",
        {},
        Object.entries({ ...properties, seed: header.seed, suite: header.suite }).map(
          ([name, value]) => element("property", { name, value }),
        ),
      ),
      ...own.map(testcase),
    ]);
  });
  const root = element("testsuites", { name: "webnn-cts", ...countsOf(lines) }, suites);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function countsOf(lines: readonly ResultLine[]): Record<string, string> {
  const count = (outcome: Outcome) =>
    String(lines.filter(({ verdict }) => outcomes[verdict] === outcome).length);
  return {
    tests: String(lines.length),
    failures: count("failed"),
    errors: count("errors"),
    skipped: count("unsupported"),
    time: lines.reduce((sum, line) => sum + secondsOf(line), 0).toFixed(3),
  };
}

function secondsOf({ buildMs = 0, dispatchMs = 0 }: ResultLine): number {
  return (buildMs + dispatchMs) / 1000;
}

function testcase(line: ResultLine): string {
  const { operator, group } = familyOf(line);
  const attributes: Record<string, string> = {
    classname: [line.backend, operator, group].filter(Boolean).join("."),
    name: line.name ?? line.id,
    time: secondsOf(line).toFixed(4),
    ...line.file === undefined ? {} : { file: line.file },
  };
  const message = line.message ?? "";
  const figures = line.figures ? [element("system-out", {}, [escaped(figuresText(line.figures))])] : [];
  switch (outcomes[line.verdict]) {
    case "passed":
      return element("testcase", attributes, figures);
    case "unsupported":
      return element("testcase", attributes, [element("skipped", { message })]);
    case "failed": {
      const type = line.cause ?? line.verdict;
      return element("testcase", attributes, [
        element("failure", { message: `${describeFailure(line)}: ${message}`, type }, [
          escaped([line.id, ...line.diagnosis === undefined ? [] : [line.diagnosis]].join("\n")),
        ]),
        ...figures,
      ]);
    }
    case "errors":
      return element("testcase", attributes, [
        element("error", { message, type: line.verdict }, [escaped(line.id)]),
      ]);
  }
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[] = [],
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`).join("");
  if (children.length === 0) return `<${name}${given}/>`;
  return `<${name}${given}>${children.join("\n")}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text as XML 1.0 allows it; characters that it forbids even as references are written `\u{…}`. */
function escaped(text: string): string {
  return text
    .replace(
      /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu,
      (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
    )
    .replace(/[&<>"\t\n\r]/g, (character) => entities[character]);
}
