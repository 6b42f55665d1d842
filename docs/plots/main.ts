/**
 * `deno task plots` measures anew and draws the plots of docs/tolerance.md beside this file. The same on every machine.
 *
 * @module
 */

import { cancellationChart, reportedChart, spreadChart, svgOf, visibilityChart } from "./charts.ts";
import { measureCancellation, measureSpread, measureVisibility } from "./measure.ts";

/** Of output[2,0,0] under profile ieee (cli/real_life_test.ts). */
const trueValue = -0.035951304327, bound = 1.263e-6;
const ulp = 2 ** -28;
const fromTrue = (value: number) => (value - trueValue) / ulp;
const stored = fromTrue(-0.03595117852091789);

const charts = {
  "cancellation": () => cancellationChart(measureCancellation()),
  "spread": () => spreadChart(measureSpread()),
  "epsilon": () =>
    visibilityChart(measureVisibility([
      ["epsilon missing", "epsilon-missing"],
      ["epsilon outside the root", "epsilon-outside-the-root"],
      ["epsilon 1e-3", "epsilon-1e-3"],
    ])),
  "issue-950": () =>
    reportedChart([
      { who: "ORT CPU, DirectML", value: fromTrue(-0.035951320081949234) },
      { who: "TFLite, LiteRT", value: fromTrue(-0.035951387137174606) },
      { who: "the stored expectation", value: stored },
    ], [
      { who: "passes by the table: 24 ULP around it", low: stored - 24, high: stored + 24 },
      { who: "passes in profile ieee", low: -bound / ulp, high: bound / ulp },
    ]),
};

/** Every plot by the name of its file, as an SVG document. */
export async function* draw(): AsyncGenerator<readonly [file: string, svg: string]> {
  for (const [name, chart] of Object.entries(charts)) yield [`${name}.svg`, await svgOf(chart())];
}

if (import.meta.main) {
  for await (const [file, svg] of draw()) await Deno.writeTextFile(new URL(file, import.meta.url), svg);
}
