import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

export const exp: RealFunction = { value: Math.exp, error: LANGUAGE_ERROR };
