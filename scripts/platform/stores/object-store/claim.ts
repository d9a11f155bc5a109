/** What a request says of its signature: in a header, or in the query of a presigned address. */
import type { IncomingHttpHeaders } from 'node:http';
import { pairsOf } from './query.ts';
import { refusal } from './refusal.ts';

export interface Signed {
  readonly method: string;
  /** As sent: path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a request says of its signature. */
export interface Claim {
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

export const ALGORITHM = 'AWS4-HMAC-SHA256';
const WEEK_SECONDS = 7 * 86_400;

/** @throws Refusal when it says nothing of one, or nothing that is taken here */
export function claimOf({ url, headers }: Signed): Claim {
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
