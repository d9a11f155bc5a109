/** A request as a handler sees it, and an event as a broker delivers it, without a socket. */
import { Readable } from 'node:stream';
import { ANYBODY } from '../shared/access/principal.ts';
import type { HttpRequest } from '../shared/runtime/http/http.ts';

export interface Given {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export function httpRequest(
  method: string,
  url: string,
  { headers = {}, body = '' }: Given = {},
): HttpRequest {
  const { pathname, searchParams } = new URL(url, 'http://marea.test');
  const bytes = Buffer.from(body);
  return {
    principal: ANYBODY,
    method,
    path: pathname,
    query: searchParams,
    headers: { host: 'marea.test', ...headers },
    address: undefined,
    body: () => Promise.resolve(bytes),
    stream: Readable.from([bytes]),
  };
}

export const jsonRequest = (method: string, url: string, value: unknown): HttpRequest =>
  httpRequest(method, url, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });

/** POST / with an event in binary mode. */
export function eventRequest(attributes: Readonly<Record<string, string>>, data: unknown): HttpRequest {
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
  );
  return httpRequest('POST', '/', {
    headers: { 'content-type': 'application/json', 'ce-specversion': '1.0', ...headers },
    body: JSON.stringify(data),
  });
}

export const ping = (data: unknown = {}): HttpRequest =>
  eventRequest({ id: crypto.randomUUID(), source: '/test', type: 'dev.knative.sources.ping' }, data);
