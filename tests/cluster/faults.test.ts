/** What is killed, and when, makes no difference to what comes out. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import { call, ended, listings, post, stopForwarding } from './calls.ts';
import { ensureServed, QUICK } from './served.ts';
import { kube, noCluster, patch, pods, sql, until } from './testbed.ts';
import { oneTruth } from './truth.ts';

const ROWS = 3_000;

describe.skipIf(noCluster)('a batch comes to its end with exact counts', () => {
  beforeAll(async () => {
    await ensureServed();
    await patch('pingsource', 'reconcile', { spec: { schedule: '*/15 * * * * *' } });
  });
  afterAll(stopForwarding);

  const kill = async (service: string): Promise<number> => {
    const found = await pods(service);
    for (const { metadata } of found)
      await kube.run([
        'delete',
        'pod',
        metadata.name,
        '-n',
        NAMESPACE,
        '--grace-period=0',
        '--force',
        '--ignore-not-found',
      ]);
    return found.length;
  };
  const accounted = async (batch: string): Promise<void> => {
    const { received, clean, rejected, duplicate } = await ended(batch);
    expect(received).toBe(ROWS);
    expect(clean + rejected + duplicate).toBe(ROWS);
    const [[rows] = []] = await sql(`
      select (select count(*) from realtor.clean_data where batch = '${batch}')
           + (select count(*) from realtor.rejected where batch = '${batch}')`);
    expect(Number(rows)).toBe(clean + rejected);
  };

  const train = async (): Promise<void> => {
    const asked = await call('console', 'POST', '/api/datasets/realtor/train', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'a test' }),
    });
    expect(asked.status, asked.text).toBe(202);
  };
  const running = (): Promise<string[][]> =>
    sql(`select id from marea.runs where status = 'RUNNING' and parent_id is null`);
  /** Waits for the end of the newest training, and expects a good one. */
  const trained = async (): Promise<void> => {
    await until(
      'the end of the training',
      async () => ((await running()).length === 0 ? true : undefined),
      400,
    );
    const [[status, trials] = []] = await sql(`
      select status, (select count(*) from marea.trials where run_id = runs.id and status = 'finished')
      from marea.runs where dataset = 'realtor' and parent_id is null order by started_at desc limit 1`);
    expect([status, trials]).toEqual(['FINISHED', QUICK.SEARCH_TRIALS]);
  };

  /** A training that nobody's batch waits for has its rollout after it. */
  const noRolloutUnderWay = (): Promise<true> =>
    until(
      'the end of the rollout',
      async () => {
        const [[event] = []] = await sql(
          `select event from marea.model_history where name = 'realtor' order by id desc limit 1`,
        );
        return ['promoted', 'rejected', 'rolled back'].includes(event ?? '') || undefined;
      },
      400,
    );

  test('when pods are killed in the middle of a training', async () => {
    const batch = `killed-${Date.now()}`;
    await post(batch, listings(3, 12_000).csv);
    // What the model has learned from since may make these rows nothing new: then nobody but us wants a training.
    const begun = await until(
      'a training, or the end of the batch',
      async () => {
        if ((await running()).length > 0) return true;
        const over = `select 1 from marea.batches where id = '${batch}' and ended_at is not null`;
        return (await sql(over)).length > 0 ? false : undefined;
      },
      200,
    );
    if (!begun) await train();
    let killed = 0;
    const killTrials = async (): Promise<true | undefined> => {
      killed += await kill('trial');
      return killed > 1 ? true : undefined;
    };
    await until('trials', killTrials, 200, 1500);
    killed += await kill('train');
    killed += await kill('assemble');
    const { received, clean, rejected, duplicate, outcome } = await ended(batch, 500);
    console.log(`${killed} pods killed: ${outcome}`);
    expect([received, clean + rejected + duplicate]).toEqual([12_000, 12_000]);
    const doubled = await sql(`
      select run_id, trial, count(*) from marea.trials group by 1, 2 having count(*) > 1`);
    expect(doubled).toEqual([]);
    await trained();
    await noRolloutUnderWay();
    await oneTruth();
  });

  test('without another try when pods are told to stop: they finish what they have', async () => {
    const [[before = '0'] = []] = await sql(
      `select count(*) from marea.stages where stage = 'trial' and attempts > 1`,
    );
    await train();
    let told = 0;
    const tell = async (): Promise<true | undefined> => {
      const busy = (await pods('trial')).filter(({ metadata }) => !('deletionTimestamp' in metadata));
      for (const { metadata } of busy)
        await kube.run([
          'delete',
          'pod',
          metadata.name,
          '-n',
          NAMESPACE,
          '--wait=false',
          '--ignore-not-found',
        ]);
      told += busy.length;
      return told > 1 ? true : undefined;
    };
    await until('trials', tell, 120, 1500);
    await trained();
    const [[after] = []] = await sql(
      `select count(*) from marea.stages where stage = 'trial' and attempts > 1`,
    );
    console.log(`${told} pods told to stop`);
    expect(after).toBe(before);
  });

  test('when the dispatcher of the brokers is restarted', async () => {
    const batch = `dispatcher-${Date.now()}`;
    await post(batch, listings(4, ROWS).csv);
    for (let times = 0; times < 3; times++) {
      await kube.run([
        'delete',
        'pod',
        '-n',
        'knative-eventing',
        '-l',
        'messaging.knative.dev/role=dispatcher',
        '--grace-period=0',
        '--force',
      ]);
      await pause(3_000);
    }
    await accounted(batch);
  });

  test('when its connections to the database are cut again and again', async () => {
    const batch = `cut-${Date.now()}`;
    await post(batch, listings(5, ROWS).csv);
    for (let times = 0; times < 60; times++) {
      await sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'marea'`);
      await pause(150);
    }
    await accounted(batch);
  });
});
