/**
 * Bundles: a case, and the answers that travel with it, in one safetensors file for machines.
 *
 * @module
 */

export { readBundle } from "./bundle_read.ts";
export { writeBundle } from "./bundle_write.ts";
