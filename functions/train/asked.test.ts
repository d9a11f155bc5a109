/** What a word of `drift` is worth: a training begins for what it has found and stored, whatever an event says. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRun } from '../../shared/tracking/runs.ts';
import { eventRequest } from '../../tests/http-request.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

let stage: TestStage;

beforeAll(async () => {
  stage = await startStage('train', () => import('./index.ts'));
});
afterAll(() => stage.stop());
beforeEach(async () => {
  const { sql } = stage.services;
  await sql`truncate marea.outbox, marea.stages, marea.experiments, marea.batches, marea.drift_history cascade`;
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage)
    values ('realtor', 'b1', 's', 'b1', 'source', 'checked')`;
});

const checked = (train: boolean) => stage.services.sql`
  insert into marea.drift_history (dataset, batch, drifted, target_drifted, share, train, reason, report)
  values ('realtor', 'b1', ${train}, false, 0.5, ${train}, ${train ? 'bath drifted' : 'nothing drifted'}, '{}')`;
const told = () =>
  stage.handle(
    eventRequest(
      { id: 'made-up', source: '/marea/drift', type: 'dev.marea.drift.checked', dataset: 'realtor' },
      { batch: 'b1', drifted: true, train: true, reason: 'because I say so' },
    ),
  );
const runs = async () => (await stage.services.sql`select id from marea.runs`).map(({ id }) => id);

describe('a training', () => {
  it.each([
    ['was never checked', undefined, /was not checked for drift/],
    ['was found to be as ever', false, /is no reason to train: nothing drifted/],
  ])('is not begun for a batch that %s: the event is refused for good', async (_, found, reason) => {
    if (found !== undefined) await checked(found);
    const { status, body } = await told();
    expect([status, JSON.parse(String(body)).error]).toEqual([422, expect.stringMatching(reason)]);
    expect(await runs()).toEqual([]);
  });

  it.each([
    ['a training is under way', { stage: 'training' }],
    ['somebody has given it up', { ended_at: new Date() }],
  ])('is not begun a second time for a batch of which %s', async (_, change) => {
    await checked(true);
    await stage.services.sql`update marea.batches set ${stage.services.sql(change)}`;
    const { status, body } = await told();
    expect([status, JSON.parse(String(body)).error]).toEqual([
      422,
      expect.stringMatching(/acted on already/),
    ]);
    expect(await runs()).toEqual([]);
  });

  it('is due for one that was found to have drifted, unless another is under way', async () => {
    await checked(true);
    await createRun(stage.services.sql, { id: 'other', dataset: 'realtor', name: 'training' });
    expect((await told()).status).toBe(204);
    expect(await runs()).toEqual(['other']);
    const [batch] = await stage.services.sql`select outcome, reason from marea.batches where id = 'b1'`;
    expect(batch).toEqual({ outcome: 'not trained', reason: 'run other is under way' });
  });
});
