/** The commands as a person runs them: real processes against a stand-in for the platform's API. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

interface Call {
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
type Reply = readonly [status: number, body?: unknown];

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'marea-commands-'));
const file = join(folder, 'two rows.csv');
let server: Server;
let url: string;
let calls: Call[];
/** Answers by call; of a list one after the other, the last one for good. */
let replies: Record<string, Reply | Reply[]>;

beforeAll(async () => {
  writeFileSync(file, 'a,b\n1,2\n3,4\n');
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const call = `${request.method} ${request.url}`;
    calls.push({ call, headers: request.headers, body });
    const known = replies[call] ?? [404, { error: 'not there' }];
    const [status, answer] = (Array.isArray(known[0]) ? next(known as Reply[]) : known) as Reply;
    response.writeHead(status).end(answer === undefined ? '' : JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  calls = [];
  replies = {
    'GET /api/datasets': [200, { datasets: [{ name: 'realtor' }, { name: 'diabetes' }] }],
  };
});

const next = (list: Reply[]): Reply => (list.length > 1 ? (list.shift() as Reply) : (list[0] as Reply));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(command: string, args: readonly string[], { input = '', to = url } = {}): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${command}.ts`, ...args], {
    cwd: root,
    env: { ...process.env, MAREA_URL: to },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** The first digits of `printf 'a,b\n1,2\n' | sha256sum`. */
const ID = '492d5ea496056f1a';
const when = '2026-01-01T00:00:00.000Z';
const batch = (more: object): object => ({
  dataset: 'realtor',
  id: 'b1',
  stage: 'stored',
  received: 2,
  clean: 1,
  rejected: 1,
  duplicate: 0,
  reasons: { no_price: 1 },
  startedAt: when,
  endedAt: null,
  stages: [],
  deadLetters: [],
  ...more,
});
const ingestStage = {
  stage: 'ingest',
  type: 't',
  status: 'done',
  error: null,
  startedAt: when,
  endedAt: when,
};
const letter = {
  id: 7,
  type: 'dev.marea.batch.stored',
  batch: 'b1',
  code: 422,
  error: 'no such column',
};

function takesBatches(reports: Reply[], id = 'b1', name = 'two%20rows.csv'): void {
  replies[`PUT /api/uploads/realtor/${name}`] = [201, { dataref: 's3://data-raw/realtor/uploads/1/x.csv' }];
  replies['POST /ingest'] = [202];
  replies[`GET /api/batches/realtor/${id}`] = reports;
}

describe('ingest', () => {
  test('uploads the file and posts one batch.received', async () => {
    takesBatches([[404, {}]]);
    const { code, out } = await run('ingest', ['realtor', file, '--id', 'b1', '--origin', 'user']);
    expect([code, out]).toEqual([0, 'batch b1 of realtor: two rows.csv posted\n']);
    const upload = calls.find(({ call }) => call.startsWith('PUT'));
    expect(upload).toMatchObject({
      body: 'a,b\n1,2\n3,4\n',
      headers: { 'content-length': '12' },
    });
    const event = calls.find(({ call }) => call === 'POST /ingest');
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
    replies['POST /ingest'] = [[503, { error: 'starting' }], [500], [202]];
    const { code } = await run('ingest', ['realtor', file, '--id', 'b1']);
    expect(code).toBe(0);
    const ids = calls.filter(({ call }) => call === 'POST /ingest').map(({ headers }) => headers['ce-id']);
    expect(ids).toEqual(['b1', 'b1', 'b1']);
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
    const { code, out } = await run('ingest', ['realtor', file, '--id', 'b1', '--wait']);
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
      /dead letter 7: .*no such column.*npm run replay -- 7/,
    ],
    [
      'a failed training',
      batch({ endedAt: when, outcome: 'training failed', reason: 'no trial' }),
      /training failed: no trial/,
    ],
  ])('with --wait %s is exit code 1', async (_, report, said) => {
    takesBatches([
      [404, {}],
      [200, report],
    ]);
    const { code, out } = await run('ingest', ['realtor', file, '--id', 'b1', '--wait']);
    expect(code).toBe(1);
    expect(out).toMatch(said);
  });

  test('standard input is a batch, and the same content has the same id', async () => {
    takesBatches([[404, {}]], ID, 'stdin');
    for (let i = 0; i < 2; i++)
      expect((await run('ingest', ['realtor', '-'], { input: 'a,b\n1,2\n' })).code).toBe(0);
    const ids = calls.filter(({ call }) => call === 'POST /ingest').map(({ headers }) => headers['ce-id']);
    expect(ids).toEqual([ID, ID]);
  });

  test('a batch that is there already is not posted again', async () => {
    takesBatches([[200, batch({ endedAt: when })]]);
    const { code, out } = await run('ingest', ['realtor', file, '--id', 'b1']);
    expect(code).toBe(0);
    expect(out).toContain('is there already');
    expect(calls.some(({ call }) => call === 'POST /ingest')).toBe(false);
  });
});

describe('status, replay and reset', () => {
  const status = {
    dataset: 'realtor',
    batches: [batch({ outcome: 'promoted', endedAt: when, reason: 'the first model' })],
    models: [
      {
        version: 1,
        stage: 'Production',
        metrics: { r2: 0.71234, rmse: 181204 },
        reason: 'best',
        createdAt: when,
      },
    ],
    production: { version: 1 },
    stalled: [
      {
        what: 'event not sent',
        stage: 'clean',
        type: 't',
        batch: 'b1',
        since: when,
        error: null,
      },
    ],
    deadLetters: [letter],
  };

  test('status is for people, and with --json one object', async () => {
    replies['GET /api/status?dataset=realtor'] = [200, status];
    const { out } = await run('status', ['realtor']);
    for (const said of [
      'version 1 in production',
      'b1',
      'r2 0.712, rmse 181,204',
      'stalled: event not sent',
      'dead letter 7',
    ])
      expect(out).toContain(said);
    const asJson = await run('status', ['realtor', '--json']);
    expect(JSON.parse(asJson.out)).toEqual(status);
  });

  test('status without a data set tells of all', async () => {
    for (const dataset of ['realtor', 'diabetes'])
      replies[`GET /api/status?dataset=${dataset}`] = [200, { ...status, dataset, batches: [], models: [] }];
    expect(JSON.parse((await run('status', ['--json'])).out).datasets).toHaveLength(2);
  });

  test('replay says what was sent; what was not, or failed again, is exit code 1', async () => {
    const one = { id: 7, type: 't', dataset: 'realtor', batch: 'b1' };
    replies['POST /api/dead-letters/7/replay'] = [200, { replayed: [{ ...one, sent: true }] }];
    replies['GET /api/dead-letters'] = [200, { deadLetters: [] }];
    expect(await run('replay', ['7'])).toMatchObject({
      code: 0,
      out: '7: t of realtor, batch b1: sent\n',
    });
    expect(await run('replay', ['--all'])).toMatchObject({
      code: 0,
      out: 'nothing waits in dead letters\n',
    });
    replies['GET /api/dead-letters'] = [200, { deadLetters: [letter] }];
    const again = await run('replay', ['--all']);
    expect(again).toMatchObject({
      code: 1,
      out: expect.stringMatching(/: sent\nfailed again: dead letter 7/),
    });
    replies['POST /api/dead-letters/7/replay'] = [
      200,
      { replayed: [{ ...one, sent: false, error: 'no broker' }] },
    ];
    expect(await run('replay', ['7'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('no broker'),
    });
  });

  test('reset does nothing without --yes', async () => {
    replies['POST /api/datasets/realtor/reset'] = [200, { reset: true }];
    expect(await run('reset', ['realtor'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--yes'),
    });
    expect(calls).toEqual([]);
    expect(await run('reset', ['realtor', '--yes'])).toMatchObject({
      code: 0,
      out: 'realtor is empty\n',
    });
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ confirm: 'realtor' });
  });
});

describe('mistakes are told in a line or two, without a stack', () => {
  test.each([
    ['ingest', ['nowhere', file], 1, 'there is no data set "nowhere", there are: realtor, diabetes'],
    ['ingest', ['realtor', '/none.csv'], 1, 'there is no file /none.csv'],
    ['ingest', ['realtor', folder], 1, 'is no file'],
    ['ingest', ['realtor', file, '--id', '../x'], 1, '--id is "../x"'],
    ['ingest', ['realtor', file, '--origin', 'me'], 1, 'expected source or user'],
    ['ingest', ['realtor'], 2, 'npm run ingest --'],
    ['ingest', ['realtor', file, '--fast'], 2, "Unknown option '--fast'"],
    ['status', ['realtor', '--to', 'nowhere'], 1, '"nowhere" is no address'],
    ['status', ['realtor', '--to', 'http://127.0.0.1:1'], 1, 'Is the platform running'],
    ['replay', [], 1, 'the id of a dead letter, or --all'],
    ['data-api', ['--file', '/none.csv'], 1, '/none.csv'],
    ['data-api', ['--rows', 'many'], 1, '--rows is "many"'],
  ])('%s %j', async (command, args, code, said) => {
    const ran = await run(command, args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(said);
    expect(ran.err).not.toMatch(/\n {4}at /);
  });

  test.each(['ingest', 'status', 'replay', 'reset', 'data-api'])(
    '%s --help says how it is used',
    async (command) => {
      expect(await run(command, ['--help'])).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^npm run /),
      });
    },
  );

  test('an event that is refused for good is not posted again', async () => {
    takesBatches([[404, {}]]);
    replies['POST /ingest'] = [400, { error: 'not a CloudEvent' }];
    const { code, err } = await run('ingest', ['realtor', file, '--id', 'b1']);
    expect([code, err]).toEqual([1, 'error: the event was refused: not a CloudEvent (400)\n']);
    expect(calls.filter(({ call }) => call === 'POST /ingest')).toHaveLength(1);
  });
});
