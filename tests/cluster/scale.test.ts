/** Scaling out from zero: trials over many pods, and a spike of requests. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSecret } from '../../scripts/cluster/secrets.ts';
import { quantile } from '../../shared/stats/quantile.ts';
import { connect } from '../../shared/store/database.ts';
import { requestTrial } from '../../shared/tracking/trials.ts';
import { emit, forwarded, stopForwarding } from './calls.ts';
import { load } from './load.ts';
import { ensureServed } from './served.ts';
import { allAtZero, kube, noCluster, pods, sql, until } from './testbed.ts';

const TRIALS = 64;

describe.skipIf(noCluster)('from zero', () => {
  beforeAll(async () => {
    await ensureServed();
    await allAtZero(300);
  });
  afterAll(stopForwarding);

  test('64 trials spread over many pods, each is done once, and the pods go', async () => {
    const [run = ''] =
      (
        await sql(
          `select id from marea.runs where dataset = 'realtor' and parent_id is null and status = 'FINISHED' limit 1`,
        )
      )[0] ?? [];
    const first = await requestTrials(run);
    const started = performance.now();
    let eight: number | undefined;
    let most = 0;
    await Promise.all(
      Array.from({ length: TRIALS }, (_, index) =>
        emit({
          id: `scale-${first}-${index}-${run}`,
          source: '/test',
          type: 'dev.marea.trial.requested',
          dataset: 'realtor',
          data: { run, trial: first + index, round: 99, family: 'tree', parameters: {}, seed: index },
        }),
      ),
    );
    await until(
      'all trials done',
      async () => {
        const ready = (await pods('trial')).filter(isReady).length;
        most = Math.max(most, ready);
        if (ready >= 8) eight ??= (performance.now() - started) / 1000;
        const [[done] = []] = await sql(
          `select count(*) from marea.trials where run_id = '${run}' and round = 99 and trial >= ${first} and status = 'finished'`,
        );
        return Number(done) === TRIALS ? true : undefined;
      },
      240,
      300,
    );
    console.log(
      `${TRIALS} trials in ${((performance.now() - started) / 1000).toFixed(1)} s, 8 pods after ${eight?.toFixed(1)} s, ${most} at most`,
    );
    expect(most).toBeGreaterThanOrEqual(8);
    const stages = await sql(
      `select attempts from marea.stages where stage = 'trial' and event_id like 'scale-${first}-%-${run}' and status = 'done'`,
    );
    expect(stages).toHaveLength(TRIALS);
    console.log(`all pods gone ${(await allAtZero(180)).toFixed(0)} s after the last trial`);
  });

  test('a spike of 200 connections loses no request', async () => {
    await allAtZero();
    const answers = await load({ connections: 200, restMs: 500, goOn: (seconds) => seconds < 25 });
    const failed = answers.filter(({ status }) => status !== 200);
    for (const [from, to] of [
      [0, 5],
      [5, 10],
      [10, 15],
      [15, 20],
      [20, 25],
    ] as const) {
      const times = answers.filter(({ at }) => at >= from && at < to).map(({ milliseconds }) => milliseconds);
      const sorted = Float64Array.from(times).sort();
      console.log(
        `${from}-${to} s: ${sorted.length} answers, p50 ${sorted.length ? Math.round(quantile(sorted, 0.5)) : '-'} ms, p99 ${sorted.length ? Math.round(quantile(sorted, 0.99)) : '-'} ms`,
      );
    }
    expect(failed).toEqual([]);
    expect(answers.length).toBeGreaterThan(200);
  });
});

/** Rows for trials of a run that is over: the training takes no notice of their results. @returns the first number */
async function requestTrials(run: string): Promise<number> {
  const secret = await readSecret(kube, 'marea-database');
  const address = new URL(await forwarded('marea', 'postgres', 5432));
  const url = new URL(secret?.DATABASE_URL ?? '');
  url.host = address.host;
  const connection = connect(url.href, { max: 1 });
  const [row] = await connection<
    { next: number }[]
  >`select max(trial) + 1 as next from marea.trials where run_id = ${run}`;
  const first = row?.next ?? 0;
  for (let index = 0; index < TRIALS; index++)
    await requestTrial(connection, run, 'realtor', {
      trial: first + index,
      round: 99,
      family: 'tree',
      parameters: {},
      seed: index,
    });
  await connection.end();
  return first;
}

const isReady = (pod: { status?: { conditions?: readonly { type: string; status: string }[] } }): boolean =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
