import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unpacked } from './content-coding.ts';
import { type HttpError, json, requestFrom, writeAnswer } from './http.ts';

const LIMIT = 1000;
let server: Server;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    requestFrom(incoming)
      .body(LIMIT)
      .then(
        (body) => json({ bytes: body.length }),
        (error: HttpError) => ({ ...json({ error: error.message }, error.status), headers: error.headers }),
      )
      .then((answer) => writeAnswer(response, answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
  const answer = await fetch(url(), { method: 'POST', body, headers });
  return { status: answer.status, body: await answer.json() };
};

test('a body up to the limit is read, one byte more is refused', async () => {
  expect(await post('x'.repeat(LIMIT))).toEqual({ status: 200, body: { bytes: LIMIT } });
  expect((await post('x'.repeat(LIMIT + 1))).status).toBe(413);
});

test('a body whose length nobody told is refused as soon as it is too long', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = request(url(), { method: 'POST' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
      sending.destroy();
    });
    sending.on('error', reject);
    for (let sent = 0; sent <= LIMIT; sent += 100) sending.write('x'.repeat(100));
  });
  expect(status).toBe(413);
});

test('a body in a content coding is read as what it was before', async () => {
  const text = JSON.stringify({ city: 'São Paulo' });
  const length = Buffer.byteLength(text);
  for (const [coding, body] of [
    ['gzip', gzipSync(text)],
    ['X-GZIP', Buffer.concat([gzipSync(text.slice(0, 5)), gzipSync(text.slice(5))])],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ] as const)
    expect(await post(body, { 'content-encoding': coding }), coding).toEqual({
      status: 200,
      body: { bytes: length },
    });
});

test('what a body becomes has the limit of what is sent plainly', async () => {
  const most = (length: number) => post(gzipSync('x'.repeat(length)), { 'content-encoding': 'gzip' });
  expect((await most(LIMIT)).status).toBe(200);
  expect(await most(LIMIT + 1)).toEqual({
    status: 413,
    body: { error: `the body becomes more than ${LIMIT} bytes` },
  });
});

test('a small body that becomes a huge one is refused while it is unpacked, whatever the limit', async () => {
  const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };
  const bomb = brotliCompressSync(Buffer.alloc(16 * 1024 * 1024), quickly);
  expect(bomb.length).toBeLessThan(1000);
  await expect(unpacked(bomb, 'br', 2 ** 30)).rejects.toMatchObject({
    status: 413,
    message: expect.stringContaining('200 times its size'),
  });
  // Within the floor any ratio is fine: rows that repeat pack well.
  expect(await unpacked(gzipSync(Buffer.alloc(2 ** 20)), 'gzip', 2 ** 30)).toHaveLength(2 ** 20);
});

test('a body that is not what its coding says is refused', async () => {
  const whole = gzipSync('x'.repeat(100));
  for (const body of [
    'plain',
    whole.subarray(0, -1),
    whole.subarray(0, 12),
    Buffer.concat([whole, whole.subarray(0, 9)]),
  ])
    expect((await post(body, { 'content-encoding': 'gzip' })).status).toBe(400);
  for (const [coding, pack] of [
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)
    expect(
      (await post(Buffer.concat([pack('x'), Buffer.from('more')]), { 'content-encoding': coding })).status,
    ).toBe(400);
});

test.each(['zstd', 'gzip, br', 'gzip,gzip'])(
  'the coding %s is refused, and said what is taken',
  async (coding) => {
    const answer = await fetch(url(), {
      method: 'POST',
      body: 'plain',
      headers: { 'content-encoding': coding },
    });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('accept-encoding')).toBe('gzip, deflate, br');
    expect(await answer.text()).toContain('is not taken: one of gzip, deflate, br');
  },
);
