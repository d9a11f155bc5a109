/** What a request asks of the object store: the actions that it is to be allowed, or that there is no such call here. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Signed } from './claim.ts';
import type { Asked } from './policy.ts';
import { decoded, pairsOf } from './query.ts';
import { refusal } from './refusal.ts';

const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const KEY_BYTES = 1024;
/** A file has 255 bytes for its name, and the store adds to it. */
const PART_BYTES = 220;

/** Calls by method and by what of their query says which: of a bucket, and of an object. */
const OF_BUCKET: Readonly<Record<string, string>> = {
  GET: 's3:ListBucket',
  HEAD: 's3:ListBucket',
  PUT: 's3:CreateBucket',
  'GET location': 's3:ListBucket',
  'POST delete': 's3:DeleteObject',
};
const OF_OBJECT: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
  'PUT partNumber uploadId': 's3:PutObject',
  'POST uploads': 's3:PutObject',
  'POST uploadId': 's3:PutObject',
  'DELETE uploadId': 's3:AbortMultipartUpload',
};
/** Parts of a query that choose among what is listed, or are there for the client alone. */
const PLAIN =
  /^(list-type|prefix|delimiter|marker|max-keys|start-after|continuation-token|encoding-type|fetch-owner|x-id)$/;

/** @throws Refusal for a name that is none, and for calls that there are not */
export function askedOf(request: Signed): Asked[] {
  const [path = '/'] = request.url.split('?');
  const [, bucket = '', ...parts] = path.split('/').map(decoded);
  const key = parts.join('/');
  if (bucket === '') return [{ action: only(request, { GET: 's3:ListAllMyBuckets' }), resource: '*' }];
  mustBeBucket(bucket);
  if (key === '') return [ofBucket(only(request, OF_BUCKET), bucket)];
  mustBeKey(key);
  const asked = { action: only(request, OF_OBJECT), resource: `${bucket}/${key}` };
  return [asked, ...copied(request.headers)];
}

/** Keys that a body names are of any kind. */
const ofBucket = (action: string, bucket: string): Asked => ({
  action,
  resource: action === 's3:DeleteObject' ? `${bucket}/*` : bucket,
});

function only({ method, url }: Signed, calls: Readonly<Record<string, string>>): string {
  const named = pairsOf(url).filter(([name]) => !PLAIN.test(name) && !isOfSignature(name));
  for (const [name, value] of named)
    if ((name === 'uploadId' || name === 'partNumber') && !/^[\w-]{1,128}$/.test(value))
      throw refusal(400, 'InvalidArgument', `${name} is wrong`);
  const call = [method, ...named.map(([name]) => name).sort()].join(' ');
  const action = calls[call];
  if (!action) throw refusal(501, 'NotImplemented', `${call}: there is no such call here`);
  return action;
}

/** What a presigned address has beside what it asks. */
export const isOfSignature = (name: string): boolean =>
  /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Content-Sha256)$/.test(name);

function copied(headers: IncomingHttpHeaders): Asked[] {
  const source = headers['x-amz-copy-source'];
  if (source === undefined) return [];
  const [bucket = '', ...parts] = decoded(String(source)).replace(/^\//, '').split('/');
  mustBeBucket(bucket);
  mustBeKey(parts.join('/'));
  return [{ action: 's3:GetObject', resource: `${bucket}/${parts.join('/')}` }];
}

function mustBeBucket(name: string): void {
  if (!BUCKET.test(name)) throw refusal(400, 'InvalidBucketName', 'this is no name of a bucket');
}

/** Keys are paths below the folder of the bucket, and stay there. @throws Refusal */
export function mustBeKey(key: string): void {
  const parts = key.split('/');
  if (key === '' || parts.some((part) => part === '.' || part === '..') || /[\0\\]/.test(key))
    throw refusal(400, 'InvalidArgument', 'this is no key of an object');
  if (Buffer.byteLength(key) > KEY_BYTES || parts.some((part) => Buffer.byteLength(part) > PART_BYTES))
    throw refusal(400, 'KeyTooLongError', `a key has ${KEY_BYTES} bytes, and ${PART_BYTES} between slashes`);
}
