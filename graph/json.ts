/**
 * Cases as people read and write them: JSON in the form of web-platform-tests' test objects. A file is a list of
 *
 * ```json
 * {
 *   "name": "relu of a scalar",
 *   "graph": {
 *     "inputs": { "x": { "data": [-1], "descriptor": { "shape": [], "dataType": "float32" }, "constant": false } },
 *     "operators": [{ "name": "relu", "arguments": [{ "input": "x" }], "outputs": "y" }],
 *     "expectedOutputs": { "y": { "data": [0], "descriptor": { "shape": [], "dataType": "float32" } } }
 *   }
 * }
 * ```
 *
 * or a single one. Numbers are coded as in `graph/number_text.ts`; one number as `data` fills the tensor. Our
 * extensions: `id`; `"kind": "constantTensor"` or `"scalarConstant"` beside `"constant": true`, for the builder's other
 * two ways to make a constant; an empty object in `expectedOutputs` for an output whose right answer is not given.
 *
 * @module
 */

export { readCases } from "./json_read.ts";
export { type CaseObject, caseToObject, writeCases } from "./json_write.ts";
