/**
 * A case as Python that runs the ONNX model beside it in ONNX Runtime.
 *
 * @module
 */

import { type DataType, isInt64 } from "../../graph/data_type.ts";
import type { ExpectedOutput } from "../../graph/expectation.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { decimal, written } from "../literal.ts";
import { allowed, isExact, type Reproduction, signedZeros } from "../reproduction.ts";

/** The program: it reads `model.onnx` beside itself and prints each element that is wrong, with what was expected. */
export function pythonOf({ about, dispatches, provider = "CPUExecutionProvider" }: Reproduction): string {
  const sets = dispatches.map(({ inputs, expected }) =>
    [
      "    (",
      `        {${entries([...inputs].map(([name, tensor]) => `${quote(name)}: ${array(tensor)}`))}},`,
      `        {${
        entries([...expected].map(([name, output]) => `${quote(name)}: ${expectedSource(output)}`))
      }},`,
      "    ),",
    ].join("\n")
  );
  return `${about.map((line) => `# ${line}`.trimEnd()).join("\n")}
#
# python -m pip install onnxruntime numpy
# Prints what is wrong. PROVIDER is the execution provider that is asked.

${sets.some((set) => set.includes("base64")) ? "import base64\n" : ""}import pathlib

import numpy as np
import onnxruntime as ort

PROVIDER = ${quote(provider)}
if PROVIDER not in ort.get_available_providers():
    raise SystemExit(f"this onnxruntime has no {PROVIDER}; it has {ort.get_available_providers()}")

model = pathlib.Path(__file__).with_name("model.onnx")
session = ort.InferenceSession(str(model), providers=[PROVIDER])

# Inputs, and for each output its value, least and greatest allowed, and positions of zeros whose sign counts.
dispatches = [
${sets.join("\n")}
]

for number, (inputs, expected) in enumerate(dispatches, 1):
    for (name, (value, least, greatest, signed_zeros)), actual in zip(
        expected.items(), session.run(list(expected), inputs)
    ):
        within = (actual >= least) & (actual <= greatest)
        wrong = np.array(~(within | ((actual != actual) & (value != value))))
        for i in signed_zeros:
            wrong.flat[i] |= np.signbit(np.asarray(actual).flat[i]) != np.signbit(value.flat[i])
        for index in np.argwhere(wrong)[:20]:
            at = tuple(index)
            print(f"{name}{list(map(int, index))}: expected {value[at]}, got {actual[at]}")
        print(f"dispatch {number}, {name}: {wrong.sum()} of {wrong.size} elements are wrong")
`;
}

function entries(items: readonly string[]): string {
  return items.length === 0 ? "" : `\n${items.map((item) => `            ${item},\n`).join("")}        `;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function expectedSource(output: ExpectedOutput): string {
  const { dataType, shape, value } = output;
  const values = array({ dataType, shape, data: value });
  const zeros = `[${signedZeros(output).join(", ")}]`;
  if (isExact(output)) return `(${Array(3).fill(values).join(", ")}, ${zeros})`;
  const { least, greatest } = allowed(output);
  return `(${values}, ${bounds(least, shape, dataType)}, ${bounds(greatest, shape, dataType)}, ${zeros})`;
}

/** Bounds stand in float64, of 64-bit integers in their own type. */
function bounds(data: ExpectedOutput["lo"], shape: readonly number[], dataType: DataType): string {
  return source(data, shape, isInt64(dataType) ? dataType : "float64");
}

function array({ dataType, shape, data }: Tensor): string {
  return source(data, shape, dataType);
}

function source(
  data: Tensor["data"] | ExpectedOutput["lo"],
  shape: readonly number[],
  dataType: DataType | "float64",
): string {
  const how = written({ data: data as Tensor["data"] });
  const number = (x: number | bigint) => {
    const text = dataType === "float64" ? Object.is(x, -0) ? "-0.0" : String(x) : decimal(x, dataType);
    return text.replace("NaN", "np.nan").replace("Infinity", "np.inf").replace(/^-0$/, "-0.0");
  };
  const sizes = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  if (how.kind === "same") return `np.full(${sizes}, ${number(how.element)}, dtype=np.${dataType})`;
  if (how.kind === "list") {
    return `np.array([${how.elements.map(number).join(", ")}], dtype=np.${dataType}).reshape(${sizes})`;
  }
  return `np.frombuffer(base64.b64decode(${quote(how.base64)}), dtype=np.${dataType}).reshape(${sizes})`;
}
