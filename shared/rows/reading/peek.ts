/** The beginning of a stream, to look at before it is read. */

export interface Peeked {
  /** So many bytes as were asked for, or all. */
  readonly head: Buffer;
  /** There is nothing beyond the head. */
  readonly isWhole: boolean;
  /** All of the stream, the head included. */
  readonly chunks: AsyncIterable<Buffer>;
}

export async function peek(source: AsyncIterable<Buffer>, bytes: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  let isWhole = false;
  while (length < bytes && !isWhole) {
    const next = await iterator.next();
    if (next.done) isWhole = true;
    else {
      first.push(next.value);
      length += next.value.length;
    }
  }
  async function* chunks(): AsyncIterable<Buffer> {
    try {
      while (first.length > 0) yield first.shift() as Buffer;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(first), isWhole, chunks: chunks() };
}
