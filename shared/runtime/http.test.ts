import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpError, json, requestFrom, writeAnswer } from './http.ts';

const LIMIT = 1000;
let server: Server;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    requestFrom(incoming)
      .body(LIMIT)
      .then(
        (body) => json({ bytes: body.length }),
        (error: HttpError) => json({ error: error.message }, error.status),
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
const post = async (body: string, headers: Record<string, string> = {}) => {
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

test('an encoding that is not undone is refused rather than misread', async () => {
  const refused = await post('plain', { 'content-encoding': 'gzip' });
  expect(refused).toEqual({
    status: 415,
    body: { error: 'content-encoding "gzip" is not taken: send the body as it is' },
  });
  expect((await post('plain', { 'content-encoding': 'identity' })).status).toBe(200);
});
