/**
 * `deno task plots` measures anew and draws the plots of docs/tolerance.md beside this file. The same on every machine.
 *
 * @module
 */

import { cancellationChart, reportedChart, spreadChart, svgOf, visibilityChart } from "./charts.ts";
import { measureCancellation, measureReported, measureSpread, measureVisibility } from "./measure.ts";

const charts = {
  "cancellation": () => cancellationChart(measureCancellation()),
  "spread": () => spreadChart(measureSpread()),
  "epsilon": () =>
    visibilityChart(measureVisibility([
      ["epsilon missing", "epsilon-missing"],
      ["epsilon outside the root", "epsilon-outside-the-root"],
      ["epsilon 1e-3", "epsilon-1e-3"],
    ])),
  "issue-950": () => reportedChart(measureReported()),
};

/** Every plot by the name of its file, as an SVG document. */
export async function* draw(): AsyncGenerator<readonly [file: string, svg: string]> {
  for (const [name, chart] of Object.entries(charts)) yield [`${name}.svg`, await svgOf(chart())];
}

if (import.meta.main) {
  for await (const [file, svg] of draw()) await Deno.writeTextFile(new URL(file, import.meta.url), svg);
}
