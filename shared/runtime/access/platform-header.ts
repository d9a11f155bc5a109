/**
 * The header with the token of the embedded platform. There is no network there that keeps strangers from a pod: what
 * comes through the platform carries it. On a cluster there is none.
 */
import { isSameText } from '../../access/same-text.ts';

export const PLATFORM_HEADER = 'x-marea-platform';

/** Whether it carries this token; without one everything does. In a time that tells nothing of it. */
export function carries(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  token: string | undefined,
): boolean {
  if (token === undefined) return true;
  return isSameText(String(headers[PLATFORM_HEADER] ?? ''), token);
}

/** What a request to the platform shows. */
export const shown = (token: string | undefined): Readonly<Record<string, string>> =>
  token === undefined ? {} : { [PLATFORM_HEADER]: token };
