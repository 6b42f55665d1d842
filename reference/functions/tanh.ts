import { LANGUAGE_ERROR, type RealFunction } from "./real_function.ts";

export const tanh: RealFunction = { value: Math.tanh, error: LANGUAGE_ERROR };
