/** A batch is taken back, against a real Postgres: its rows leave, what they had made duplicates comes in, nothing is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clean, retract } from '../functions/clean/index.ts';
import { ingest } from '../functions/ingest/index.ts';
import { datasetNamed } from '../shared/datasets/index.ts';
import type { Event } from '../shared/events/event.ts';
import { batchProfile } from '../shared/tracking/batch-profile.ts';
import { replaceProfile } from '../shared/tracking/drift-checks.ts';
import { noteLearned } from '../shared/tracking/learned.ts';
import { makeProduction, propose } from '../shared/tracking/production.ts';
import { retractable } from '../shared/tracking/retraction.ts';
import { activeRun, createRun, endRun } from '../shared/tracking/runs.ts';
import { type Batches, received, startBatches, stored } from './batches.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

const csvOf = (from: number, to: number, kind: string): string =>
  `id,kind,weight\n${Array.from({ length: to - from }, (_, i) => `${from + i},${kind},9`).join('\n')}\n`;

async function request(batch: string, id = `${batch}-back`): Promise<Event> {
  const { began = '' } = (await retractable(batches.sql, 'fruit', batch)) ?? {};
  return {
    id,
    source: '/marea/console',
    type: 'dev.marea.retraction.requested',
    dataset: 'fruit',
    subject: batch,
    data: { batch, began, reason: 'weighed wrongly', by: 'Ann' },
  };
}

const takeBack = async (batch: string, id?: string) =>
  retract.take(await request(batch, id), batches.resources);

const counts = async (batch: string): Promise<Record<string, number>> => {
  const [row] = await batches.sql`
    select (select count(*)::int from fruit.raw_data where batch = ${batch}) as raw,
           (select count(*)::int from fruit.clean_data where batch = ${batch}) as there,
           received, clean, rejected, duplicate
    from marea.batches where dataset = 'fruit' and id = ${batch}`;
  return row as Record<string, number>;
};

/** Of batches that are learned from: as many clean rows as the ledger says, and each identity once. */
async function balances(): Promise<void> {
  const wrong = await batches.sql`
    select id from marea.batches b
    where dataset = 'fruit' and (received <> clean + rejected + duplicate
      or (select count(*) from fruit.clean_data c where c.batch = b.id)
         <> case when retracted_at is null and held is null then clean else 0 end)`;
  expect(wrong).toEqual([]);
}

const emitted = (event: string) => batches.sql<{ event: Event }[]>`
  select event from marea.outbox where cause_id = ${event} order by id`;

