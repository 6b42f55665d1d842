/**
 * Case files that a person named: bundles and JSON.
 *
 * @module
 */

import { readBundle } from "../graph/bundle.ts";
import type { Case } from "../graph/case.ts";
import type { FileCase } from "../graph/file_case.ts";
import { InputError } from "../graph/input_error.ts";
import { readCases } from "../graph/json.ts";
import { limits } from "../graph/limits.ts";
import { operators } from "../reference/operators.ts";
import { tampered } from "../judge/tampered.ts";
import { validate } from "../reference/interpreter.ts";
import { refusalOf } from "../reference/refusal.ts";
import { ValidationError } from "../reference/validation_error.ts";
import { reasonOf } from "./results_file.ts";

/** A case, and the file it stands in. */
export interface CaseInFile extends FileCase {
  readonly file: string;
  readonly name: string;
}

/** The cases of all files, each valid. Throws `InputError` for the first file that is none of ours. */
export function readCaseFiles(paths: readonly string[]): CaseInFile[] {
  const cases: CaseInFile[] = [];
  const files = new Map<string, string>();
  for (const path of paths) {
    for (const fileCase of casesOf(path)) {
      const { id, graph, provenance } = fileCase.case;
      const earlier = files.get(id);
      if (earlier !== undefined) {
        throw new InputError(`${path} and ${earlier} both hold a case ${id}; give each case once.`);
      }
      files.set(id, path);
      try {
        if (fileCase.case.invalid) checkRefused(fileCase.case);
        else validate(graph);
      } catch (error) {
        if (!(error instanceof ValidationError || error instanceof InputError)) throw error;
        throw new InputError(`${path}, case ${id}: ${error.message}`);
      }
      const fault = tampered(fileCase);
      if (fault !== undefined) {
        throw new InputError(
          `${path}, case ${id}: ${fault}: the file was changed after it was written; generate it again.`,
        );
      }
      cases.push({ ...fileCase, file: path, name: provenance.name ?? id });
    }
  }
  return cases;
}

/** @throws {InputError} unless the spec refuses an invalid case by the step that it names. */
function checkRefused(testCase: Case): void {
  const refusal = refusalOf(testCase);
  const { method, step, exception } = testCase.invalid!;
  const isMeant = refusal?.operator === method && refusal.step === step && refusal.exception === exception;
  if (isMeant) return;
  const found = refusal ? `refuses it by ${refusal.operator}, step ${refusal.step}` : "accepts it";
  throw new InputError(`${method} should refuse it by step ${step}; the spec ${found}`);
}

function casesOf(path: string): FileCase[] {
  const bytes = readBytes(path);
  // A bundle begins with a 64-bit length, whose upper bytes are zero; text holds no zero byte.
  if (bytes.subarray(0, 8).includes(0)) return [readBundle(bytes, path)];
  const text = textOf(bytes);
  if (text === undefined || !/^\s*[[{]/.test(text)) {
    throw new InputError(
      `${path} is neither a bundle nor JSON; give files that "conform generate" wrote, or test objects.`,
    );
  }
  return readCases(text, path, operators);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    const { size, isFile } = Deno.statSync(path);
    if (!isFile) throw new InputError(`${path} is not a file; give case files, such as ${path}/*.`);
    if (size === 0) throw new InputError(`${path} is empty; give a bundle or a JSON file.`);
    if (size > limits.fileBytes) {
      throw new InputError(`${path} has ${size} bytes; at most ${limits.fileBytes} are allowed.`);
    }
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path} cannot be read: ${reasonOf(error)}. Give the path of a readable file.`);
  }
}
