import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

export const log: RealFunction = { value: Math.log, error: LANGUAGE_ERROR };
