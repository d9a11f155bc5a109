/**
 * From where a request comes, as far as it can be believed. Each proxy puts the address that it took a request from at the
 * end of x-forwarded-for, so that of the proxies in front, and they alone, are the last words there; whatever stands
 * before, whoever asks may have made up.
 *
 * On Knative 1.23 these are queue-proxy, the activator where a request goes through it, and Kourier's gateway where
 * `use-remote-address` is on in config-kourier; it is not by default, and then nothing tells who was at the gateway.
 */
import { configuration } from '../configuration.ts';
import type { HttpRequest } from '../http/http.ts';

/** The longest that an address of IPv6 with its zone is written in. */
const LONGEST = 64;

/**
 * What the first of the proxies in front has seen; where there were fewer of them, the farthest that one of them has seen;
 * without any the other end of the connection.
 */
export function addressOf(
  { headers, address }: Pick<HttpRequest, 'headers' | 'address'>,
  proxies = configuration().TRUSTED_PROXIES,
): string {
  const hops = proxies === 0 ? [] : wordsOf(headers['x-forwarded-for']).slice(-proxies);
  return (hops[0] || address || 'unknown').slice(0, LONGEST);
}

/** Node joins headers of one name by commas. */
const wordsOf = (header: string | readonly string[] = []): string[] =>
  String(header)
    .split(',')
    .map((word) => word.trim());

/** Whether a gateway or another proxy has passed it on; straight at a pod it has neither header. */
export const isForwarded = ({ headers }: Pick<HttpRequest, 'headers'>): boolean =>
  headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
