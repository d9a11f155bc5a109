/** Statements that Postgres refuses for what is in their data: no further try will change that. */
import postgres from 'postgres';

/** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const REFUSALS: Readonly<Record<string, string>> = {
  '22003': 'a number is out of range',
  '22007': 'a time is none',
  '22008': 'a time is out of range',
  '22021': 'a text holds a zero byte, or is no UTF-8',
  '22P02': 'a value is not of its type',
  '22P05': 'a text holds a zero byte, or half a character',
  '54000': 'a value is too large',
  '54001': 'a value is nested too deep',
};

/** Why, when an error (or what caused it) is about the data; else undefined. */
export function refusedData(error: unknown): string | undefined {
  if (error instanceof postgres.PostgresError) return REFUSALS[error.code];
  return error instanceof Error && error.cause !== undefined ? refusedData(error.cause) : undefined;
}
