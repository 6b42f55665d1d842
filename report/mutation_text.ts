/**
 * The suite's own score as text.
 *
 * @module
 */

import type { MutantScore } from "../judge/mutation_score.ts";
import type { Unseen } from "../judge/mutants/unseen.ts";
import type { Alarm } from "../judge/population.ts";
import { type OperatorScore, shareKilled, type Totals, totalsOf } from "../judge/score.ts";
import { type Align, type Paint, plain, plural, ratioText, table } from "./text.ts";

const count = (number: number) => number.toLocaleString("en");

const heads = ["operator", "mutants", "killed", "killers", "cases", "elements", "varied", "used", "alarms"];
const columns = heads.map((_, i): Align => i === 0 ? "left" : "right");
/** Lines are printed one by one, so the widths are those of the widest figures there may be. */
const widest = [
  "reduceLogSumExp     ",
  "mutants",
  "killed",
  "killers",
  "999,999",
  "999,999,999",
  "999,999,999",
  "0.00001",
  "alarms",
];

function row(cells: readonly string[], paint?: (cell: string, column: number) => string): string {
  return table([widest, cells], columns, paint && ((text, i, column) => i ? paint(text, column) : text))[1];
}

/** The names of the columns. */
export function scoreHeads(paint: Paint): string {
  return row(heads, (cell) => paint("dim", cell));
}

/** An operator's line, and a line for each thing that is not as it should be, or is proven. */
export function scoreLines(score: OperatorScore, paint: Paint): string[] {
  const totals = totalsOf([score]);
  const { mutants, population } = score;
  const isPerfect = totals.survivors === 0 && totals.alarms === 0;
  const line = row(
    [score.operator, ...cellsOf(totals, mutants !== undefined, population !== undefined)],
    (cell, column) => column > 0 ? cell : paint(isPerfect ? "green" : "red", cell),
  );
  const remarks = population && population.unanswered > 0
    ? [`  ${plural(population.unanswered, "case")} without a software kernel`]
    : [];
  const hidden = population ? population.alarmCount - population.alarms.length : 0;
  return [
    line,
    ...(mutants ?? []).flatMap((mutant) => mutantLines(mutant, paint)),
    ...remarks,
    ...(population?.alarms ?? []).map((alarm) => alarmLine(alarm, paint)),
    ...hidden > 0 ? [`  and ${plural(hidden, "more alarm")}`] : [],
  ];
}

function cellsOf(totals: Totals, hasMutants: boolean, hasPopulation: boolean): string[] {
  const { mutants, killed, fewestKillers, cases, elements, varied, used, alarms } = totals;
  return [
    ...hasMutants ? [mutants, killed, fewestKillers].map(count) : ["", "", ""],
    ...hasPopulation
      ? [count(cases), count(elements), count(varied), ratioText(used), count(alarms)]
      : ["", "", "", "", ""],
  ];
}

function mutantLines(score: MutantScore, paint: Paint): string[] {
  const { name, sentence, fate, proof, killers, asked, largest, thrown } = score;
  const what = `${name}: as if ${sentence}`;
  const bad = (text: string) => `  ${paint("red", fate)}: ${what} (${text})`;
  if (fate === "survived") {
    return [bad(`${plural(asked, "case")} asked, largest ratio ${ratioText(largest)}`)];
  }
  if (fate === "not asked") return [bad("its bug touches no case")];
  if (fate === "threw") return [bad(plain(thrown ?? "", 200))];
  if (fate === "disproved") return [bad(`${killers[0].id} tells it from a right kernel`)];
  return fate === "equivalent" ? [`  equivalent: ${what}: ${proof}`] : [];
}

function alarmLine({ id, arithmetic, message }: Alarm, paint: Paint): string {
  return `  ${paint("red", "alarm")}: ${id}, ${arithmetic}: ${plain(message, 200)}`;
}

/** Several operators under one name, such as a class of operators. */
export function totalsLine(name: string, scores: readonly OperatorScore[]): string {
  return row([name, ...cellsOf(totalsOf(scores), true, true)]);
}

/** The score in sentences; of what was scored, if that was interrupted. */
export function scoreSentence(
  scores: readonly OperatorScore[],
  unscored: readonly string[],
  interrupted: boolean,
): string {
  const totals = totalsOf(scores);
  const { mutants, killed, equivalent, survivors, fewestKillers, elements, varied, alarms } = totals;
  const share = Math.floor(1000 * shareKilled(totals)) / 10;
  const score = mutants === 0
    ? `${interrupted ? "Interrupted: no mutant was scored" : "No mutant was put to these cases"}.`
    : `${interrupted ? "Interrupted: of what was scored, " : "Score "}${share} %: ${count(killed)} of ` +
      `${plural(mutants, "mutant")} killed, ${count(equivalent)} proven equivalent, ${
        plural(survivors, "survivor")
      }.`;
  const once = scores.flatMap((score) => score.mutants ?? []).filter(({ fate, killers }) =>
    fate === "killed" && killers.length === 1
  );
  return [
    score,
    ...killed > 0
      ? [
        `Cases that kill a mutant: at least ${fewestKillers}${
          fewestKillers === 1 ? `, and one only of ${count(once.length)}` : ""
        }.`,
      ]
      : [],
    ...unscored.length ? [`No mutants are known of ${unscored.join(", ")}.`] : [],
    `${plural(alarms, "false alarm")} among ${count(elements)} elements of correct backends.`,
    `Varied: ${
      count(varied)
    } elements, which correct backends answer in at least two ways. The others test a bound at ` +
    "one answer only; of an exact result rounded once, as in class C under ieee, there is no other.",
  ].join("\n");
}

/** What the score says nothing of, a line a reason. */
export function unseenLines(unseen: readonly Unseen[]): string[] {
  if (unseen.length === 0) return [];
  return [
    "Not asked for, because no bound or statistic here can see them:",
    ...unseen.map(({ bug, operators, reason }) => `  ${bug} in ${operators.join(", ")}: ${reason}`),
  ];
}
