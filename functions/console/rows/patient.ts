/** Pieces as a stream that ends when nobody takes them any more: what makes them holds a connection meanwhile. */
import { Readable } from 'node:stream';

/** Between two pieces. */
const PATIENCE_MS = 60_000;

type Pieces = AsyncGenerator<Buffer, void>;

/**
 * @param first of the pieces, which is there already
 * @param rest returned from when the stream is closed, however it is
 */
export function patient(first: IteratorResult<Buffer, void>, rest: Pieces): Readable {
  const body = Readable.from(both(), { objectMode: false });
  body.once('close', () => void rest.return());
  return body;

  async function* both(): Pieces {
    for (let next = first; !next.done; next = await rest.next()) {
      const late = setTimeout(() => body.destroy(new Error('nobody takes the pieces')), PATIENCE_MS);
      yield next.value;
      clearTimeout(late);
    }
  }
}
