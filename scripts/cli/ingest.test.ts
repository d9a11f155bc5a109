/** `npm run ingest`, as a person runs it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  batch,
  DROPPED,
  ingestStage,
  letter,
  type Reply,
  run,
  type StandIn,
  startStandIn,
  when,
} from '../../tests/beds/stand-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-commands-'));
const file = join(folder, 'two rows.csv');
let marea: StandIn;
beforeAll(async () => {
  writeFileSync(file, 'a,b\n1,2\n3,4\n');
  marea = await startStandIn();
});
afterAll(() => {
  marea.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => marea.clear());

/** The first digits of `printf 'a,b\n1,2\n' | sha256sum`. */
const ID = '492d5ea496056f1a';
function takesBatches(reports: Reply[], id = 'b1', name = 'two%20rows.csv'): void {
  marea.replies[`PUT /api/uploads/realtor/${name}`] = [
    201,
    { dataref: 's3://data-raw/realtor/uploads/1/x.csv' },
  ];
  const status = `${marea.url}/api/batches/realtor/${id}`;
  marea.replies['POST /ingest'] = [202, { batch: id, dataset: 'realtor', status }];
  marea.replies[`GET /api/batches/realtor/${id}`] = reports;
}

test('uploads the file and posts one batch.received', async () => {
  takesBatches([[404, {}]]);
  const { code, out } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1', '--origin', 'user']);
  expect([code, out]).toEqual([
    0,
    `batch b1 of realtor: two rows.csv posted
  follow it: npm run status -- realtor, or ${marea.url}/api/batches/realtor/b1
`,
  ]);
  const upload = marea.calls.find(({ call }) => call.startsWith('PUT'));
  expect(upload).toMatchObject({
    body: 'a,b\n1,2\n3,4\n',
    headers: { 'content-length': '12' },
  });
  const event = marea.calls.find(({ call }) => call === 'POST /ingest');
  expect(event?.headers).toMatchObject({
    'ce-specversion': '1.0',
    'ce-type': 'dev.marea.batch.received',
    'ce-id': 'b1',
    'ce-subject': 'b1',
    'ce-dataset': 'realtor',
    'ce-dataref': 's3://data-raw/realtor/uploads/1/x.csv',
  });
  expect(JSON.parse(event?.body ?? '')).toEqual({
    origin: 'user',
    filename: 'two rows.csv',
  });
});

test('posts the same event again while the platform is away', async () => {
  takesBatches([[404, {}]]);
  marea.replies['POST /ingest'] = [[503, { error: 'starting' }], [500], [202]];
  const { code, err } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1']);
  expect(code).toBe(0);
  expect(err).toMatch(/starting \(503\); again in 0.3 s/);
  const ids = marea.calls
    .filter(({ call }) => call === 'POST /ingest')
    .map(({ headers }) => headers['ce-id']);
  expect(ids).toEqual(['b1', 'b1', 'b1']);
});

test('an upload whose process was killed is sent again', async () => {
  takesBatches([[404, {}]]);
  const upload = 'PUT /api/uploads/realtor/two%20rows.csv';
  marea.replies[upload] = [[DROPPED], [502], [201, { dataref: 's3://data-raw/realtor/uploads/2/x.csv' }]];
  const { code, out } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1']);
  expect(code, out).toBe(0);
  expect(marea.calls.filter(({ call }) => call === upload)).toHaveLength(3);
  const events = marea.calls.filter(({ call }) => call === 'POST /ingest');
  expect(events.map(({ headers }) => headers['ce-dataref'])).toEqual([
    's3://data-raw/realtor/uploads/2/x.csv',
  ]);
});

test('with --wait it follows the batch and prints ledger, drift and model', async () => {
  const ended = batch({
    stages: [ingestStage],
    endedAt: when,
    outcome: 'promoted',
    reason: 'the first model',
    drift: {
      drifted: true,
      train: true,
      reason: 'four of seven columns moved',
    },
    training: {
      run: 'r1',
      status: 'FINISHED',
      trials: { done: 9, failed: 1, total: 10 },
    },
    model: { event: 'promoted', version: 3, reason: 'R2 0.71', metrics: {} },
  });
  takesBatches([[404, {}], [404, {}], [200, batch({ stages: [ingestStage] })], [503], [200, ended]]);
  const { code, out } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1', '--wait']);
  expect(code).toBe(0);
  for (const said of [
    'ingest   2 rows',
    /received +2\n/,
    /no_price +1\n/,
    'four of seven',
    'version 3: R2 0.71',
    '9 of 10',
  ])
    expect(out).toMatch(said);
  expect(out.match(/ingest {3}2 rows/g)).toHaveLength(1);
});

