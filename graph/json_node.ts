/**
 * Calls of builder methods in the form of web-platform-tests: `{ name, arguments, outputs }`, the arguments in the
 * method's order, each an object of one key, the last `{ options: { … } }` where there are options.
 *
 * @module
 */

import type { Node, OptionValue } from "./graph.ts";
import { InputError } from "./input_error.ts";
import { optionFromText, optionToText } from "./json_options.ts";
import { listFrom, objectFrom, recordFrom, stringFrom } from "./json_value.ts";
import { quoted } from "./names.ts";
import type { Signature, Signatures } from "./signature.ts";

export interface NodeObject {
  readonly name: string;
  readonly arguments: readonly Readonly<Record<string, unknown>>[];
  readonly outputs: string | readonly string[];
}

/**
 * A node as an entry of a test object's `operators`.
 * @throws {InputError} if the node leaves out a plain argument before one that it has.
 */
export function nodeToObject(node: Node, signatures: Signatures): NodeObject {
  const where = `a node (${quoted(node.operator)})`;
  const signature = signatureOf(node.operator, signatures, where);
  const values = new Map<string, unknown>([
    ...Object.entries(node.operands),
    ...Object.entries(node.options).map(([name, value]) => [name, optionToText(value)] as const),
  ]);
  const given = signature.arguments.filter((argument) => values.has(argument));
  const gap = signature.arguments.findIndex((argument) => !values.has(argument));
  if (gap >= 0 && gap < given.length) {
    throw new InputError(
      `${where} has no argument ${quoted(signature.arguments[gap])} and later ones; give it`,
    );
  }
  const options = [...values].filter(([name]) => !signature.arguments.includes(name));
  return {
    name: node.operator,
    arguments: [
      ...given.map((argument) => ({ [argument]: values.get(argument) })),
      ...(options.length > 0 ? [{ options: Object.fromEntries(options) }] : []),
    ],
    outputs: node.outputs.length === 1 ? node.outputs[0] : node.outputs,
  };
}

/**
 * A node from JSON. A plain argument is known by its position, as in web-platform-tests, where `add`'s `a` may be
 * called `inputA`; but it may not bear the name of another argument. Several arguments may share one object.
 *
 * @throws {InputError} if it is no call of a known operator.
 */
export function nodeFromObject(json: unknown, signatures: Signatures, within: string): Node {
  const record = recordFrom(json, ["name", "arguments", "outputs"], within);
  const operator = stringFrom(record.name, `${within}: name`);
  const where = `${within} (${quoted(operator)})`;
  const signature = signatureOf(operator, signatures, where);
  const { operands, options } = new NodeReader(signature, where).read(
    listFrom(record.arguments, `${where}: arguments`),
  );
  const outputs = typeof record.outputs === "string"
    ? [record.outputs]
    : listFrom(record.outputs, `${where}: outputs`).map((name) => stringFrom(name, `${where}: outputs`));
  return { operator, operands: Object.fromEntries(operands), options: Object.fromEntries(options), outputs };
}

function signatureOf(operator: string, signatures: Signatures, where: string): Signature {
  const signature = signatures.get(operator);
  if (signature) return signature;
  throw new InputError(
    `${where}: there is no such operator; allowed are ${[...signatures.keys()].sort().join(", ")}`,
  );
}

class NodeReader {
  readonly #signature: Signature;
  readonly #where: string;
  readonly #operands = new Map<string, string | string[]>();
  readonly #options = new Map<string, OptionValue>();

  constructor(signature: Signature, where: string) {
    this.#signature = signature;
    this.#where = where;
  }

  read(
    list: readonly unknown[],
  ): { operands: Map<string, string | string[]>; options: Map<string, OptionValue> } {
    let position = 0;
    list.forEach((item, index) => {
      const members = objectFrom(item, `${this.#where}: argument ${index + 1}`);
      const options = members.get("options");
      if (options === undefined) {
        for (const [key, value] of members) this.#readArgument(key, value, position++);
      } else if (members.size > 1 || index !== list.length - 1) {
        throw new InputError(`${this.#where}: "options" must be the last argument, in an object of its own`);
      } else {
        for (const [key, value] of objectFrom(options, `${this.#where}: options`)) {
          this.#readOption(key, value);
        }
      }
    });
    this.#checkNoneMissing();
    return { operands: this.#operands, options: this.#options };
  }

  #readArgument(key: string, value: unknown, position: number): void {
    const argument = this.#signature.arguments[position];
    const belongsElsewhere = key !== argument && this.#isKnown(key);
    if (argument === undefined || belongsElsewhere) {
      throw new InputError(
        `${this.#where}: argument ${position + 1} cannot be ${quoted(key)}; ${this.#allowed()}`,
      );
    }
    this.#set(argument, value);
  }

  #readOption(key: string, value: unknown): void {
    if (!this.#isKnown(key) || this.#signature.arguments.includes(key)) {
      throw new InputError(`${this.#where}: there is no option ${quoted(key)}; ${this.#allowed()}`);
    }
    this.#set(key, value);
  }

  #set(name: string, value: unknown): void {
    const { operands, options } = this.#signature;
    const at = `${this.#where}: ${name}`;
    if (!Object.hasOwn(operands, name)) {
      this.#options.set(name, optionFromText(value, options[name].type, at));
    } else if (operands[name].sequence) {
      this.#operands.set(
        name,
        listFrom(value, at).map((operand, index) => stringFrom(operand, `${at}[${index}]`)),
      );
    } else {
      this.#operands.set(name, stringFrom(value, at));
    }
  }

  #isKnown(name: string): boolean {
    return Object.hasOwn(this.#signature.operands, name) || Object.hasOwn(this.#signature.options, name);
  }

  #checkNoneMissing(): void {
    const { operands, options } = this.#signature;
    for (const [name, { optional }] of Object.entries(operands)) {
      if (!optional && !this.#operands.has(name)) throw this.#missing(name);
    }
    for (const [name, { required }] of Object.entries(options)) {
      if (required && !this.#options.has(name)) throw this.#missing(name);
    }
  }

  #missing(name: string): InputError {
    return new InputError(`${this.#where}: the argument ${quoted(name)} is missing; ${this.#allowed()}`);
  }

  #allowed(): string {
    const { arguments: plain, operands, options } = this.#signature;
    const others = [...Object.keys(operands), ...Object.keys(options)].filter((name) =>
      !plain.includes(name)
    );
    return `allowed are ${plain.join(", ")} in this order` +
      (others.length > 0 ? `, and options ${others.join(", ")}` : "");
  }
}
