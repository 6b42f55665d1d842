/**
 * Whether the answers that a case file carries agree with each other: a file that was changed after it was written must not
 * be judged by.
 *
 * @module
 */

import type { ExpectedOutputs } from "../graph/expectation.ts";
import type { FileCase } from "../graph/file_case.ts";
import { numberToText } from "../graph/number_text.ts";
import { indexAt } from "../graph/tensor.ts";
import { admits, isMeaningless } from "./element.ts";

/**
 * The first element of a bundle whose expected value is outside what the file itself says may be accepted, whose bounds say
 * nothing, or that is not the value those bounds were made for; undefined where all agree, or the file has no bounds.
 */
export function tampered({ expected, accept }: FileCase): string | undefined {
  for (const { profile, outputs, secondOutputs } of accept?.values() ?? []) {
    const fault = outsideOwnBounds(outputs) ?? outsideOwnBounds(secondOutputs);
    if (fault) return `${fault} under profile ${profile}`;
    for (const [name, { data, shape }] of expected ?? []) {
      const value = outputs.get(name)?.value;
      if (!value) continue;
      const at = data.findIndex((element: number | bigint, i: number) => !Object.is(element, value[i]));
      if (at < 0) continue;
      const place = `${name}[${indexAt(at, shape).join(",")}]`;
      return `the expected value ${place} is ${numberToText(data[at])}, and what passes under profile ` +
        `${profile} is stated around ${numberToText(value[at])}`;
    }
  }
}

function outsideOwnBounds(outputs: ExpectedOutputs): string | undefined {
  for (const [name, { value, lo, hi, flags, shape }] of outputs) {
    for (let i = 0; i < value.length; i++) {
      const flag = flags?.[i] ?? 0;
      if (admits(value[i], value[i], lo[i], hi[i], flag) && !isMeaningless(lo[i], hi[i], flag)) continue;
      return `the value ${name}[${indexAt(i, shape).join(",")}] is ${
        numberToText(value[i])
      }, outside its own bounds ` +
        `${numberToText(lo[i])} to ${numberToText(hi[i])}`;
    }
  }
}
