/** What the functions may do in the object store. */
import { Client } from 'minio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSecret } from '../../scripts/cluster/secrets.ts';
import { BUCKETS } from '../../shared/store/objects.ts';
import { forwarded, stopForwarding } from './calls.ts';
import { ensureDeployed, kube, noCluster } from './testbed.ts';

describe.skipIf(noCluster)("the functions' key in MinIO", () => {
  let minio: Client;
  beforeAll(async () => {
    await ensureDeployed();
    const { S3_ACCESS_KEY = '', S3_SECRET_KEY = '' } = (await readSecret(kube, 'marea-objects')) ?? {};
    const { hostname, port } = new URL(await forwarded('marea', 'minio', 9000));
    minio = new Client({
      endPoint: hostname,
      port: Number(port),
      useSSL: false,
      accessKey: S3_ACCESS_KEY,
      secretKey: S3_SECRET_KEY,
      region: 'us-east-1',
    });
  });
  afterAll(stopForwarding);

  test.each(BUCKETS)('reads and writes %s', async (bucket) => {
    const key = `test/${Date.now()}`;
    await minio.putObject(bucket, key, 'a test');
    expect((await minio.statObject(bucket, key)).size).toBe(6);
    const keys: (string | undefined)[] = [];
    for await (const { name } of minio.listObjectsV2(bucket, 'test/')) keys.push(name);
    expect(keys).toContain(key);
    await minio.removeObject(bucket, key);
    await expect(minio.statObject(bucket, key)).rejects.toThrow();
  });

  test('makes no bucket, removes none, sets no policy and asks nothing of the admin API', async () => {
    await expect(minio.makeBucket('another')).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(minio.removeBucket('artifacts')).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(minio.setBucketPolicy('models', '{}')).rejects.toMatchObject({ code: 'AccessDenied' });
    const asked = await minio.makeRequestAsync(
      { method: 'GET', bucketName: 'minio', objectName: 'admin/v3/list-users' },
      '',
      [403],
      'us-east-1',
    );
    expect(asked.statusCode).toBe(403);
  });
});
