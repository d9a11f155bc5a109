/** Files that a browser cannot read, as CSV that it can. */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConsole, type TestConsole } from '../../../tests/console.ts';
import { httpRequest } from '../../../tests/http-request.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());

async function asCsv(body: string | Buffer, filename: string) {
  const request = httpRequest('POST', `/api/datasets/realtor/as-csv?filename=${filename}`, { body });
  const answer = await marea.handle(request);
  const told = answer.body instanceof Readable ? await text(answer.body) : String(answer.body);
  return { status: answer.status, told };
}

test('lines of JSON become rows, of the columns that the data set has', async () => {
  const lines = ['{"bed":3,"city":"Foo, \\"Bar\\""}', '{"bed":4}'];
  const { status, told } = await asCsv(`${lines.join('\n')}\n`, 'houses.ndjson');
  expect(status).toBe(200);
  const [header, ...rows] = told.trimEnd().split('\n');
  const place = (name: string): number => header?.split(',').indexOf(`"${name}"`) ?? -1;
  expect(rows).toHaveLength(2);
  expect(rows[0]).toContain('"Foo, ""Bar"""');
  expect(rows[1]?.split(',')[place('bed')]).toBe('4');
});

test('a packed CSV is unpacked', async () => {
  const { told } = await asCsv(gzipSync('bed,state\n3,Ohio\n2,Maine\n'), 'houses.csv.gz');
  expect(told).toBe('"bed","state"\n3,Ohio\n2,Maine\n');
});

test('a column that the data set has not is named', async () => {
  const { status, told } = await asCsv('{"bed":3,"citty":"Rome"}\n', 'houses.ndjson');
  expect([status, told]).toEqual([400, expect.stringContaining('did you mean \\"city\\"')]);
});

test('what is none of them is refused, and the next file is read', async () => {
  expect((await asCsv('PAR1 and no more PAR1', 'x.parquet')).status).toBe(400);
  expect((await asCsv(gzipSync('bed\n3\n'), 'x.csv.gz')).status).toBe(200);
});
