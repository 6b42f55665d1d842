/**
 * What a person gave cannot be used: one clear sentence saying what was given, what is allowed and what to do.
 * The command line prints it and exits with code 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
