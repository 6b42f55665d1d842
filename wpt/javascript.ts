/**
 * Values as JavaScript source in the style of web-platform-tests: 80 columns, two spaces, single quotes.
 *
 * @module
 */

const columns = 80;

/** A value to write. A `Map` is an object with quoted keys, a plain object one with bare keys. */
export type Source =
  | number
  | bigint
  | boolean
  | string
  | readonly Source[]
  | ReadonlyMap<string, Source>
  | { readonly [key: string]: Source };

/**
 * The source of `value`.
 *
 * @param indent columns by which the line it begins on is indented
 * @param column where on that line it begins
 * @param after characters that must follow it on its last line
 */
export function sourceOf(value: Source, indent: number, column: number, after = 1): string {
  const line = inline(value);
  if (column + line.length + after <= columns) return line;
  if (Array.isArray(value)) return brokenList(value, indent);
  const members = membersOf(value);
  return members ? brokenObject(members, indent) : line;
}

function membersOf(value: Source): [string, Source][] | undefined {
  if (value instanceof Map) return [...value].map(([key, member]) => [quote(key), member]);
  if (typeof value === "object" && !Array.isArray(value)) return Object.entries(value);
}

function inline(value: Source): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return integer(value);
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  const members = membersOf(value);
  if (members) return `{${members.map(([key, member]) => `${key}: ${inline(member)}`).join(", ")}}`;
  return String(value);
}

/** A number where float64 holds it, which is how upstream writes 64-bit integers. */
function integer(value: bigint): string {
  const isSafe = BigInt.asIntN(54, value) === value && value !== -(2n ** 53n);
  return isSafe ? String(value) : `${value}n`;
}

function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

/** As many items a line as fit; an only item hugs the brackets. */
function brokenList(items: readonly Source[], indent: number): string {
  if (items.length === 1) return `[${sourceOf(items[0], indent, indent + 1, 2)}]`;
  const margin = " ".repeat(indent + 2);
  const lines: string[] = [];
  let line = margin;
  items.forEach((item, index) => {
    const comma = index < items.length - 1 ? "," : "";
    const text = sourceOf(item, indent + 2, indent + 2, 1) + comma;
    const isFirst = line === margin;
    const breaks = text.includes("\n");
    if (!isFirst && (breaks || line.length + 1 + text.length > columns)) {
      lines.push(line);
      line = margin + text;
    } else {
      line += isFirst ? text : ` ${text}`;
    }
    if (breaks) {
      lines.push(line);
      line = margin;
    }
  });
  if (line !== margin) lines.push(line);
  return `[\n${lines.join("\n")}\n${" ".repeat(indent)}]`;
}

/** A member a line. What does not fit behind its key goes to the next line where that helps. */
function brokenObject(members: readonly [string, Source][], indent: number): string {
  const margin = " ".repeat(indent + 2);
  const lines = members.map(([key, member], index) => {
    const comma = index < members.length - 1 ? "," : "";
    const behind = sourceOf(member, indent + 2, indent + 2 + key.length + 2);
    const tooLong = !behind.includes("\n") &&
      indent + 2 + key.length + 2 + behind.length + comma.length > columns;
    return tooLong
      ? `${margin}${key}:\n${margin}    ${behind}${comma}`
      : `${margin}${key}: ${behind}${comma}`;
  });
  return `{\n${lines.join("\n")}\n${" ".repeat(indent)}}`;
}