test.each([
  [
    'a dead letter',
    batch({ deadLetters: [letter] }),
    /dead letter 7: .*no such column.*npm run discard -- 7/,
  ],
  [
    'a failed training',
    batch({ endedAt: when, outcome: 'training failed', reason: 'no trial' }),
    /training failed: no trial/,
  ],
  [
    'a held batch',
    batch({
      endedAt: when,
      outcome: 'held',
      reason: 'not learned from',
      held: 'not learned from',
      unreadable: { price: { values: 9, of: 10, examples: ['call us'] } },
    }),
    /unreadable\n +price +9 of 10 values: "call us"\n.*held: not learned from\nnext +npm run retract -- realtor b1 --reason "..."; then send the file again, mended, or with another --id/s,
  ],
])('with --wait %s is exit code 1', async (_, report, said) => {
  takesBatches([
    [404, {}],
    [200, report],
  ]);
  const { code, out } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1', '--wait']);
  expect(code).toBe(1);
  expect(out).toMatch(said);
});

test('standard input is a batch, and the same content has the same id', async () => {
  takesBatches([[404, {}]], ID, 'stdin');
  for (let i = 0; i < 2; i++)
    expect((await run(marea.url, 'ingest', ['realtor', '-'], 'a,b\n1,2\n')).code).toBe(0);
  const ids = marea.calls
    .filter(({ call }) => call === 'POST /ingest')
    .map(({ headers }) => headers['ce-id']);
  expect(ids).toEqual([ID, ID]);
});

test('a batch that is there already is not posted again', async () => {
  takesBatches([[200, batch({ endedAt: when })]]);
  const { code, out } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1']);
  expect(code).toBe(0);
  expect(out).toContain('is there already');
  expect(marea.calls.some(({ call }) => call === 'POST /ingest')).toBe(false);
});

test('one that was taken back says so, when, by whom and why, and is not posted again', async () => {
  const retracted = { endedAt: when, retractedAt: when, retractedBy: 'Ann', retractedBecause: 'of March' };
  takesBatches([[200, batch(retracted)]]);
  for (const wait of [[], ['--wait']]) {
    const { code, err } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1', ...wait]);
    expect([code, err]).toEqual([
      1,
      'error: batch b1 of realtor was retracted on 2026-01-01 by Ann because of March; to take the file again all the same give another --id\n',
    ]);
  }
  expect(marea.calls.some(({ call }) => call === 'POST /ingest')).toBe(false);
});

test('an event that is refused for good is not posted again', async () => {
  takesBatches([[404, {}]]);
  marea.replies['POST /ingest'] = [400, { error: 'not a CloudEvent' }];
  const { code, err } = await run(marea.url, 'ingest', ['realtor', file, '--id', 'b1']);
  expect([code, err]).toEqual([1, 'error: the event was refused: not a CloudEvent (400)\n']);
  expect(marea.calls.filter(({ call }) => call === 'POST /ingest')).toHaveLength(1);
});

describe('with --check nothing is sent', () => {
  const header = 'status,price,bed,bath,acre_lot,city,state,zip_code,house_size,prev_sold_date';
  const listing = (price: string, lot: string) => `for_sale,${price},3,2,${lot},Perth,New York,12010,1500,`;
  const checked = async (text: string) => {
    marea.replies['GET /api/profiles/realtor'] = [200, { dataset: 'realtor', version: null, profile: null }];
    const ran = await run(marea.url, 'ingest', ['realtor', '-', '--check'], text);
    expect(marea.calls.map(({ call }) => call)).toEqual(['GET /api/datasets', 'GET /api/profiles/realtor']);
    return ran;
  };

  test('and what would become of the file is told', async () => {
    const { code, out } = await checked(`${header}\n${listing('250000', '0.2')}\n`);
    expect(code).toBe(0);
    expect(out).toMatch(/^stdin as realtor, nothing is sent\n\nread as +CSV\n/);
    expect(out).toMatch(/price +1 +0 +0\n/);
    expect(out).toMatch(/received +1\nclean +1 /);
  });

  test.each([
    ['refused', 'a,b\n1,2\n', /refused +the columns are not those of realtor/],
    [
      'held',
      [header, ...Array.from({ length: 20 }, (_, i) => listing(`${250_000 + i}`, 'a third'))].join('\n'),
      /held +not learned from/,
    ],
  ])('and one that would be %s is exit code 1', async (_, text, said) => {
    const { code, out } = await checked(text);
    expect(code, out).toBe(1);
    expect(out).toMatch(said);
  });
});
