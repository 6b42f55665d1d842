import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

export const sin: RealFunction = { value: Math.sin, error: LANGUAGE_ERROR };
export const cos: RealFunction = { value: Math.cos, error: LANGUAGE_ERROR };
export const tan: RealFunction = { value: Math.tan, error: LANGUAGE_ERROR };
