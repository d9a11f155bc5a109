/**
 * Signature version 4 of AWS, checked: in a header or in the query of a presigned address.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { refusal } from './refusal.ts';

export interface Signed {
  readonly method: string;
  /** As sent: path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a request says of its signature. */
interface Claim {
  readonly accessKey: string;
  /** date/region/service/aws4_request */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As in 20130524T000000Z. */
  readonly time: string;
  readonly payloadHash: string;
  /** How long after `time` it holds, in seconds; a header's is for now. */
  readonly expires: number | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SKEW_MS = 15 * 60_000;
const WEEK_SECONDS = 7 * 86_400;

/**
 * @param secretOf of an access key; undefined for one that is not known
 * @returns the access key. @throws Refusal when the request is not signed by it, or not for now
 */
export function signedBy(
  request: Signed,
  secretOf: (accessKey: string) => string | undefined,
  now: Date,
): string {
  const claim = claimOf(request);
  mustBeForNow(claim, now);
  mustSignWhatMatters(request, claim);
  const secret = secretOf(claim.accessKey);
  if (secret === undefined) throw refusal(403, 'InvalidAccessKeyId', 'there is no such access key');
  const right = Buffer.from(signatureOf(request, claim, secret));
  const shown = Buffer.from(claim.signature);
  if (right.length !== shown.length || !timingSafeEqual(right, shown))
    throw refusal(403, 'SignatureDoesNotMatch', 'the signature is not that of this request');
  return claim.accessKey;
}

function claimOf({ url, headers }: Signed): Claim {
  const query = new Map(pairsOf(url));
  if (headers.authorization !== undefined) return claimOfHeader(headers.authorization, headers);
  if (query.get('X-Amz-Algorithm') === ALGORITHM) return claimOfQuery(query);
  throw refusal(403, 'AccessDenied', 'the request is not signed (signature version 4)');
}

function claimOfHeader(authorization: string, headers: IncomingHttpHeaders): Claim {
  const [, credential = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  const payloadHash = String(headers['x-amz-content-sha256'] ?? '');
  if (!/^([0-9a-f]{64}|UNSIGNED-PAYLOAD)$/.test(payloadHash))
    throw refusal(400, 'InvalidRequest', 'x-amz-content-sha256 is a SHA-256 or UNSIGNED-PAYLOAD here');
  const time = String(headers['x-amz-date'] ?? isoBasic(headers.date));
  return {
    ...credentialOf(credential),
    ...signedOf(names),
    signature,
    time,
    payloadHash,
    expires: undefined,
  };
}

function claimOfQuery(query: ReadonlyMap<string, string>): Claim {
  const expires = Number(query.get('X-Amz-Expires'));
  if (!(expires > 0 && expires <= WEEK_SECONDS))
    throw refusal(400, 'AuthorizationQueryParametersError', 'X-Amz-Expires is 1 to 604800 seconds');
  return {
    ...credentialOf(query.get('X-Amz-Credential') ?? ''),
    ...signedOf(query.get('X-Amz-SignedHeaders') ?? ''),
    signature: query.get('X-Amz-Signature') ?? '',
    time: query.get('X-Amz-Date') ?? '',
    payloadHash: 'UNSIGNED-PAYLOAD',
    expires,
  };
}

function credentialOf(text: string): Pick<Claim, 'accessKey' | 'scope'> {
  const [, accessKey, scope] = /^(.+?)\/(\d{8}\/[\w-]+\/s3\/aws4_request)$/.exec(text) ?? [];
  if (accessKey === undefined || scope === undefined)
    throw refusal(403, 'AccessDenied', 'the request is not signed (signature version 4)');
  return { accessKey, scope };
}

const signedOf = (names: string): Pick<Claim, 'signedHeaders'> => ({ signedHeaders: names.split(';') });

function isoBasic(date: string | undefined): string {
  const time = new Date(date ?? '');
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function mustBeForNow({ time, scope, expires }: Claim, now: Date): void {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const signed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(signed) || !scope.startsWith(time.slice(0, 8)))
    throw refusal(403, 'AccessDenied', 'the request has no date of its signature');
  const age = now.getTime() - signed;
  if (age < -SKEW_MS || (expires === undefined && age > SKEW_MS))
    throw refusal(403, 'RequestTimeTooSkewed', 'the request was not signed now');
  if (expires !== undefined && age > expires * 1000)
    throw refusal(403, 'AccessDenied', 'the address has expired');
}

/** What is not signed could be added on the way: the host, and whatever the store would obey. */
function mustSignWhatMatters({ headers }: Signed, { signedHeaders }: Claim): void {
  const matter = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const missing = matter.filter((name) => !signedHeaders.includes(name));
  if (missing.length > 0) throw refusal(403, 'AccessDenied', `not signed: ${missing.join(', ')}`);
}

function signatureOf(request: Signed, claim: Claim, secret: string): string {
  const text = [ALGORITHM, claim.time, claim.scope, sha256(canonical(request, claim))].join('\n');
  const key = claim.scope
    .split('/')
    .reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

function canonical({ method, url, headers }: Signed, { signedHeaders, payloadHash }: Claim): string {
  const [path = '/'] = url.split('?');
  const query = pairsOf(url)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const lines = signedHeaders.map((name) => `${name}:${headerOf(headers, name)}\n`);
  const names = signedHeaders.join(';');
  const way = path.split('/').map((part) => encoded(decoded(part)));
  return [method, way.join('/'), query.join('&'), lines.join(''), names, payloadHash].join('\n');
}

const headerOf = (headers: IncomingHttpHeaders, name: string): string =>
  String(headers[name] ?? '')
    .trim()
    .replaceAll(/ +/g, ' ');

/** Name and value of each part of the query, decoded. */
export function pairsOf(url: string): [string, string][] {
  const [, query = ''] = url.split(/\?(.*)/s);
  return query
    .split('&')
    .filter(Boolean)
    .map((part) => {
      const [name = '', value = ''] = part.split(/=(.*)/s);
      return [decoded(name), decoded(value)];
    });
}

/** @throws Refusal for what is no encoded text */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal(400, 'InvalidURI', 'the address is not well-formed');
  }
}

/** RFC 3986: all but the unreserved. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
