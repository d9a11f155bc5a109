/** What the clocks are there for, and who looks: the old is forgotten, what stands still is mended. */
import { expect } from 'vitest';
import { shown } from '../../shared/runtime/access/platform-header.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { oneTruth } from '../production.ts';
import { atRest, type Step } from './step.ts';

const OLD = `- interval '10 years'`;

/** What `reconcile` is there for: a training that stands still, an event that was never sent, a pointer that is lost. */
export const mend: Step = async (platform) => {
  await platform.sql.begin(async (tx) => {
    await tx.unsafe(`update marea.runs set started_at = started_at ${OLD}, ended_at = ended_at ${OLD}`);
    await tx`update marea.runs set status = 'RUNNING', ended_at = null where batch = 'first' and parent_id is null`;
    await tx`update marea.batches set ended_at = null, outcome = null where id = 'first'`;
    await oweTrial(tx);
  });
  await platform.objects.removeAll('models', 'tiny/production.json');
  await platform.ping('reconcile');
  await oneTruth(platform, 'tiny', 2);
  expect(await platform.ended('first')).toMatchObject({ outcome: 'training failed' });
  await atRest(platform);
};

/** A trial that learns in rounds, as it was asked for, open again and after trials that none is as good as: it is given up. */
async function oweTrial(tx: Transaction): Promise<void> {
  await tx`update marea.trials set status = 'requested'`;
  const owed = await tx<{ run: string; trial: number }[]>`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, created_at, event)
    select '/test', 'bar', '/test', 'bar', 'test', now() - interval '1 hour',
      event || '{"source": "/test", "id": "bar"}'
    from marea.outbox o join marea.runs r on r.id = event->'data'->>'run'
    where event->>'type' = 'dev.marea.trial.requested' and event->'data'->>'family' = 'boosting' and r.batch = 'other'
    limit 1
    returning event->'data'->>'run' as run, (event->'data'->>'trial')::int as trial`;
  const [{ run, trial } = { run: '', trial: 0 }] = owed;
  const before = await tx`
    insert into marea.trials (run_id, trial, round, child_run_id, family, parameters, seed, status, score, curve)
    select run_id, 1000 + n, round - 1, child_run_id, family, parameters, seed, 'finished', 0, '[{"rounds": 1, "loss": 0}]'
    from marea.trials, generate_series(1, 4) n where run_id = ${run} and trial = ${trial}`;
  expect(before.count).toBe(4);
}

/** All of it is old enough, by any policy. */
export const forgetOld: Step = async (platform) => {
  await platform.sql.unsafe(`
    update marea.outbox set sent_at = sent_at ${OLD};
    update marea.stages set started_at = started_at ${OLD};
    update marea.inference_logs set at = at ${OLD};
    update marea.feedback set at = at ${OLD};
    update marea.dead_letters set replayed_at = replayed_at ${OLD};
    update marea.batch_profiles set created_at = created_at ${OLD};
    update marea.runs set ended_at = ended_at ${OLD}`);
  await platform.ping('retain');
};

export const observe: Step = async (platform) => {
  const headers = shown(platform.platformToken);
  expect((await fetch(`${platform.url}/services/observe/metrics`, { headers })).status).toBe(200);
};
