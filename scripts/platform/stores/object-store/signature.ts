/**
 * Signature version 4 of AWS, checked: in a header or in the query of a presigned address.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isSameText } from '../../../../shared/access/same-text.ts';
import { ALGORITHM, type Claim, claimOf, type Signed } from './claim.ts';
import { decoded, pairsOf } from './query.ts';
import { refusal } from './refusal.ts';

const SKEW_MS = 15 * 60_000;

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
  if (!isSameText(claim.signature, signatureOf(request, claim, secret)))
    throw refusal(403, 'SignatureDoesNotMatch', 'the signature is not that of this request');
  return claim.accessKey;
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

/** RFC 3986: all but the unreserved. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
