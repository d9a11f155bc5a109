/** Two replicas of the registry are killed at random while eight notebooks log: what was acknowledged is there, once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExperiment } from '../../scripts/benchmarks/registry/client.ts';
import { build } from '../../scripts/build.ts';
import { seeded } from '../../shared/ml/random.ts';
import { type Services, startServices } from '../services.ts';
import { type LoggedRun, logRun, type Point } from './notebook.ts';
import { killAtRandom, startReplicas } from './replicas.ts';

const NOTEBOOKS = 8;
const RUNS = 4;
const KILLS = 10;

let services: Services;
beforeAll(async () => {
  [services] = await Promise.all([startServices(), build()]);
});
afterAll(() => services.stop());

/** Until there have been enough kills. */
async function underKills(env: Readonly<Record<string, string>>): Promise<LoggedRun[]> {
  const replicas = await startReplicas(2, env);
  try {
    const experiment = await createExperiment(replicas.any(), 'kills');
    const logged: LoggedRun[] = [];
    let kills = 0;
    let working = NOTEBOOKS;
    const notebook = async (number: number): Promise<void> => {
      for (let run = 0; run < RUNS || kills < KILLS; run++)
        logged.push(await logRun(replicas.any, experiment, `${number}.${run}`));
      working -= 1;
    };
    const killing = killAtRandom(replicas, 2, seeded('kills of replicas', 1), (sofar) => {
      kills = sofar;
      return working === 0;
    });
    await Promise.all([killing, ...Array.from({ length: NOTEBOOKS }, (_, number) => notebook(number))]);
    return logged;
  } finally {
    await replicas.stop();
  }
}

const lines = (points: readonly Point[]): string[] =>
  points.map(({ key, step, value, timestamp }) => `${key} ${step} ${value} ${timestamp}`).sort();

async function storedPoints(run: string): Promise<Point[]> {
  return await services.sql<Point[]>`
    select key, step::int, value, (extract(epoch from at) * 1000)::float8 as timestamp
    from marea.metrics where run_id = ${run}`;
}

async function textsOf(table: 'params' | 'tags', run: string): Promise<Record<string, string>> {
  const rows = await services.sql<{ key: string; value: string }[]>`
    select key, value from ${services.sql(`marea.${table}`)} where run_id = ${run}`;
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

test('no acknowledged write is lost, none doubled', { timeout: 300_000 }, async () => {
  const logged = await underKills(services.environment);
  expect(logged.length).toBeGreaterThanOrEqual(NOTEBOOKS * RUNS);
  for (const { id, name, points, params, tags } of logged) {
    expect(lines(await storedPoints(id)), name).toEqual(lines(points));
    expect(await textsOf('params', id)).toEqual(params);
    expect(await textsOf('tags', id)).toMatchObject(tags);
  }
  const { sql } = services;
  // Runs whose making was never acknowledged may be there; those that were are there once, and ended.
  const names = logged.map(({ name }) => name);
  const runs = await sql<{ name: string; status: string }[]>`
    select name, status from marea.runs where name = any(${names})`;
  expect(runs.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['FINISHED']));
  const [latest] = await sql`
    select count(*)::int as wrong from marea.latest_metrics l
    where (l.step, l.value) is distinct from (
      select (m.step, m.value) from marea.metrics m where m.run_id = l.run_id and m.key = l.key
      order by m.step desc, m.at desc, m.value desc limit 1)`;
  expect(latest).toEqual({ wrong: 0 });
  const [{ points: kept } = { points: 0 }] = await sql<{ points: number }[]>`
    select count(*)::int as points from marea.metrics`;
  expect(kept).toBe(logged.reduce((sum, { points }) => sum + points.length, 0));
});
