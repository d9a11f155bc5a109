/** What Postgres refuses of a file's bytes will be refused again. */
import { PermanentError } from '../../shared/events/errors.ts';

/** Character not in repertoire, untranslatable character, bad COPY file format. */
const OF_THE_INPUT = new Set(['22021', '22P05', '22P04']);

export function refusedByPostgres(cause: unknown): never {
  const { code, message, where } = cause as { code?: string; message: string; where?: string };
  if (!code || !OF_THE_INPUT.has(code)) throw cause;
  // Postgres counts the lines that it was sent: the rows, without the header.
  const row = /line (\d+)/.exec(where ?? '')?.[1];
  throw new PermanentError(`row ${row ?? 'unknown'} cannot be read, expected UTF-8: ${message}`, { cause });
}
