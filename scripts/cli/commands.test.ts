/** The other commands, and what all do about mistakes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  batch,
  ingestStage,
  letter,
  run,
  type StandIn,
  startStandIn,
  when,
} from '../../tests/beds/stand-in.ts';

/** A line that goes on below it is one. */
const unwrapped = (text: string): string => text.replace(/\n {2,4}(?=\S)/g, ' ');

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

const why = ['--reason', 'mended'];

describe('status, replay and reset', () => {
  const status = {
    dataset: 'realtor',
    batches: [
      batch({ outcome: 'promoted', endedAt: when, reason: 'the first model' }),
      batch({ id: 'b2', stage: 'approved' }),
    ],
    models: [
      {
        version: 1,
        stage: 'Production',
        state: 'in production',
        metrics: { r2: 0.71234, rmse: 181204 },
        reason: 'best',
        createdAt: when,
      },
      {
        version: 2,
        stage: 'None',
        state: 'candidate',
        metrics: { r2: 0.8 },
        reason: 'better',
        createdAt: when,
      },
    ],
    production: { version: 1 },
    trainings: [],
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
    marea.replies['GET /api/status?dataset=realtor'] = [200, status];
    const { out } = await run(marea.url, 'status', ['realtor']);
    for (const said of [
      'version 1 in production',
      /1 +in production +r2/,
      /candidate +r2 0.8/,
      /b2 +approved, rolling out /,
      'b1',
      'r2 0.712, rmse 181,204',
      'stalled: event not sent',
      'dead letter 7',
    ])
      expect(out).toMatch(said);
    const asJson = await run(marea.url, 'status', ['realtor', '--json']);
    expect(JSON.parse(asJson.out)).toEqual(status);
  });

  test('status tells of data sets without their Service, and of those that nobody declares', async () => {
    marea.replies['GET /api/status?dataset=realtor'] = [200, status];
    marea.replies['GET /api/status?dataset=diabetes'] = [200, { ...status, dataset: 'diabetes' }];
    const undeclared = [{ name: 'old', services: [], batches: 2 }];
    marea.replies['GET /api/dead-letters'] = [200, { deadLetters: [] }];
    marea.replies['GET /api/datasets'] = [
      200,
      {
        datasets: [{ name: 'realtor' }, { name: 'diabetes' }],
        apart: { unserved: ['realtor'], undeclared },
      },
    ];
    const { out } = await run(marea.url, 'status', []);
    expect(out).toContain('data set "realtor" has no Service predict-realtor');
    expect(out).toContain('nobody declares data set "old", of which this is left: 2 batches');
    expect((await run(marea.url, 'status', ['realtor'])).out).toContain('no Service predict-realtor');
    expect((await run(marea.url, 'status', ['diabetes'])).out).not.toContain('data set "');
  });

  test('status says where the traffic is, when it is not all at what is in production', async () => {
    const shares = (...versions: number[]) =>
      versions.map((version) => ({ revision: `r${version}`, version, percent: 100 / versions.length }));
    marea.replies['GET /api/status?dataset=realtor'] = [200, { ...status, traffic: shares(1, 2) }];
    const { out } = await run(marea.url, 'status', ['realtor']);
    expect(out).toContain('version 1 in production; its traffic is 50 % at version 1, 50 % at version 2');
    marea.replies['GET /api/status?dataset=realtor'] = [200, { ...status, traffic: shares(1) }];
    expect((await run(marea.url, 'status', ['realtor'])).out).not.toContain('traffic');
  });

  test('status shows a training that somebody asked for: how far it is, then what it came to', async () => {
    const line = { run: 'abcdef0123456789', asked: { reason: 'new columns', at: when } };
    const under = { outcome: null, reason: null, endedAt: null };
    const trials = { done: 2, failed: 1, total: 10 };
    const told = async (trainings: object[]) => {
      marea.replies['GET /api/status?dataset=realtor'] = [200, { ...status, trainings }];
      const { out } = await run(marea.url, 'status', ['realtor']);
      return out.split('\n').filter((text) => text.includes('asked for: new columns'));
    };
    const refused = { outcome: 'training refused', reason: '12 clean rows', endedAt: when };
    const lines = await told([
      { ...line, ...under, training: { trials } },
      { ...line, ...under, training: null },
      { ...line, ...refused, training: null },
    ]);
    expect(lines[0]).toMatch(/^abcdef01 +3 of 10 trials +asked for: new columns/);
    expect(lines[1]).toMatch(/^abcdef01 +not begun/);
    expect(lines[2]).toMatch(/training refused +asked for: new columns +12 clean rows/);
  });

  test('status says which stage fails, how often, why and until when', async () => {
    const fails = {
      what: 'stage fails',
      stage: 'clean',
      type: 'dev.marea.batch.stored',
      batch: 'b1',
      since: when,
      attempts: 3,
      error: 'no space left',
      until: '2026-01-01T00:04:59.000Z',
    };
    marea.replies['GET /api/status?dataset=realtor'] = [200, { ...status, stalled: [fails] }];
    expect(unwrapped((await run(marea.url, 'status', ['realtor'])).out)).toContain(
      `clean fails: dev.marea.batch.stored of batch b1, since ${when}: no space left; tried 3 times, again until about 00:04:59 UTC, then it is in dead letters`,
    );
  });

  test('train asks, and with --wait follows it to its end', async () => {
    marea.replies['POST /api/datasets/realtor/train'] = [202, { dataset: 'realtor', event: 'e', run: 'r1' }];
    const args = ['realtor', '--reason', 'new columns'];
    expect(await run(marea.url, 'train', args)).toMatchObject({
      code: 0,
      out: 'asked for a training of realtor: run r1\n',
    });
    expect(JSON.parse(marea.calls[0]?.body ?? '')).toEqual({ reason: 'new columns' });
    const begun = { run: 'r1', stages: [], stalled: [], deadLetters: [], training: null, model: null };
    const refused = { outcome: 'training refused', reason: '12 clean rows', endedAt: when };
    marea.replies['GET /api/trainings/realtor/r1'] = [
      [404, { error: 'not yet' }],
      [200, { ...begun, outcome: null, reason: null, endedAt: null }],
      [200, { ...begun, ...refused }],
    ];
    const waited = await run(marea.url, 'train', [...args, '--wait']);
    expect(waited.code).toBe(1);
    expect(waited.out).toContain('outcome  training refused: 12 clean rows');
  });

  test('retract asks, waits until it is done if told to, and says who had learned from the batch', async () => {
    const path = 'POST /api/batches/realtor/b1/retract';
    const asked = { dataset: 'realtor', batch: 'b1', event: 'e', retracted: null };
    const args = ['realtor', 'b1', '--reason', 'prices in cents', '--by', 'Ann'];
    marea.replies[path] = [202, asked];
    const taken = {
      retractedAt: '2026-01-31T12:00:00.000Z',
      retractedBecause: 'prices in cents',
      retractedBy: 'Ann',
      retraction: {
        rows: 1200,
        restored: { b0: 20 },
        learned: [{ run: 'r', version: 3, stands: 'in production', rows: 1200 }],
        run: 'r2',
      },
    };
    marea.replies['GET /api/batches/realtor/b1'] = [
      [200, batch({ stage: 'ended', outcome: 'promoted', endedAt: when, retractedAt: null })],
      [200, batch({ stage: 'ended', outcome: 'promoted', endedAt: when, ...taken })],
    ];
    const { code, out } = await run(marea.url, 'retract', [...args, '--wait']);
    expect({ code, lines: out.split('\n') }).toEqual({
      code: 0,
      lines: [
        'asked to retract batch b1 of realtor',
        'retracted on 2026-01-31 by Ann because prices in cents',
        '  1,200 rows left; 20 of batch b0 came in',
        '  version 3 (in production) has learned from 1,200 rows of it',
        '  a training is asked for: run r2',
        '',
      ],
    });
    marea.replies[path] = [
      200,
      { ...asked, event: null, retracted: { at: '2026-01-31T12:00:00.000Z', because: 'cents' } },
    ];
    expect((await run(marea.url, 'retract', args)).out).toBe(
      'batch b1 of realtor was retracted on 2026-01-31: cents\n',
    );
    const batches = [batch({ outcome: 'promoted', endedAt: when, ...taken })];
    marea.replies['GET /api/status?dataset=realtor'] = [200, { ...status, batches }];
    expect(unwrapped((await run(marea.url, 'status', ['realtor'])).out)).toMatch(
      /b1 +retracted .* retracted on 2026-01-31 because prices in cents/,
    );
  });

  test('promote asks for a version, and says when it is there already', async () => {
    const path = 'POST /api/models/realtor/3/promote';
    const args = ['realtor', '3', '--reason', 'as before', '--by', 'Ann'];
    marea.replies[path] = [202, { dataset: 'realtor', version: 3, event: 'e' }];
    expect(await run(marea.url, 'promote', args)).toMatchObject({
      code: 0,
      out: expect.stringContaining('asked for version 3'),
    });
    marea.replies[path] = [200, { dataset: 'realtor', version: 3, event: null }];
    expect((await run(marea.url, 'promote', args)).out).toContain('in production already');
    marea.replies[path] = [404, { error: 'there is no version 3 of realtor' }];
    expect((await run(marea.url, 'promote', args)).err).toContain('there is no version 3 of realtor');
  });

  test('status --trace tells the story of a batch, from whichever data set has one', async () => {
    const story = {
      dataset: 'diabetes',
      id: 'b 1',
      trace: '4bf92f3577b34da6a3ce929d0e0e4736',
      outcome: 'not trained',
      rows: { received: 2, clean: 1, rejected: 1, duplicate: 0 },
      steps: [{ ...ingestStage, event: 'e', cause: null, attempts: 1, trial: null, sent: [] }],
      drift: null,
      trials: [],
      history: [],
      deadLetters: [],
    };
    marea.replies['GET /api/batches/diabetes/b%201/trace'] = [200, story];
    const { out, err } = await run(marea.url, 'status', ['--trace', 'b 1']);
    expect(out, err).toContain('batch b 1 of diabetes: not trained');
    expect(out).toContain('trace 4bf92f3577b34da6a3ce929d0e0e4736');
    expect(out).toMatch(/ingest .* 2 rows/);
    const asJson = await run(marea.url, 'status', ['diabetes', '--trace', 'b 1', '--json']);
    expect(JSON.parse(asJson.out)).toEqual(story);
    const none = await run(marea.url, 'status', ['realtor', '--trace', 'b 1']);
    expect(none).toMatchObject({ code: 1, err: 'error: there is no batch "b 1" of realtor\n' });
  });

  test('status without a data set tells of all', async () => {
    for (const dataset of ['realtor', 'diabetes'])
      marea.replies[`GET /api/status?dataset=${dataset}`] = [
        200,
        { ...status, dataset, batches: [], models: [] },
      ];
    const stray = { ...letter, id: 9, dataset: null };
    marea.replies['GET /api/dead-letters'] = [
      200,
      { deadLetters: [{ ...letter, dataset: 'realtor' }, stray] },
    ];
    const { datasets, deadLetters } = JSON.parse((await run(marea.url, 'status', ['--json'])).out);
    expect(datasets).toHaveLength(2);
    expect(deadLetters).toEqual([stray]);
    expect((await run(marea.url, 'status', [])).out).toContain('dead letter 9');
  });

  test('replay says what was sent and what is owed; what failed again is exit code 1', async () => {
    const one = { id: 7, type: 't', dataset: 'realtor', batch: 'b1' };
    marea.replies['POST /api/dead-letters/7/replay'] = [200, { replayed: [{ ...one, sent: true }] }];
    marea.replies['GET /api/dead-letters'] = [200, { deadLetters: [] }];
    expect(await run(marea.url, 'replay', ['7', ...why])).toMatchObject({
      code: 0,
      out: '7: t of realtor, batch b1: sent\n',
    });
    expect(await run(marea.url, 'replay', ['--all', ...why])).toMatchObject({
      code: 0,
      out: 'nothing waits in dead letters\n',
    });
    marea.replies['GET /api/dead-letters'] = [200, { deadLetters: [letter] }];
    const again = await run(marea.url, 'replay', ['--all', ...why]);
    expect(again).toMatchObject({
      code: 1,
      out: expect.stringMatching(/: sent\nfailed again: dead letter 7/),
    });
    marea.replies['GET /api/dead-letters'] = [200, { deadLetters: [] }];
    marea.replies['POST /api/dead-letters/7/replay'] = [
      200,
      { replayed: [{ ...one, sent: false, error: 'no broker' }] },
    ];
    expect(await run(marea.url, 'replay', ['7', ...why])).toMatchObject({
      code: 0,
      out: '7: t of realtor, batch b1: owed, it will be sent: no broker\n',
    });
  });

  test('what can never work is not to be replayed; what was only in the way is', async () => {
    const letters = [letter, { ...letter, id: 8, code: 503, hopeless: false }];
    marea.replies['GET /api/status?dataset=realtor'] = [200, { ...status, deadLetters: letters }];
    const { out } = await run(marea.url, 'status', ['realtor']);
    const [never, later] = unwrapped(out)
      .split('\n')
      .filter((line) => line.startsWith('dead letter'));
    expect(never).toContain('it will never work as it is: send it again, mended, or discard it');
    expect(never).not.toContain('replay');
    expect(later).toContain('after mending: npm run replay -- 8 --reason "..."');
  });

  test('discard gives up one letter, or all of a kind, in as many requests as it takes', async () => {
    const one = { id: 7, type: 't', dataset: null, batch: null };
    marea.replies['POST /api/dead-letters/7/discard'] = [200, { discarded: [one], left: 0 }];
    const args = ['--reason', 'a test', '--by', 'Ann'];
    expect(await run(marea.url, 'discard', ['7', ...args])).toMatchObject({
      code: 0,
      out: '7: t: discarded\n',
    });
    marea.replies['POST /api/dead-letters/discard'] = [
      [200, { discarded: [one], left: 1 }],
      [200, { discarded: [{ ...one, id: 8, dataset: 'old', batch: 'b' }], left: 0 }],
    ];
    expect((await run(marea.url, 'discard', ['--type', 't', '--no-dataset', ...args])).out).toBe(
      '7: t: discarded\n8: t of old, batch b: discarded\n',
    );
    expect(marea.calls.map(({ body }) => JSON.parse(body))).toEqual([
      { reason: 'a test', by: 'Ann' },
      { type: 't', dataset: null, reason: 'a test', by: 'Ann' },
      { type: 't', dataset: null, reason: 'a test', by: 'Ann' },
    ]);
    marea.replies['POST /api/dead-letters/discard'] = [200, { discarded: [], left: 0 }];
    expect((await run(marea.url, 'discard', ['--all', ...args])).out).toBe(
      'nothing of that kind waits in dead letters\n',
    );
  });

  test('reset does nothing without --yes', async () => {
    marea.replies['POST /api/datasets/realtor/reset'] = [200, { reset: true }];
    expect(await run(marea.url, 'reset', ['realtor', ...why])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--yes'),
    });
    expect(marea.calls).toEqual([]);
    expect(await run(marea.url, 'reset', ['realtor', '--yes', ...why])).toMatchObject({
      code: 0,
      out: 'realtor is empty\n',
    });
    expect(JSON.parse(marea.calls[0]?.body ?? '')).toEqual({ confirm: 'realtor', reason: 'mended' });
  });
});

