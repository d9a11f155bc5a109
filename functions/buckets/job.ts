/**
 * The Job `buckets`: makes the buckets that are missing, and where the deployment has a MinIO of its own
 * (MINIO_ROOT_USER, MINIO_ROOT_PASSWORD) the access keys: that of people, S3_ACCESS_KEY, and with LOGINS_SEED one for
 * each group of functions.
 */
import { Client } from 'minio';
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { s3 } from '../../shared/store/objects.ts';
import { accountsOf } from '../../shared/store/roles/policies.ts';
import { ensureAccess, POLICY } from './access.ts';

const { MINIO_ROOT_USER, MINIO_ROOT_PASSWORD, S3_REGION, LOGINS_SEED } = configuration();
const own = { accessKey: required('S3_ACCESS_KEY'), secretKey: required('S3_SECRET_KEY') };
const root =
  MINIO_ROOT_USER && MINIO_ROOT_PASSWORD
    ? { accessKey: MINIO_ROOT_USER, secretKey: MINIO_ROOT_PASSWORD }
    : undefined;
const endpoint = required('S3_ENDPOINT');

await s3({ endpoint, region: S3_REGION, ...(root ?? own) }).ensureBuckets();
if (root) {
  const url = new URL(endpoint);
  const useSSL = url.protocol === 'https:';
  const port = Number(url.port) || (useSSL ? 443 : 80);
  const minio = new Client({ endPoint: url.hostname, port, useSSL, ...root });
  // A deployment of before there was such a key has root's in its stead.
  const people = root.accessKey === own.accessKey ? [] : [{ ...own, policy: POLICY }];
  for (const account of [...people, ...(LOGINS_SEED ? accountsOf(LOGINS_SEED) : [])])
    await ensureAccess(minio, root.secretKey, account);
}
process.exit(0);
