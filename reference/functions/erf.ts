import { erfOf } from "./erfc.ts";
import type { RealFunction } from "./real_function.ts";

export const erf: RealFunction = { value: erfOf, error: 2 ** -49 };
