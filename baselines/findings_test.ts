import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import { InputError } from "../graph/input_error.ts";
import type { Baseline } from "./baseline.ts";
import { checkFindings, parseFindings } from "./findings.ts";

const text = `# Findings

\`\`\`
## F9 An example of the form
\`\`\`

## F1 The last column is lost

- **cases**: \`conv2d/asymmetric-padding/**\`,
  \`conv2d/strides/float32/x-00000001\`
- **backends**: \`ort-webgpu\` 1.30.0 (SwiftShader)
- **spec**: "words" (#api-mlgraphbuilder-conv2d)
- **element**: 1·2 + 3·4 = 14
- **right**: the reference
- **upstream**: none known
`;

function baselineWith(
  finding: string,
  id = "conv2d/strides/float32/x-00000001",
  backend = "ort-webgpu",
): ReadonlyMap<string, Baseline> {
  return new Map([[backend, {
    backend,
    version: "1",
    device: "d",
    profile: "webgpu-f16",
    failures: new Map([[id, { id, verdict: "fail", cause: "value", finding }]]),
    unsupported: new Map(),
  }]]);
}

Deno.test("parseFindings() reads cases and backends and leaves out the example", () => {
  const findings = parseFindings(text, "f");
  strictEqual(findings.length, 1);
  const [{ id, title, cases, backends, fields }] = findings;
  deepStrictEqual([id, title], ["F1", "The last column is lost"]);
  deepStrictEqual(cases, ["conv2d/asymmetric-padding/**", "conv2d/strides/float32/x-00000001"]);
  deepStrictEqual(backends, ["ort-webgpu"]);
  strictEqual(fields.element, "1·2 + 3·4 = 14");
});

Deno.test("parseFindings() refuses a finding without a field, and two of one name", () => {
  throws(
    () => parseFindings(text.replace("- **right**: the reference\n", ""), "f"),
    /f: F1 does not say .*right/,
  );
  throws(() => parseFindings(text.replace("the reference", ""), "f"), InputError);
  throws(() => parseFindings(text + text.slice(text.indexOf("## F1")), "f"), /two findings F1/);
  throws(() => parseFindings(text.replaceAll("`ort-webgpu`", "ort-webgpu"), "f"), /names no backends/);
});

Deno.test("docs/findings.md has the form that it describes", () => {
  const file = Deno.readTextFileSync(new URL("../docs/findings.md", import.meta.url));
  parseFindings(file, "docs/findings.md");
  const example = /^```\n(## F1 [^]*?)^```$/m.exec(file);
  strictEqual(parseFindings(example![1], "the example").length, 1);
});

Deno.test("checkFindings() is content where every failure and every finding has its counterpart", () => {
  deepStrictEqual(checkFindings(baselineWith("F1"), parseFindings(text, "f"), new Set()), []);
  deepStrictEqual(checkFindings(baselineWith("Q4"), [], new Set(["Q4"])), []);
});

Deno.test("checkFindings() names failures without, with an unknown and with a wrong explanation", () => {
  const findings = parseFindings(text, "f");
  const rows: [ReadonlyMap<string, Baseline>, RegExp][] = [
    [baselineWith(""), /has no finding/],
    [baselineWith("F2"), /names F2, which is no finding/],
    [baselineWith("F1", "pad/edge/float32/x-00000001"), /does not speak of this case/],
    [baselineWith("F1", undefined, "ort-wasm"), /does not speak of this case on this backend/],
  ];
  for (const [baselines, problem] of rows) match(checkFindings(baselines, findings, new Set())[0], problem);
});

Deno.test("checkFindings() names a finding that explains nothing", () => {
  match(
    checkFindings(new Map(), parseFindings(text, "f"), new Set())[0],
    /^F1 .* explains no expected failure/,
  );
});
