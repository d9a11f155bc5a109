/** Access keys in a MinIO of the deployment's own: each may do what its policy says, and nothing else. */
import type { IncomingMessage } from 'node:http';
import type { Client } from 'minio';
import { BUCKETS } from '../../shared/store/objects.ts';
import type { Account, Policy } from '../../shared/store/roles/policies.ts';
import { encrypted } from './encrypted.ts';

/** Reads and writes the platform's buckets: for people; no function has it. */
export const POLICY: Policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['s3:ListBucket', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
      Resource: BUCKETS.map((bucket) => `arn:aws:s3:::${bucket}`),
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: BUCKETS.map((bucket) => `arn:aws:s3:::${bucket}/*`),
    },
  ],
};

/**
 * Makes the access key, or brings the one that is there up to date.
 * @param minio as root
 * @param root its secret
 * @throws when MinIO refuses
 */
export async function ensureAccess(
  minio: Client,
  root: string,
  { accessKey, secretKey, policy }: Account,
): Promise<void> {
  const update = { newSecretKey: secretKey, newPolicy: policy };
  const query = `accessKey=${encodeURIComponent(accessKey)}`;
  const updated = await call(minio, root, 'POST', 'update-service-account', query, update);
  if (updated !== 404) return;
  const added = await call(minio, root, 'PUT', 'add-service-account', '', {
    accessKey,
    secretKey,
    name: accessKey,
    policy,
  });
  if (added === 404) throw new Error('MinIO has no admin API at add-service-account: is it MinIO?');
}

/** @returns the status */
async function call(
  minio: Client,
  root: string,
  method: string,
  action: string,
  query: string,
  body: unknown,
): Promise<number> {
  const answer: IncomingMessage = await minio.makeRequestAsync(
    { method, bucketName: 'minio', objectName: `admin/v3/${action}`, ...(query ? { query } : {}) },
    encrypted(root, Buffer.from(JSON.stringify(body))),
    [200, 204, 404],
    'us-east-1',
  );
  answer.resume();
  return answer.statusCode ?? 0;
}
