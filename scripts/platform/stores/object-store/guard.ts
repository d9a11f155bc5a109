/**
 * Who gets to the object store: those who sign with an access key that may. Pages of browsers do not, whatever they know,
 * nor does what the store behind would misread.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { askedOf, isOfSignature } from './asked.ts';
import { allows, type Policy } from './policy.ts';
import { decoded, pairsOf } from './query.ts';
import { asXml, Refusal, refusal } from './refusal.ts';
import { signedBy } from './signature.ts';

export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
  /** What it may; without one all. */
  readonly policy?: Policy;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const OBJECT_BYTES = 5 * 1024 ** 3;
/** Of a list of parts, or of keys. */
const XML_BYTES = 1024 ** 2;

export function guarded(keys: readonly AccessKey[], behind: Handler, now = () => new Date()): Handler {
  const byName = new Map(keys.map((key) => [key.accessKey, key]));
  return (request, response) => {
    try {
      admit(byName, request, now());
      behind(request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(request, response, error);
    }
  };
}

/** @throws Refusal; what it lets through is without what the store behind has its own mind of */
function admit(keys: ReadonlyMap<string, AccessKey>, request: IncomingMessage, now: Date): void {
  mustBeLocal(request);
  const { method = 'GET', url = '/', headers } = request;
  const signed = { method, url, headers };
  const asked = askedOf(signed);
  const key = keys.get(signedBy(signed, (name) => keys.get(name)?.secretKey, now));
  const denied = asked.find((one) => !allows(key?.policy, one));
  if (denied) throw refusal(403, 'AccessDenied', `this key may not ${denied.action} ${denied.resource}`);
  mustBeBounded(request);
  request.url = withoutSignature(url);
  delete headers.authorization;
  const source = headers['x-amz-copy-source'];
  // s3rver undoes less of an encoding than clients do.
  if (source !== undefined) headers['x-amz-copy-source'] = encodeURI(decoded(String(source)));
}

/** A name that leads here, and a page of another site, are no way in. */
function mustBeLocal({ headers }: IncomingMessage): void {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? ''))
    throw refusal(421, 'InvalidRequest', 'this store has no such host');
  if (headers.origin !== undefined || (headers['sec-fetch-site'] ?? 'none') !== 'none')
    throw refusal(403, 'AccessDenied', 'this store is not for pages');
}

function mustBeBounded({ method, headers }: IncomingMessage): void {
  if (method !== 'PUT' && method !== 'POST') return;
  const length = headers['content-length'];
  if (length === undefined && headers['transfer-encoding'] !== undefined)
    throw refusal(411, 'MissingContentLength', 'say how long the body is');
  const limit = method === 'PUT' ? OBJECT_BYTES : XML_BYTES;
  if (Number(length ?? 0) > limit)
    throw refusal(400, 'EntityTooLarge', `the body is larger than ${limit} bytes`);
}

function withoutSignature(url: string): string {
  const [path = '/'] = url.split('?');
  const rest = pairsOf(url).filter(([name]) => !isOfSignature(name));
  const query = rest.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

function refuse(request: IncomingMessage, response: ServerResponse, error: Refusal): void {
  const body = asXml(error);
  const head = { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) };
  response
    .writeHead(error.status, { ...head, connection: 'close' })
    .end(request.method === 'HEAD' ? '' : body);
  // A little of what still comes is read, so that the sender gets to hear why.
  request.resume();
  setTimeout(() => request.destroy(), 1000).unref();
}
