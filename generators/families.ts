/**
 * All families, in the order in which they are drawn.
 *
 * @module
 */

import { binaries } from "./binary.ts";
import { clamp } from "./clamp.ts";
import { concat } from "./concat.ts";
import { conv, convTranspose } from "./conv.ts";
import { conv2d } from "./conv2d.ts";
import { convTranspose2d } from "./conv_transpose2d.ts";
import type { Family } from "./family.ts";
import { gemm } from "./gemm.ts";
import { graphs } from "./graphs.ts";
import { instanceNormalization } from "./instance_normalization.ts";
import { matmul } from "./matmul.ts";
import { pad } from "./pad.ts";
import { pools } from "./pool.ts";
import { pools2d } from "./pool2d.ts";
import { relu } from "./relu.ts";
import { resample } from "./resample.ts";
import { resample2d } from "./resample2d.ts";
import { reshape } from "./reshape.ts";
import { softmax } from "./softmax.ts";
import { transpose } from "./transpose.ts";

export const allFamilies: readonly Family[] = [
  conv2d,
  convTranspose2d,
  ...pools2d,
  resample2d,
  pad,
  matmul,
  gemm,
  ...binaries,
  relu,
  clamp,
  reshape,
  transpose,
  concat,
  softmax,
  instanceNormalization,
  graphs,
  conv,
  convTranspose,
  ...pools,
  resample,
];
