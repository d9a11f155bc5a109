/**
 * The Job `buckets`: makes the buckets that are missing, and where the deployment has a MinIO of its own
 * (MINIO_ROOT_USER, MINIO_ROOT_PASSWORD) the functions' access key S3_ACCESS_KEY, S3_SECRET_KEY.
 */
import { Client } from 'minio';
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { s3 } from '../../shared/store/objects.ts';
import { ensureAccess } from './access.ts';

const { MINIO_ROOT_USER, MINIO_ROOT_PASSWORD, S3_REGION } = configuration();
const own = { accessKey: required('S3_ACCESS_KEY'), secretKey: required('S3_SECRET_KEY') };
const root =
  MINIO_ROOT_USER && MINIO_ROOT_PASSWORD
    ? { accessKey: MINIO_ROOT_USER, secretKey: MINIO_ROOT_PASSWORD }
    : undefined;
const endpoint = required('S3_ENDPOINT');

await s3({ endpoint, region: S3_REGION, ...(root ?? own) }).ensureBuckets();
// A deployment of before this key existed has the functions use root's.
if (root && root.accessKey !== own.accessKey) {
  const url = new URL(endpoint);
  const useSSL = url.protocol === 'https:';
  const port = Number(url.port) || (useSSL ? 443 : 80);
  await ensureAccess(new Client({ endPoint: url.hostname, port, useSSL, ...root }), root.secretKey, own);
}
process.exit(0);
