/**
 * A formula calculated again from its text and the values of its symbols.
 *
 * @module
 */

/** The value of a formula. @throws {Error} if it has a symbol without a value, or is none. */
export function calculated(text: string, values: ReadonlyMap<string, number>): number {
  const tokens = text.match(/\|[^|]+\||[\p{L}_][\p{L}\d_]*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|[-+·/^(),]/gu) ?? [];
  let at = 0;
  const take = (token: string) => tokens[at] === token && ++at > 0;
  const need = (token: string) => {
    if (!take(token)) throw new Error(`${text}: no ${token} at ${tokens[at]}`);
  };
  const sum = (): number => {
    let value = product();
    for (;;) {
      if (take("+")) value += product();
      else if (take("-")) value -= product();
      else return value;
    }
  };
  const product = (): number => {
    let value = power();
    for (;;) {
      if (take("·")) value *= power();
      else if (take("/")) value /= power();
      else return value;
    }
  };
  const power = (): number => {
    const base = atom();
    return take("^") ? base ** atom() : base;
  };
  const atom = (): number => {
    if (take("(")) {
      const value = sum();
      need(")");
      return value;
    }
    if (take("max")) {
      need("(");
      const one = sum();
      need(",");
      const other = sum();
      need(")");
      return Math.max(one, other);
    }
    const token = tokens[at++] ?? "";
    const value = /^\d/.test(token) ? Number(token) : values.get(token);
    if (value === undefined) throw new Error(`${text}: ${token} has no value`);
    return value;
  };
  const value = sum();
  if (at < tokens.length) throw new Error(`${text}: ${tokens[at]} is too much`);
  return value;
}
