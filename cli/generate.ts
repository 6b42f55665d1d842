import type { Case } from "../graph/case.ts";
import { type Expectation, type ExpectedOutput, type ExpectedOutputs, Flag } from "../graph/expectation.ts";
import type { FileCase } from "../graph/file_case.ts";
import { writeBundle } from "../graph/bundle.ts";
import { InputError } from "../graph/input_error.ts";
import { writeCases } from "../graph/json.ts";
import { fileNameOf } from "../graph/names.ts";
import { type ProfileName, profiles } from "../graph/profile.ts";
import type { Tensor } from "../graph/tensor.ts";
import { expectationOf } from "../reference/expect.ts";
import { operators } from "../reference/operators.ts";
import { opset } from "../runners/onnx/proto.ts";
import { testFolder } from "../runners/onnx/test_folder.ts";
import { UnsupportedError } from "../runners/onnx/unsupported.ts";
import { plural } from "../report/text.ts";
import { type Command, noPositionals } from "./command.ts";
import { writeFile } from "./results_file.ts";
import { select, selectionOptions } from "./selection.ts";
import { note } from "./terminal.ts";

/** `conform generate` */
export const generateCommand: Command = {
  name: "generate",
  summary: "writes cases with their expected values to a folder, as bundles, ONNX backend tests or JSON",
  usage: "--out DIR [--format bundle|onnx|json] [options]",
  description:
    "bundle: one safetensors file a case with inputs, constants, expected values, and what passes under each\n" +
    "profile. json: one file a group, in the form of web-platform-tests' test objects, with expected values.\n" +
    "conform replay reads both. onnx: one ONNX backend test a case, a folder with model.onnx (operator set " +
    `${opset}),\n` +
    "test_data_set_0 and test_data_set_1; cases that such a test cannot hold, and cases that must be refused,\n" +
    "are left out and counted. Exit code 2 if nothing is written.",
  examples: [
    "generate --out out/cases --filter 'conv2d/**' --count 2",
    "generate --out out/cases --format json --filter 'add/**'",
    "generate --out out/onnx --format onnx --filter 'matmul/**'",
  ],
  options: {
    ...selectionOptions,
    format: { value: "FORMAT", help: "bundle (the default), onnx or json" },
    out: { value: "DIR", help: "the folder; it is made if it is not there" },
  },
  run(given) {
    noPositionals(given, "generate");
    const format = given.text("format") ?? "bundle";
    if (format !== "bundle" && format !== "onnx" && format !== "json") {
      throw new InputError(`Unknown format "${format}"; allowed is bundle, onnx or json.`);
    }
    const folder = given.text("out");
    if (folder === undefined) throw new InputError("generate needs a folder to write to: --out DIR.");
    const { cases: selected } = select(given);
    const cases = format === "onnx" ? selected.filter(({ invalid }) => !invalid) : selected;
    if (cases.length === 0 && selected.length > 0) {
      throw new InputError(
        `Nothing can be written: ${
          plural(selected.length, "case")
        } must be refused, and an ONNX backend test has ` +
          "outputs. Choose another --filter, or --format bundle or json.",
      );
    }
    let files = 0;
    let left = 0;
    let reason = "";
    const write = (name: string, content: string | Uint8Array) => {
      writeFile(`${folder}/${name}`, content);
      files++;
    };
    if (format === "bundle") {
      for (const drawn of cases) {
        const testCase = drawn.build();
        const file = testCase.invalid ? { case: testCase } : answered(testCase);
        write(`${fileNameOf(drawn.id)}.safetensors`, writeBundle(file));
      }
    } else if (format === "onnx") {
      for (const drawn of cases) {
        try {
          for (const [path, bytes] of testFolder(...onnxTest(drawn.build()))) {
            write(`test_${fileNameOf(drawn.id)}/${path}`, bytes);
          }
        } catch (error) {
          if (!(error instanceof UnsupportedError)) throw error;
          left++;
          reason ||= `${drawn.id}: ${error.message}`;
        }
      }
    } else {
      for (const [group, drawn] of Map.groupBy(cases, ({ operator, group }) => `${operator}.${group}`)) {
        write(
          `${fileNameOf(group)}.json`,
          writeCases(drawn.map(({ build }) => withValues(build())), operators),
        );
      }
    }
    const refused = selected.length - cases.length;
    if (left > 0 && files === 0) {
      throw new InputError(`Nothing was written: ONNX can express no selected case, such as ${reason}.`);
    }
    note(`conform: wrote ${plural(cases.length - left, "case")} to ${plural(files, "file")} in ${folder}`);
    if (left > 0) {
      note(
        `conform: left out ${plural(left, "case")} that an ONNX backend test cannot hold, such as ${reason}`,
      );
    }
    if (refused > 0) {
      note(`conform: left out ${plural(refused, "case")} that must be refused: a backend test has outputs`);
    }
    return Promise.resolve(0);
  },
};

/** A case with its expected values, and what passes under every profile. */
export function answered(testCase: Case): FileCase {
  const accept = new Map<ProfileName, Expectation>();
  for (const profile of Object.values(profiles)) accept.set(profile.name, expectationOf(testCase, profile));
  return { case: testCase, expected: valuesOf(accept.get("ieee")!.outputs), accept };
}

/** @throws {UnsupportedError} where more than one answer is right: a backend test holds a single one. */
function onnxTest(testCase: Case): Parameters<typeof testFolder> {
  const { graph, inputs, secondInputs } = testCase;
  const { outputs, secondOutputs } = expectationOf(testCase, profiles.ieee);
  if ([...outputs.values(), ...secondOutputs.values()].some(isOpen)) {
    throw new UnsupportedError("more than one answer is right, and a backend test holds one");
  }
  return [graph, [
    { inputs, outputs: valuesOf(outputs) },
    { inputs: secondInputs, outputs: valuesOf(secondOutputs) },
  ]];
}

function isOpen({ alternatives, flags }: ExpectedOutput): boolean {
  return alternatives !== undefined && alternatives.length > 0 ||
    flags !== undefined && flags.some((mark) => (mark & (Flag.any | Flag.skip)) !== 0);
}

function withValues(testCase: Case): FileCase {
  if (testCase.invalid) return { case: testCase };
  return { case: testCase, expected: valuesOf(expectationOf(testCase, profiles.ieee).outputs) };
}

function valuesOf(outputs: ExpectedOutputs): Map<string, Tensor> {
  return new Map(
    [...outputs].map(([name, { dataType, shape, value }]) => [name, { dataType, shape, data: value }]),
  );
}
