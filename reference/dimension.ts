/** Spec, "valid dimension" (#valid-dimension): greater than zero and in the range of `long`. */
export function isValidDimension(size: number): boolean {
  return Number.isInteger(size) && size > 0 && size < 2 ** 31;
}
