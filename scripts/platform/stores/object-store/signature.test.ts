import { expect, test } from 'vitest';
import type { Signed } from './claim.ts';
import { signedBy } from './signature.ts';

// Values from AWS: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and .../sigv4-query-string-auth.html
const KEY = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SCOPE = '20130524/us-east-1/s3/aws4_request';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const HOST = 'examplebucket.s3.amazonaws.com';
const MOMENT = new Date('2013-05-24T00:00:00Z');

const secretOf = (key: string): string | undefined => (key === KEY ? SECRET : undefined);

function signed(
  [method, url]: readonly [string, string],
  headers: Readonly<Record<string, string>>,
  names: string,
  signature: string,
): Signed {
  const authorization = `AWS4-HMAC-SHA256 Credential=${KEY}/${SCOPE}, SignedHeaders=${names}, Signature=${signature}`;
  return {
    method,
    url,
    headers: { host: HOST, 'x-amz-date': '20130524T000000Z', ...headers, authorization },
  };
}

const get = signed(
  ['GET', '/test.txt'],
  { range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY },
  'host;range;x-amz-content-sha256;x-amz-date',
  'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
);
const put = signed(
  ['PUT', '/test%24file.text'],
  {
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  },
  'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
  '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
);
const lifecycle = signed(
  ['GET', '/?lifecycle'],
  { 'x-amz-content-sha256': EMPTY },
  'host;x-amz-content-sha256;x-amz-date',
  'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
);
const list = signed(
  ['GET', '/?max-keys=2&prefix=J'],
  { 'x-amz-content-sha256': EMPTY },
  'host;x-amz-content-sha256;x-amz-date',
  '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
);
const presigned: Signed = {
  method: 'GET',
  url: `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${KEY}/${SCOPE}`)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
  headers: { host: HOST },
};

const examples = [
  ['an object', get],
  ['an upload', put],
  ['a sub-resource', lifecycle],
  ['a list', list],
  ['a presigned address', presigned],
] as const;

test.each(examples)('the example of AWS for %s is signed by its key', (_, request) => {
  expect(signedBy(request, secretOf, MOMENT)).toBe(KEY);
});

test.each(examples)('%s: another path, query, method or host is not what was signed', (_, request) => {
  const { method, url, headers } = request;
  for (const other of [
    { method, url: url.replace('/', '/x'), headers },
    { method, url: `${url}${url.includes('?') ? '&' : '?'}prefix=other`, headers },
    { method: 'DELETE', url, headers },
    { method, url, headers: { ...headers, host: 'localhost' } },
  ])
    expect(() => signedBy(other, secretOf, MOMENT)).toThrow('the signature is not that of this request');
});

test('a key that is not known, or another secret, signs nothing', () => {
  expect(() => signedBy(get, () => undefined, MOMENT)).toThrow('no such access key');
  expect(() => signedBy(get, () => 'guessed', MOMENT)).toThrow('the signature is not');
});

test('a signature of another quarter of an hour is not taken, an address until it expires', () => {
  const later = (minutes: number): Date => new Date(MOMENT.getTime() + minutes * 60_000);
  expect(signedBy(get, secretOf, later(14))).toBe(KEY);
  expect(() => signedBy(get, secretOf, later(16))).toThrow('not signed now');
  expect(() => signedBy(get, secretOf, later(-16))).toThrow('not signed now');
  expect(signedBy(presigned, secretOf, later(24 * 60 - 1))).toBe(KEY);
  expect(() => signedBy(presigned, secretOf, later(24 * 60 + 1))).toThrow('has expired');
});

test('what the store would obey has to be signed', () => {
  const added = { ...get, headers: { ...get.headers, 'x-amz-copy-source': '/models/secret' } };
  expect(() => signedBy(added, secretOf, MOMENT)).toThrow('not signed: x-amz-copy-source');
});

test.each([
  [{}, 'not signed'],
  [{ authorization: 'AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=' }, 'SHA-256|not signed'],
  [{ authorization: 'Bearer x' }, 'SHA-256|not signed'],
  [
    { ...put.headers, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' },
    'is a SHA-256 or UNSIGNED-PAYLOAD',
  ],
] as const)('no other form of signature is taken: %j', (headers, why) => {
  expect(() =>
    signedBy({ method: 'GET', url: '/models/a', headers: { ...headers } }, secretOf, MOMENT),
  ).toThrow(new RegExp(why));
});
