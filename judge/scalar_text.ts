/** A number as a person reads it; unlike `String` it keeps the sign of -0. */
export function scalarText(value: number | bigint): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
