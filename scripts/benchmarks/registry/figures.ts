/**
 * The registry beside MLflow's own server (one worker, SQLite), in one run on one machine: writes and searches a second,
 * a large file, memory. Without mlflow in $PYTHON the ratios are left out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../shared/store/database.ts';
import type { Figure } from '../figure.ts';
import { end, spawnFunction, untilOk } from '../function-process.ts';
import { residentMegabytes } from '../memory.ts';
import { pythonHas } from '../python.ts';
import { withPlatform } from '../running.ts';
import { transferOf } from './artifact.ts';
import { filled } from './filled.ts';
import { type Paces, pacesOf } from './jobs.ts';
import { startMlflow } from './mlflow-server.ts';
import type { Pace } from './workload.ts';

const RUNS = 10_000;
const METRICS = 50;
const LARGE_MEGABYTES = 1024;

interface Measured {
  readonly paces: Paces;
  /** When nothing is asked any more. */
  readonly restMegabytes: number | undefined;
}

export async function registryFigures(): Promise<Figure[]> {
  return await withPlatform(async (platform) => {
    const transfer = await transferOf(platform, LARGE_MEGABYTES);
    const ours = await measuredOurs(platform);
    const theirs = (await pythonHas(['mlflow'])) ? await measuredMlflow() : undefined;
    return [
      ...paceFigures(ours.paces, theirs?.paces),
      large('up', transfer.upMegabytesPerSecond, '>= 100', 'MB/s'),
      large('down', transfer.downMegabytesPerSecond, '>= 100', 'MB/s'),
      large("the pod's memory at most", transfer.peakMegabytes, '< 150', 'MB'),
      ...restFigures(ours, theirs),
    ];
  });
}

/** One pod, with the database and the object store of the platform. */
async function measuredOurs({
  databaseUrl,
  s3,
}: Parameters<Parameters<typeof withPlatform>[0]>[0]): Promise<Measured> {
  const sql = connect(databaseUrl, { name: 'bench' });
  const registry = await spawnFunction('registry', {
    DATABASE_URL: databaseUrl,
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY: s3.accessKey,
    S3_SECRET_KEY: s3.secretKey,
  });
  try {
    await untilOk(registry, '/version');
    const rest = residentMegabytes(registry.child.pid, 'VmRSS');
    const experiment = await filled(sql, { runs: RUNS, metrics: METRICS });
    return { paces: await pacesOf(registry.url, experiment), restMegabytes: rest };
  } finally {
    await end(registry);
    await sql.end({ timeout: 5 });
  }
}

async function measuredMlflow(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-mlflow-'));
  const server = await startMlflow(folder);
  try {
    const rest = server.residentMegabytes();
    const experiment = await server.fill(RUNS, METRICS);
    return { paces: await pacesOf(server.url, experiment), restMegabytes: rest };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function paceFigures(ours: Paces, theirs: Paces | undefined): Figure[] {
  return [
    rate('runs: create, log-batch of 10, update', ours.runs, theirs?.runs, '>= 5 x MLflow'),
    rate('log-metric', ours.points, theirs?.points, '>= 1,000'),
    {
      what: `runs/search, filter and order, 20 of ${RUNS.toLocaleString('en-US')} x ${METRICS} metrics: p50`,
      value: ours.search.p50,
      unit: 'ms',
      goal: '< 30, >= 10 x MLflow',
      note: theirs
        ? `MLflow ${theirs.search.p50.toFixed(0)} ms: ${times(theirs.search.p50 / ours.search.p50)}`
        : ALONE,
    },
  ];
}

const ALONE = 'no mlflow in $PYTHON to compare with';
const times = (ratio: number): string => `${ratio.toFixed(1)} x`;

const rate = (what: string, ours: Pace, theirs: Pace | undefined, goal: string): Figure => ({
  what: `${what}, 8 connections`,
  value: ours.perSecond,
  unit: '/s',
  goal,
  note: theirs
    ? `MLflow ${theirs.perSecond.toFixed(0)}/s: ${times(ours.perSecond / theirs.perSecond)}`
    : ALONE,
});

const large = (what: string, value: number | undefined, goal: string, unit: string): Figure => ({
  what: `a file of 1 GB: ${what}`,
  ...{ value, goal, unit },
});

const restFigures = (ours: Measured, theirs: Measured | undefined): Figure[] => [
  {
    what: 'memory at rest',
    value: ours.restMegabytes,
    unit: 'MB',
    goal: '< 1/10 of MLflow',
    note: theirs?.restMegabytes === undefined ? ALONE : `MLflow ${theirs.restMegabytes.toFixed(0)} MB`,
  },
];
