/**
 * Reads objects from S3 by one signed GET. Predict only ever reads, and has to be ready fast: the full client takes
 * 290 ms and 80 MB to load, this takes neither.
 */
import { createHash, createHmac } from 'node:crypto';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import {
  type Address,
  NoSuchObject,
  type ObjectStore,
  type ObjectStoreOptions,
  uriOf,
} from '../../shared/store/objects.ts';

export type ModelStore = Pick<ObjectStore, 'read'>;

const TIMEOUT_MS = 15_000;
const EMPTY_SHA256 = createHash('sha256').digest('hex');

/** @param now a clock, for the signature */
export function modelStore(options: ObjectStoreOptions, now = () => new Date()): ModelStore {
  return {
    async read(address) {
      const url = new URL(
        `/${address.bucket}/${address.key.split('/').map(encoded).join('/')}`,
        options.endpoint,
      );
      const { status, body } = await get(url, signedHeaders(url, options, now()));
      if (status === 200) return body;
      if (status === 404) throw new NoSuchObject(address);
      throw refusal(address, status, body);
    },
  };
}

/** S3 tells why in XML: <Code>AccessDenied</Code>. */
function refusal(address: Address, status: number, body: Buffer): Error {
  const code = /<Code>(\w+)<\/Code>/.exec(body.toString('utf8', 0, 2000))?.[1] ?? 'no reason given';
  return new Error(`the object store answered ${status} (${code}) for ${uriOf(address)}`);
}

/**
 * AWS Signature Version 4 of a GET without query and body.
 * See "Create a signed AWS API request" in the AWS IAM user guide.
 */
export function signedHeaders(
  url: URL,
  { accessKey, secretKey, region = 'us-east-1' }: ObjectStoreOptions,
  at: Date,
): Record<string, string> {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers = { host: url.host, 'x-amz-content-sha256': EMPTY_SHA256, 'x-amz-date': time };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['GET', url.pathname, '', lines.join(''), names, EMPTY_SHA256].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretKey}`,
  );
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** As S3 wants it: all but letters, digits and -_.~ */
const encoded = (part: string): string =>
  encodeURIComponent(part).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function get(url: URL, headers: Record<string, string>): Promise<{ status: number; body: Buffer }> {
  const request = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, timeout: TIMEOUT_MS }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    asked.on('timeout', () =>
      asked.destroy(new Error(`the object store did not answer within ${TIMEOUT_MS / 1000} s`)),
    );
    asked.on('error', reject);
    asked.end();
  });
}
