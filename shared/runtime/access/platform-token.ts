/** Whether a request came through the embedded platform: it gives each a token that nobody outside has. */
import { timingSafeEqual } from 'node:crypto';
import { configuration } from '../configuration.ts';
import type { HttpRequest } from '../http/http.ts';
import { forbidden } from './refusal.ts';

export const PLATFORM_HEADER = 'x-marea-platform';

let expected: Buffer | undefined;

/** Nothing is asked for where no token is set: on a cluster the network lets nobody in. @throws HttpError 403 */
export function comesThroughPlatform({ headers }: Pick<HttpRequest, 'headers'>): void {
  const { PLATFORM_TOKEN } = configuration();
  if (PLATFORM_TOKEN === undefined) return;
  expected ??= Buffer.from(PLATFORM_TOKEN);
  const given = Buffer.from(String(headers[PLATFORM_HEADER] ?? ''));
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw forbidden('around', 'this port is for the platform alone: ask at the port of the platform');
}
