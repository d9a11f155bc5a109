/** COPY, the fast way in and out of Postgres, as streams and within the caller's transaction. */
import { once } from 'node:events';
import { Stream } from 'node:stream';
import type { PendingQuery, Row } from 'postgres';
import type { Transaction } from './database.ts';

/** What the driver's query has beside its public type: who is told of its stream and of its failure. */
interface Settling<S> {
  resolve(stream: S): void;
  reject(error: unknown): void;
}

/**
 * Starts a COPY, with a promise that is rejected when Postgres refuses anything of it. Two errors reach nobody
 * otherwise (postgres 3.4): one after the last byte went in, as the query's promise was kept when the stream came;
 * and one that comes with the stream itself, before anybody could listen. So both are taken where the driver
 * reports them.
 */
async function started<S extends Stream>(
  query: PendingQuery<Row[]> | PendingQuery<(Row & Iterable<Row>)[]>,
  open: () => Promise<S>,
) {
  const settling = query as unknown as Settling<S>;
  const { resolve, reject } = settling;
  let refuse: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, fail) => {
    refuse = fail;
  });
  failed.catch(() => {});
  settling.resolve = (stream) => {
    // Once more at the end of the copy, with the result.
    if (stream instanceof Stream) stream.on('error', refuse);
    resolve(stream);
  };
  settling.reject = (error) => {
    refuse(error);
    reject(error);
  };
  return { stream: await open(), failed };
}

/**
 * Runs `copy ... from stdin` with the chunks as its input. No other query may run in the transaction meanwhile.
 * @param statement names only what comes from declarations
 * @throws what Postgres says of the input, or what `chunks` throws
 */
export async function copyIn(
  sql: Transaction,
  statement: string,
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): Promise<void> {
  const query = sql.unsafe(statement);
  const { stream, failed } = await started(query, () => query.writable());
  try {
    for await (const chunk of chunks) {
      if (stream.write(chunk)) continue;
      await Promise.race([once(stream, 'drain'), failed]);
    }
    stream.end();
    await Promise.race([once(stream, 'finish'), failed]);
  } catch (error) {
    stream.destroy(error as Error);
    throw error;
  }
}

/** The whole answer of `copy ... to stdout`. */
export async function copyOut(sql: Transaction, statement: string): Promise<Buffer> {
  const query = sql.unsafe(statement);
  const { stream, failed } = await started(query, () => query.readable());
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await Promise.race([once(stream, 'end'), failed]);
  return Buffer.concat(chunks);
}

/** A value as an SQL literal, for COPY, which takes no parameters. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new Error('a text with a zero byte cannot be stored');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
