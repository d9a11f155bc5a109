import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { modelStore, signedHeaders } from './model-store.ts';

const keys = { accessKey: 'key', secretKey: 'secret' };

/** Expected: signV4 of the `minio` client 8.0.7, same request, keys and time. */
it('signs as the full client does', () => {
  const url = new URL('http://127.0.0.1:9000/models/realtor/7/model.onnx');
  const at = new Date('2026-01-02T03:04:05.678Z');
  const { authorization } = signedHeaders(url, { endpoint: url.origin, ...keys }, at);
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=key/20260102/us-east-1/s3/aws4_request, ' +
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
      'Signature=3fd0a2d675b90d79738c2a4605cd10efa2547e2c5d631c4f445b9df8df44fa47',
  );
});

async function answering(
  status: number,
  body: string,
  seen: IncomingMessage[] = [],
): Promise<[string, () => void]> {
  const server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [`http://127.0.0.1:${(server.address() as AddressInfo).port}`, () => server.close()];
}

it('reads an object, whatever is in its name', async () => {
  const seen: IncomingMessage[] = [];
  const [endpoint, close] = await answering(200, 'bytes', seen);
  const read = await modelStore({ endpoint, ...keys }).read({ bucket: 'models', key: "a b/ü(1)'.json" });
  expect(read.toString()).toBe('bytes');
  expect(seen[0]?.url).toBe('/models/a%20b/%C3%BC%281%29%27.json');
  close();
});

it('tells an absent object from a store that refuses', async () => {
  const address = { bucket: 'models', key: 'x' } as const;
  const [absent, closeAbsent] = await answering(404, '<Error><Code>NoSuchKey</Code></Error>');
  await expect(modelStore({ endpoint: absent, ...keys }).read(address)).rejects.toThrow(
    'no object s3://models/x',
  );
  const [refusing, closeRefusing] = await answering(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
  await expect(modelStore({ endpoint: refusing, ...keys }).read(address)).rejects.toThrow(
    'answered 403 (SignatureDoesNotMatch) for s3://models/x',
  );
  closeAbsent();
  closeRefusing();
});
