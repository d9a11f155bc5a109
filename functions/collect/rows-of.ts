/**
 * The array of rows out of the data API's answer `{"group_number", "batch_number", "data": [...]}` as it streams by:
 * the rows are passed on byte for byte, so that a batch of any size needs no memory and is what it contains.
 */

import { PassingError, PermanentError } from '../../shared/events/errors.ts';
import { rowScanner } from '../../shared/formats/index.ts';

/**
 * Yields the bytes from the `[` to the `]` of the rows.
 * @throws PassingError when the answer ends early, PermanentError when it has no such array
 */
export async function* rowsOf(answer: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { scan, depth, place } = rowScanner(['data']);
  for await (const bytes of answer) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { from, to, begins, ends } = scan(chunk);
    const cut = chunk.subarray(begins ? from - 1 : from, ends ? to + 1 : to);
    if (place() === 'field' && cut.length > 0) yield cut;
  }
  if (depth() > 0) throw new PassingError('the data API’s answer ended before it was complete');
  if (place() !== 'field') throw new PermanentError('the data API’s answer has no array "data"');
}
