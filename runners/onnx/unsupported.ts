/** ONNX, or a backend, cannot express what a case asks for; the message names the limit. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}