describe('mistakes are told in a line or two, without a stack', () => {
  test.each([
    ['ingest', ['nowhere', file], 1, 'there is no data set "nowhere", there are: realtor, diabetes'],
    ['ingest', ['realtor', '/none.csv'], 1, 'there is no file /none.csv'],
    ['ingest', ['realtor', folder], 1, 'is no file'],
    ['ingest', ['realtor', file, '--id', '..'], 1, '--id is ".."'],
    ['ingest', ['realtor', file, '--origin', 'me'], 1, 'expected source or user'],
    ['ingest', ['realtor'], 2, 'npm run ingest --'],
    ['ingest', ['realtor', file, '--fast'], 2, "Unknown option '--fast'"],
    ['status', ['realtor', '--to', 'nowhere'], 1, '"nowhere" is no address'],
    ['status', ['realtor', '--to', 'http://127.0.0.1:1'], 1, 'Is the platform running'],
    ['replay', ['--reason', 'x'], 1, 'the id of a dead letter, or --all'],
    ['replay', ['7'], 1, 'say why: --reason'],
    ['reset', ['realtor', '--yes'], 1, 'say why: --reason'],
    ['discard', ['--all'], 1, 'say why: --reason'],
    ['discard', ['--reason', 'x'], 1, 'the id of a dead letter, or --all, or a kind'],
    ['discard', ['7', '--all', '--reason', 'x'], 1, 'the id of a dead letter, or --all, or a kind'],
    ['discard', ['seven', '--reason', 'x'], 1, '"seven" is no id'],
    ['retract', ['realtor', 'b1'], 1, 'say why: --reason'],
    ['train', ['realtor'], 1, 'say why: --reason'],
    ['promote', ['realtor', '3'], 1, 'say why: --reason'],
    ['promote', ['realtor', 'three', '--reason', 'x'], 1, '"three" is no version'],
    ['data-api', ['--file', '/none.csv'], 1, '/none.csv'],
    ['data-api', ['--rows', 'many'], 1, '--rows is "many"'],
  ])('%s %j', async (command, args, code, said) => {
    const ran = await run(marea.url, command, args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(said);
    expect(ran.err).not.toMatch(/\n {4}at /);
  });

  test.each([
    'ingest',
    'status',
    'retract',
    'train',
    'replay',
    'discard',
    'reset',
    'key',
    'audit',
    'data-api',
  ])('%s --help says how it is used', async (command) => {
    expect(await run(marea.url, command, ['--help'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^npm run /),
    });
  });
});
