/** Bytes of some encoding become UTF-8, piece by piece. */
export interface Decoder {
  push(chunk: Buffer): Buffer;
  /** What was left: a character that is cut off. */
  end(): Buffer;
}
