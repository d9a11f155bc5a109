/** What a format or Postgres refuses of a file's bytes will be refused again. */

import { PermanentError } from '../../shared/events/errors.ts';
import { FormatError } from '../../shared/formats/index.ts';

/** Character not in repertoire, untranslatable character, bad COPY file format. */
const OF_THE_INPUT = new Set(['22021', '22P05', '22P04']);

/** @throws PermanentError for such a refusal, anything else as it came */
export function refused(cause: unknown): never {
  if (cause instanceof FormatError) throw new PermanentError(cause.message, { cause });
  const { code, message, where } = cause as { code?: string; message: string; where?: string };
  if (!code || !OF_THE_INPUT.has(code)) throw cause;
  // Postgres counts the lines that it was sent: the rows, without the header.
  const row = /line (\d+)/.exec(where ?? '')?.[1];
  throw new PermanentError(`row ${row ?? 'unknown'} cannot be read, expected UTF-8: ${message}`, { cause });
}
