import { InputError } from "../graph/input_error.ts";
import { numberToText } from "../graph/number_text.ts";
import { unseenOf } from "../judge/mutants/unseen.ts";
import type { ScoredProfile } from "../judge/mutation_score.ts";
import { type OperatorScore, totalsOf } from "../judge/score.ts";
import { arithmetics } from "../judge/software/arithmetic.ts";
import { scoreHeads, scoreLines, scoreSentence, totalsLine, unseenLines } from "../report/mutation_text.ts";
import { painter } from "../report/text.ts";
import { type Command, didYouMean, type Given, noPositionals } from "./command.ts";
import { inThreads } from "./in_threads.ts";
import { onInterrupt } from "./interrupt.ts";
import { ProgressLine } from "./progress_line.ts";
import { type Plan, planOf } from "./score_plan.ts";
import { select, selectionOptions } from "./selection.ts";
import { note, out, wantsColour } from "./terminal.ts";
import type { Part, PartScore } from "./score_work.ts";

const profileNames = Object.keys(arithmetics) as ScoredProfile[];
const { filter, count, seed } = selectionOptions;

/** `conform mutants` */
export const mutantsCommand: Command = {
  name: "mutants",
  summary: "the suite's own score: which seeded kernel bugs the selected cases catch",
  usage: "[options]",
  description:
    "Puts software kernels with one bug each (mutants) to the selected cases, and correct ones in every order of\n" +
    "adding. A mutant is killed by a case that it misses four-fold, or where it should be exact; two such cases are\n" +
    "looked for, the small ones first. A mutant whose bug touches no case was not asked, which counts as surviving.\n" +
    "Correct kernels are put to all selected cases, and to further ones until each operator has its share of the\n" +
    "elements that its class is to be judged by; an element counts once for each order, and only of float outputs\n" +
    "unless no operator of the class has any. Beside them stands how many were answered in at least two ways (varied).\n" +
    "Of pools of many cases the statistics are judged too.\n" +
    "Prints a line an operator, and each survivor, proof of equivalence and false alarm; in the end, which bugs are\n" +
    "not asked for, because nothing here can see them.\n" +
    "Exit code 0: every mutant is killed or proven equivalent, and there is no false alarm; 1: not so, or an operator\n" +
    "of the specification has no mutant; 2: bad options; 130: interrupted.",
  examples: [
    "mutants",
    "mutants --filter 'conv2d/**'",
    "mutants --filter 'conv2d/no-padding/**' --count 1 --elements 0",
    "mutants --profile webgpu --json",
  ],
  options: {
    filter,
    count,
    seed,
    profile: {
      value: "NAME",
      help: `of the correct kernels and the bounds: ${profileNames.join(", ")} (default: ieee)`,
    },
    elements: {
      value: "N",
      help: "correct elements to judge of each class, shared by all its operators (default: 1000000)",
    },
    jobs: { value: "N", help: "operators worked on at once (default: one a processor)" },
    json: { help: "one JSON document" },
    quiet: { help: "no progress" },
  },
  async run(given) {
    noPositionals(given, "mutants");
    const jobs = given.count("jobs", 1) ?? navigator.hardwareConcurrency;
    const { cases, seed } = select(given);
    const plan = planOf(cases, {
      choice: { filters: given.list("filter"), count: given.count("count", 1), seed },
      profile: scoredProfile(given),
      elements: given.count("elements", 0) ?? 1_000_000,
    });
    const interrupt = onInterrupt();
    try {
      const scores = await score(plan, given, jobs, interrupt.signal);
      return conclude(plan, scores, given, interrupt.signal.aborted);
    } finally {
      interrupt.release();
    }
  },
};

function scoredProfile(given: Given): ScoredProfile {
  const name = given.text("profile") ?? "ieee";
  const known = profileNames.find((each) => each === name);
  if (known) return known;
  throw new InputError(
    `No correct kernels are known of profile "${name}".${didYouMean(name, profileNames)} ` +
      `Allowed are ${profileNames.join(", ")}.`,
  );
}

/** Prints each operator's score when its parts are done and those before it were printed. */
async function score(plan: Plan, given: Given, jobs: number, signal: AbortSignal): Promise<OperatorScore[]> {
  const paint = painter(wantsColour());
  const isText = !given.has("json");
  const progress = new ProgressLine(plan.parts.length, given.has("quiet"));
  const open = plan.rows.map(({ operator, parts }) => ({
    score: { operator } as OperatorScore,
    left: parts,
  }));
  let printed = 0;
  if (isText) out(scoreHeads(paint));
  const print = (row: OperatorScore) => {
    if (isText) out(scoreLines(row, paint).join("\n"));
  };
  try {
    await inThreads<Part, PartScore>(new URL("score_worker.ts", import.meta.url), plan.parts, {
      jobs,
      signal,
      onDone(part, result) {
        const { survivors, alarms } = totalsOf([{ operator: part.operator, ...result }]);
        progress.step(survivors + alarms > 0);
        const row = open.find(({ score }) => score.operator === part.operator)!;
        // in this order, whichever part is done first
        const { operator, mutants, population } = { ...row.score, ...result };
        row.score = { operator, mutants, population };
        row.left--;
        for (; printed < open.length && open[printed].left === 0; printed++) print(open[printed].score);
      },
    });
  } finally {
    progress.end();
  }
  // What an interrupt left behind is known all the same.
  const rest = open.slice(printed).map(({ score }) => score).filter((each) =>
    each.mutants || each.population
  );
  rest.forEach(print);
  return [...open.slice(0, printed).map(({ score }) => score), ...rest];
}

function conclude(plan: Plan, scores: readonly OperatorScore[], given: Given, interrupted: boolean): number {
  const totals = totalsOf(scores);
  const blind = unseenOf(scores.map(({ operator }) => operator));
  const classes = plan.classes.map((each) => ({
    ...each,
    scores: scores.filter(({ operator }) => each.operators.includes(operator)),
  }));
  if (given.has("json")) {
    out(JSON.stringify(
      {
        profile: plan.profile,
        seed: plan.choice.seed,
        interrupted,
        totals,
        unscored: plan.unscored,
        unseen: blind,
        classes: classes.map(({ name, scores }) => ({ name, ...totalsOf(scores) })),
        operators: scores,
      },
      (_key, value: unknown) => typeof value === "number" ? numberToText(value) : value,
      2,
    ));
  } else {
    for (const { name, scores } of classes) out(totalsLine(`class ${name}`, scores));
    out(`\n${[scoreSentence(scores, plan.unscored, interrupted), ...unseenLines(blind)].join("\n")}`);
  }
  if (interrupted) {
    note(
      `conform: interrupted; ${scores.length} of ${plan.rows.length} operators were scored, some of them in part`,
    );
    return 130;
  }
  return totals.survivors + totals.alarms + plan.unscored.length > 0 ? 1 : 0;
}