describe('the rows of a batch that is taken back', () => {
  it('leave; its raw rows and its ledger stay; rows that were duplicates only of them come in, where they came first', async () => {
    await batches.file('wrong', csvOf(0, 100, 'quince'));
    await batches.file('between', csvOf(50, 150, 'quince'));
    await batches.file('later', csvOf(90, 200, 'quince'));
    await batches.file('other', csvOf(300, 310, 'quince'));
    expect(await takeBack('wrong')).toBe('done');
    expect(await counts('wrong')).toEqual({
      raw: 100,
      there: 0,
      received: 100,
      clean: 100,
      rejected: 0,
      duplicate: 0,
    });
    // 50 to 99 come in with the batch that brought them next; 90 to 149 are duplicates of that one still.
    expect(await counts('between')).toMatchObject({ there: 100, clean: 100, duplicate: 0 });
    expect(await counts('later')).toMatchObject({ there: 50, clean: 50, duplicate: 60 });
    expect(await counts('other')).toMatchObject({ there: 10, clean: 10 });
    await balances();
    const [line] = await batches.sql`
      select retracted_because, retracted_by, retraction, outcome, reason, ended_at is not null as ended
      from marea.batches where id = 'wrong'`;
    expect(line).toEqual({
      retracted_because: 'weighed wrongly',
      retracted_by: 'Ann',
      retraction: { rows: 100, restored: { between: 50 }, learned: [], run: null },
      outcome: 'retracted',
      reason: 'taken back by Ann: weighed wrongly',
      ended: true,
    });
    expect(await emitted('wrong-back')).toEqual([]);
  });

  it('the right file, sent afterwards, is new; the wrong one could be taken back in turn', async () => {
    await batches.file('again-wrong', 'id,kind,weight\n1,sorb,9000\n2,sorb,9000\n3,sorb,\n');
    await takeBack('again-wrong');
    expect(
      await batches.file('again-right', 'id,kind,weight\n1,sorb,9\n2,sorb,9000\n3,sorb,\n'),
    ).toMatchObject({
      clean: 2,
      rejected: 1,
      duplicate: 0,
    });
    await balances();
  });

  it('once: the same event again, another one about the same batch, ten at a time', async () => {
    await batches.file('once', csvOf(0, 20, 'medlar'));
    await batches.file('once-more', csvOf(0, 30, 'medlar'));
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => takeBack('once')));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    const before = await batches.sql`select retracted_at, retraction from marea.batches where id = 'once'`;
    expect(await takeBack('once', 'asked twice')).toBe('done');
    expect(await batches.sql`select retracted_at, retraction from marea.batches where id = 'once'`).toEqual(
      before,
    );
    expect(await counts('once-more')).toMatchObject({ there: 30, clean: 30, duplicate: 0 });
    await balances();
  });

  it('while other batches are cleaned, among them some with the same rows', async () => {
    await batches.file('busy', csvOf(0, 400, 'cherry'));
    const ids = ['busy-a', 'busy-b', 'busy-c'];
    for (const [index, id] of ids.entries()) {
      const dataref = await batches.upload(`test/${id}`, csvOf(index * 100, 500, 'cherry'));
      await ingest.take(received(id, { dataref }), batches.resources);
    }
    await Promise.all([...ids.map((id) => clean.take(stored(id), batches.resources)), takeBack('busy')]);
    await balances();
    const [there] = await batches.sql`
      select count(*)::int as rows, count(distinct identity)::int as different
      from fruit.clean_data where kind = 'cherry'`;
    expect(there).toEqual({ rows: 500, different: 500 });
  });

  it('two batches with the same rows, both taken back at once: none are left', async () => {
    for (const id of ['both-a', 'both-b']) await batches.file(id, csvOf(0, 50, 'damson'));
    await Promise.all([takeBack('both-a'), takeBack('both-b')]);
    expect(await batches.sql`select from fruit.clean_data where kind = 'damson'`).toHaveLength(0);
    await balances();
  });

  it('a retracted batch brings nothing in when another is taken back', async () => {
    for (const id of ['twice-a', 'twice-b']) await batches.file(id, csvOf(0, 50, 'bullace'));
    await takeBack('twice-b');
    await takeBack('twice-a');
    expect(await counts('twice-b')).toMatchObject({ there: 0, clean: 0, duplicate: 50 });
    await balances();
  });

  it('profiles are made again for batches whose rows are others now, and that of the batch goes', async () => {
    const fruit = datasetNamed('fruit');
    await batches.file('profiled', csvOf(0, 10, 'olive'));
    await batches.file('gaining', csvOf(5, 20, 'olive'));
    for (const batch of ['profiled', 'gaining']) {
      await batches.sql`
        insert into marea.batch_profiles (dataset, batch, profile) values ('fruit', ${batch}, '{}')`;
      const profile = await batchProfile(batches.sql, fruit, batch, undefined);
      await replaceProfile(batches.sql, 'fruit', batch, profile);
    }
    await takeBack('profiled');
    const profiles = await batches.sql`
      select batch, (profile->>'rows')::int as rows from marea.batch_profiles
      where batch in ('profiled', 'gaining')`;
    expect(profiles).toEqual([{ batch: 'gaining', rows: 15 }]);
  });

  it('not of a batch of the same name that came after a reset, nor of one that is not cleaned', async () => {
    await batches.file('reborn', csvOf(0, 5, 'elder'));
    const asked = await request('reborn');
    await batches.sql`update marea.batches set started_at = now() where id = 'reborn'`;
    expect(await retract.take(asked, batches.resources)).toBe('gone');
    expect(await counts('reborn')).toMatchObject({ there: 5 });
    const dataref = await batches.upload('test/early', csvOf(10, 15, 'elder'));
    await ingest.take(received('early', { dataref }), batches.resources);
    await expect(takeBack('early')).rejects.toThrow(/is not cleaned yet/);
  });
});

