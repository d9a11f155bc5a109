/** Whether a request came through the embedded platform: it gives each a token that nobody outside has. */
import { configuration } from '../configuration.ts';
import type { HttpRequest } from '../http/http.ts';
import { carries } from './platform-header.ts';
import { forbidden } from './refusal.ts';

/** Nothing is asked for where no token is set: on a cluster the network lets nobody in. @throws HttpError 403 */
export function comesThroughPlatform({ headers }: Pick<HttpRequest, 'headers'>): void {
  if (!carries(headers, configuration().PLATFORM_TOKEN))
    throw forbidden('around', 'this port is for the platform alone: ask at the port of the platform');
}
