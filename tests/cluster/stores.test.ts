/** What each group of functions may do in the object store. */
import { Client } from 'minio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSecret } from '../../scripts/cluster/secrets.ts';
import { BUCKETS, type Bucket } from '../../shared/store/objects.ts';
import { forwarded, stopForwarding } from './calls.ts';
import { ensureDeployed, kube, noCluster } from './testbed.ts';

const DENIED = { code: 'AccessDenied' };

describe.skipIf(noCluster)('keys in MinIO', () => {
  let address: URL;
  beforeAll(async () => {
    await ensureDeployed();
    address = new URL(await forwarded('marea', 'minio', 9000));
  });
  afterAll(stopForwarding);

  async function clientOf(secret: string): Promise<Client> {
    const { S3_ACCESS_KEY = '', S3_SECRET_KEY = '' } = (await readSecret(kube, secret)) ?? {};
    return new Client({
      endPoint: address.hostname,
      port: Number(address.port),
      useSSL: false,
      accessKey: S3_ACCESS_KEY,
      secretKey: S3_SECRET_KEY,
      region: 'us-east-1',
    });
  }

  async function keysIn(minio: Client, bucket: Bucket, prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { name } of minio.listObjectsV2(bucket, prefix)) if (name) keys.push(name);
    return keys;
  }

  test.each(BUCKETS)("people's reads and writes %s", async (bucket) => {
    const minio = await clientOf('marea-objects');
    const key = `test/${Date.now()}`;
    await minio.putObject(bucket, key, 'a test');
    expect((await minio.statObject(bucket, key)).size).toBe(6);
    expect(await keysIn(minio, bucket, 'test/')).toContain(key);
    await minio.removeObject(bucket, key);
    await expect(minio.statObject(bucket, key)).rejects.toThrow();
  });

  test("a predictor's reads models, is told what is not there, and may nothing else", async () => {
    const people = await clientOf('marea-objects');
    await people.putObject('models', 'test/there', 'a test');
    const predict = await clientOf('marea-predict-realtor');
    expect((await predict.statObject('models', 'test/there')).size).toBe(6);
    expect(await keysIn(predict, 'models', 'test/')).toEqual(['test/there']);
    await expect(predict.getObject('models', 'test/none')).rejects.toMatchObject({ code: 'NoSuchKey' });
    await expect(predict.putObject('models', 'test/there', 'other')).rejects.toMatchObject(DENIED);
    await expect(predict.removeObject('models', 'test/there')).rejects.toMatchObject(DENIED);
    for (const bucket of BUCKETS.filter((one) => one !== 'models')) {
      await expect(keysIn(predict, bucket, '')).rejects.toMatchObject(DENIED);
      await expect(predict.putObject(bucket, 'test/a', 'a')).rejects.toMatchObject(DENIED);
    }
    await people.removeObject('models', 'test/there');
  });

  test('nobody but who publishes the snapshot of the keys writes it, and nobody removes it', async () => {
    const learning = await clientOf('marea-learning');
    await learning.putObject('models', 'test/mine', 'a test');
    await expect(learning.putObject('models', 'access/test', 'a test')).rejects.toMatchObject(DENIED);
    const console = await clientOf('marea-console');
    await console.removeObject('models', 'test/mine');
    await expect(console.removeObject('models', 'access/test')).rejects.toMatchObject(DENIED);
  });

  test.each(['marea-objects', 'marea-ingest', 'marea-console'])(
    '%s makes no bucket, removes none, sets no policy and asks nothing of the admin API',
    async (secret) => {
      const minio = await clientOf(secret);
      await expect(minio.makeBucket('another')).rejects.toMatchObject(DENIED);
      await expect(minio.removeBucket('artifacts')).rejects.toMatchObject(DENIED);
      await expect(minio.setBucketPolicy('models', '{}')).rejects.toMatchObject(DENIED);
      const asked = await minio.makeRequestAsync(
        { method: 'GET', bucketName: 'minio', objectName: 'admin/v3/list-users' },
        '',
        [403],
        'us-east-1',
      );
      expect(asked.statusCode).toBe(403);
    },
  );
});
