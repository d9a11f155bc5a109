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

type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/**
 * Runs `copy ... from stdin` with the chunks as its input. No other query may run in the transaction meanwhile.
 * @param statement names only what comes from declarations
 * @throws what Postgres says of the input, or what `chunks` throws
 */
export async function copyIn(sql: Transaction, statement: string, chunks: Chunks): Promise<void> {
  const { finished } = await sendCopy(sql, statement, chunks);
  await finished;
}

/**
 * As copyIn(), but back when all has been sent: the caller computes while Postgres stores, and awaits `finished`
 * before its next query.
 */
export async function sendCopy(
  sql: Transaction,
  statement: string,
  chunks: Chunks,
): Promise<{ readonly finished: Promise<void> }> {
  const query = sql.unsafe(statement);
  const { stream, failed } = await started(query, () => query.writable());
  try {
    for await (const chunk of chunks) {
      if (stream.write(chunk)) continue;
      await Promise.race([once(stream, 'drain'), failed]);
    }
  } catch (error) {
    stream.destroy(error as Error);
    throw error;
  }
  const finish = once(stream, 'finish');
  stream.end();
  const finished = Promise.race([finish, failed]).then(() => {});
  // Whoever awaits it later hears of its failure.
  finished.catch(() => {});
  return { finished };
}

/** The whole answer of `copy ... to stdout`. */
export async function copyOut(sql: Transaction, statement: string): Promise<Buffer> {
  const query = sql.unsafe(statement);
  const { stream, failed } = await started(query, () => query.readable());
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await Promise.race([once(stream, 'end'), failed]);
  // The driver pauses the connection when the stream is full and goes on when it is read: an answer that came whole
  // has ended by then, nobody reads any more, and the connection would stay paused for ever.
  stream._read(0);
  return Buffer.concat(chunks);
}

/** The answer of `copy ... to stdout` as it comes, of any length: who reads slowly slows Postgres down. */
export async function* copyOutStream(sql: Transaction, statement: string): AsyncGenerator<Buffer, undefined> {
  const query = sql.unsafe(statement);
  const { stream, failed } = await started(query, () => query.readable());
  failed.catch((error: Error) => stream.destroy(error));
  for await (const chunk of stream) yield chunk as Buffer;
  // As above.
  stream._read(0);
}

/** A value as an SQL literal, for COPY, which takes no parameters. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new Error('a text with a zero byte cannot be stored');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
