import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { problemsOf } from './findings.ts';
import { fuzz, made } from './fuzz.ts';
import { bytesOf } from './sent.ts';
import { wellMade } from './well-made.ts';

const dataset = datasetNamed('realtor');
const reached = [{ prefix: '/services/x', routes: ['POST /predict', 'GET /values/*', 'POST /ingest'] }];
const starts = reached.flatMap((one) => wellMade(one, dataset));
const bytes = (seed: number, number: number): string =>
  bytesOf(made(seed, number, starts).sent, 'h').toString('hex');

test('a request follows from its seed and its number', () => {
  for (let number = 0; number < 200; number++) expect(bytes(3, number)).toBe(bytes(3, number));
  const all = new Set(Array.from({ length: 200 }, (_, number) => bytes(3, number)));
  expect(all.size).toBeGreaterThan(150);
  expect(bytes(3, 7)).not.toBe(bytes(4, 7));
});

const [sent] = starts;
test.each([
  ['HTTP/1.1 500 x\r\n\r\n{"error":"internal error"}', ['status 500']],
  ['HTTP/1.1 503 x\r\n\r\n{"error":"no model yet"}', []],
  ['HTTP/1.1 503 x\r\n\r\n', ['a bare 503']],
  [
    'HTTP/1.1 400 x\r\n\r\n{"error":"Error: x\n    at take (/app/dist/functions/a.js:1:2)"}',
    ['a stack', 'a path of the code'],
  ],
  ['HTTP/1.1 400 x\r\n\r\n{"error":"duplicate key value"}', ['words of the database']],
  ['HTTP/1.1 400 x\r\n\r\n{"error":"select a from b where c"}', ['words of SQL']],
  ['HTTP/1.1 200 x\r\n\r\n{"a":"s3cret"}', ['a secret']],
])('%j is found to have %j', (text, problems) => {
  const status = Number(text.slice(9, 12));
  if (!sent) throw new Error('no request to start from');
  expect(problemsOf(sent, { status, text, milliseconds: 1, hangs: false }, ['s3cret'])).toEqual(problems);
});

test('what a server does wrong is found, with the number of the request', async () => {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    response.writeHead(count === 5 ? 500 : 200).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { findings, statuses } = await fuzz({ url, reached, dataset, seed: 2, from: 0, to: 40, atOnce: 1 });
  server.close();
  expect(findings).toMatchObject([{ problems: ['status 500'], number: expect.any(Number) }]);
  expect(statuses[500]).toBe(1);
});
