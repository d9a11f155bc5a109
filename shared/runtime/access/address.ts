/** From where a request comes, as far as it can be believed. */
import type { HttpRequest } from '../http/http.ts';

/**
 * What the last proxy on the way has added to x-forwarded-for; without one the other end of the connection. Whatever
 * stands before that in the header, a client may have made up.
 */
export function addressOf({ headers, address }: Pick<HttpRequest, 'headers' | 'address'>): string {
  const forwarded = headers['x-forwarded-for'];
  const hops = Array.isArray(forwarded) ? forwarded.at(-1) : forwarded;
  // The longest that an address of IPv6 with its zone is written in.
  return (hops?.split(',').at(-1)?.trim() || address || 'unknown').slice(0, 64);
}

/** Whether a gateway or another proxy has passed it on; straight at a pod it has neither header. */
export const isForwarded = ({ headers }: Pick<HttpRequest, 'headers'>): boolean =>
  headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