it('its name is taken: who sends the file again is told when it was taken back, by whom and why', async () => {
  await batches.file('gone', csvOf(900, 905, 'gone'));
  await takeBack('gone');
  const today = new Date().toISOString().slice(0, 10);
  const dataref = await batches.upload('test/gone', csvOf(900, 905, 'gone'));
  const again = received('gone-again', { dataref, subject: 'gone' });
  await expect(ingest.take(again, batches.resources)).rejects.toMatchObject({
    name: 'PermanentError',
    message: `the batch "gone" of fruit was retracted on ${today} by Ann because weighed wrongly: to take the file again give the batch another subject`,
  });
  const other = received('gone-other', { dataref });
  expect(await ingest.take(other, batches.resources)).toBe('done');
});

describe('who has learned from it', () => {
  const version = (run: string, number: number) => ({
    name: 'fruit',
    run,
    version: number,
    source: '',
    metrics: {},
    approved: true,
    reason: 'good',
  });
  const learning = async (run: string, rows: Record<string, number>, batch?: string) => {
    await batches.sql.begin(async (tx) => {
      await createRun(tx, { id: run, dataset: 'fruit', name: run, ...(batch ? { batch } : {}) });
      await noteLearned(tx, run, rows);
    });
  };
  const trained = async (run: string, number: number, rows: Record<string, number>) => {
    await learning(run, rows);
    await endRun(batches.sql, run, 'FINISHED');
    await propose(batches.sql, version(run, number));
  };
  const learnedFrom = async (batch: string) => {
    const [row] = await batches.sql`select retraction from marea.batches where id = ${batch}`;
    return row?.retraction;
  };
  beforeAll(async () => {
    await batches.sql`insert into marea.registered_models (name) values ('fruit')`;
  });

  it('the version in production and a candidate: told, kept in the history, and a training is asked for', async () => {
    await batches.file('taught', csvOf(0, 30, 'pear'));
    await batches.file('innocent', csvOf(30, 40, 'pear'));
    await trained('v1', 1, { taught: 30 });
    await makeProduction(batches.sql, { name: 'fruit', version: 1, run: 'v1', reason: 'good' });
    await trained('v2', 2, { taught: 30, innocent: 10 });
    await trained('v3', 3, { innocent: 10 });
    await takeBack('taught');
    const { learned, run } = await learnedFrom('taught');
    expect(learned).toEqual([
      { run: 'v1', version: 1, stands: 'in production', rows: 30 },
      { run: 'v2', version: 2, stands: 'candidate', rows: 30 },
    ]);
    expect((await emitted('taught-back')).map(({ event }) => event)).toMatchObject([
      {
        type: 'dev.marea.training.requested',
        subject: run,
        data: { reason: 'batch "taught" was taken back: weighed wrongly' },
      },
    ]);
    const [line] = await batches.sql`
      select version, reason from marea.model_history where event = 'retracted' and version = 1`;
    expect(line?.reason).toContain('version 1 (in production) has learned from 30 of them');
  });

  it('a training that is learning from it ends, and with it the batch that had caused it', async () => {
    await batches.file('caused', csvOf(50, 55, 'pear'));
    await batches.file('learning', csvOf(40, 50, 'pear'));
    await learning('open', { learning: 10 }, 'caused');
    await takeBack('learning');
    expect(await activeRun(batches.sql, 'fruit')).toBeUndefined();
    expect(await batches.sql`select status from marea.runs where id = 'open'`).toEqual([
      { status: 'KILLED' },
    ]);
    const [caused] = await batches.sql`select outcome, reason from marea.batches where id = 'caused'`;
    expect(caused?.outcome).toBe('training failed');
    expect(caused?.reason).toContain('batch "learning", which it was learning from, was taken back');
    expect(await emitted('learning-back')).toHaveLength(1);
  });

  it('of a version that was trained before this was noted: it may have, if it was trained after the batch came', async () => {
    await batches.file('old', csvOf(60, 70, 'pear'));
    await trained('v4', 4, {});
    await makeProduction(batches.sql, { name: 'fruit', version: 4, run: 'v4', reason: 'good' });
    await batches.file('newer', csvOf(70, 80, 'pear'));
    await takeBack('newer');
    // The candidates are told of, too, had they learned from it.
    expect(await learnedFrom('newer')).toMatchObject({ learned: [], run: null });
    await takeBack('old');
    expect(await learnedFrom('old')).toMatchObject({
      learned: [{ run: 'v4', version: 4, stands: 'in production', rows: null }],
    });
    expect(await emitted('old-back')).toHaveLength(1);
  });
});
