/**
 * What one edition of the specification changes against another, in sentences.
 *
 * @module
 */

import type {
  DataTypeLimit,
  RankLimit,
  SpecLimits,
  SpecOperator,
  SpecOption,
  SpecTable,
  SpecValue,
} from "./table.ts";

/** What `to` changes against `from`, one change a line, operators with the same change together. Empty: nothing. */
export function difference(from: SpecTable, to: SpecTable): string[] {
  const gone = Object.keys(from.operators).filter((name) => !Object.hasOwn(to.operators, name));
  const added = Object.keys(to.operators).filter((name) => !Object.hasOwn(from.operators, name));
  const both = Object.keys(from.operators).filter((name) => Object.hasOwn(to.operators, name));
  const lines = [
    ...added.map((name) => `operator ${name} is new: #${to.operators[name].section}`),
    ...gone.map((name) => `operator ${name} is gone`),
    ...changes(enumFacts(from), enumFacts(to)),
  ];
  const requirements = [from, to].map(hasRequirements);
  if (requirements[0] !== requirements[1]) {
    lines.push(`required data types and ranks are ${requirements[0] ? "gone" : "new"}`);
  }
  const withRequirements = requirements[0] && requirements[1];
  const operatorsBy = new Map<string, string[]>();
  for (const name of both) {
    const [before, after] = [from, to].map(({ operators }) =>
      operatorFacts(operators[name], withRequirements)
    );
    for (const change of changes(before, after)) {
      operatorsBy.set(change, [...operatorsBy.get(change) ?? [], name]);
    }
  }
  return [...lines, ...[...operatorsBy].map(([change, names]) => `${names.join(", ")}: ${change}`)];
}

/** Everything that can change, by what it is called in a sentence. */
type Facts = Map<string, string>;

function changes(before: Facts, after: Facts): string[] {
  const labels = new Set([...before.keys(), ...after.keys()]);
  return [...labels].flatMap((label) => {
    const [old, now] = [before.get(label), after.get(label)];
    if (old === now) return [];
    if (old === undefined) return [`${label} is new: ${now}`];
    return [now === undefined ? `${label} is gone` : `${label}: ${old} → ${now}`];
  });
}

function enumFacts({ enums }: SpecTable): Facts {
  return new Map(Object.entries(enums).map(([name, values]) => [`enum ${name}`, values.join(", ")]));
}

function hasRequirements({ operators }: SpecTable): boolean {
  return Object.values(operators).some(({ limits }) =>
    Object.values(limits).some(({ requiredDataTypes }) => requiredDataTypes !== undefined)
  );
}

function operatorFacts(operator: SpecOperator, withRequirements: boolean): Facts {
  return new Map([
    ["section", `#${operator.section}`],
    ["returns", operator.returns],
    ["arguments", Object.keys(operator.arguments).join(", ") || "none"],
    ...Object.entries(operator.arguments).map(([name, argument]) =>
      [`argument ${name}`, typeOf(argument)] as const
    ),
    ...Object.entries(operator.options).map(([name, option]) =>
      [`option ${name}`, optionText(option)] as const
    ),
    ...Object.entries(operator.limits).flatMap(([name, limits]) =>
      limitFacts(name, limits, withRequirements)
    ),
  ]);
}

function typeOf({ type, enforceRange }: SpecValue): string {
  return enforceRange ? `[EnforceRange] ${type}` : type;
}

function optionText(option: SpecOption): string {
  return option.default === undefined
    ? typeOf(option)
    : `${typeOf(option)} = ${JSON.stringify(option.default)}`;
}

function limitFacts(name: string, limits: SpecLimits, withRequirements: boolean): [string, string][] {
  const { allowedDataTypes, requiredDataTypes, allowedRanks, requiredRanks, condition } = limits;
  const facts: [string, string | undefined][] = [
    [`${name}'s allowed data types`, dataTypeText(allowedDataTypes)],
    [`${name}'s allowed ranks`, rankText(allowedRanks)],
    [`${name}'s condition`, condition],
  ];
  if (withRequirements) {
    facts.push(
      [`${name}'s required data types`, requiredDataTypes && dataTypeText(requiredDataTypes)],
      [`${name}'s required ranks`, requiredRanks && rankText(requiredRanks)],
    );
  }
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

function dataTypeText(limit: DataTypeLimit): string {
  return typeof limit === "string" ? limit : limit.join(", ");
}

function rankText(limit: RankLimit): string {
  if (typeof limit === "string") return limit;
  const [least, greatest] = limit;
  return least === greatest ? `${least}` : `${least} to ${greatest ?? "N"}`;
}
