/**
 * The header with the token of the embedded platform. There is no network there that keeps strangers from a pod: what
 * comes through the platform carries it. On a cluster there is none.
 */
import { timingSafeEqual } from 'node:crypto';

export const PLATFORM_HEADER = 'x-marea-platform';

/** Whether it carries this token; without one everything does. In a time that tells nothing of it. */
export function carries(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  token: string | undefined,
): boolean {
  if (token === undefined) return true;
  const shown = Buffer.from(String(headers[PLATFORM_HEADER] ?? ''));
  const wanted = Buffer.from(token);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

/** What a request to the platform shows. */
export const shown = (token: string | undefined): Readonly<Record<string, string>> =>
  token === undefined ? {} : { [PLATFORM_HEADER]: token };
