/**
 * The console with 10,000 runs of 20 metrics, 1,000 batches and 100,000 logged predictions: its start, each call of its
 * API, and in Chromium the first page and what follows a click. Without a browser those are left out.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../shared/store/database.ts';
import { startObjects } from '../../platform/stores/objects.ts';
import { startPostgres } from '../../platform/stores/postgres.ts';
import { prepareStores } from '../../platform/stores/prepare.ts';
import { type Figure, median } from '../figure.ts';
import { end, type FunctionProcess, spawnFunction, untilOk } from '../function-process.ts';
import { browsed, CHROMIUM } from './browsing.ts';
import { measuredCalls } from './calls.ts';
import { seed } from './seed.ts';

const SEED = 'of the benchmark';
const STARTS = 5;
/** Of the calls, those that are told of by name. */
const SLOWEST = 8;

export async function consoleFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-bench-console-'));
  const quiet = (): void => {};
  const [postgres, store] = await Promise.all([startPostgres(folder, quiet), startObjects(folder, quiet)]);
  try {
    await prepareStores({ databaseUrl: postgres.url, s3: store, seed: SEED });
    const sql = connect(postgres.url, { max: 1, name: 'bench' });
    await seed(sql);
    await sql.end();
    return await measured({
      DATABASE_URL: postgres.url,
      LOGINS_SEED: SEED,
      S3_ENDPOINT: store.endpoint,
      S3_ACCESS_KEY: store.accessKey,
      S3_SECRET_KEY: store.secretKey,
    });
  } finally {
    await Promise.all([store.stop(), postgres.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(env: Readonly<Record<string, string>>): Promise<Figure[]> {
  const start = await startMs(env);
  const served = await spawnFunction('console', env);
  try {
    await untilOk(served, '/');
    return [
      { what: 'console: start of the function to its page', value: start, unit: 'ms', goal: '' },
      ...(await callFigures(served)),
      ...(await browserFigures(served)),
    ];
  } finally {
    await end(served);
  }
}

/** From the start of a process to its page. */
async function startMs(env: Readonly<Record<string, string>>): Promise<number> {
  const all: number[] = [];
  for (let time = 0; time < STARTS; time++) {
    const served = await spawnFunction('console', env);
    await untilOk(served, '/');
    all.push(performance.now() - served.started);
    await end(served);
  }
  return median(all);
}

async function callFigures({ url }: FunctionProcess): Promise<Figure[]> {
  const calls = await measuredCalls(url);
  return calls.slice(0, SLOWEST).map(({ path, milliseconds }, at) => ({
    what: at === 0 ? 'console: the slowest call of its API' : '  then',
    ...{ value: milliseconds, unit: 'ms', goal: at === 0 ? '< 100' : '', note: path },
  }));
}

async function browserFigures({ url }: FunctionProcess): Promise<Figure[]> {
  const what = 'console: first page, without the API';
  if (!existsSync(CHROMIUM))
    return [{ what, value: undefined, unit: '', goal: '', note: `needs a browser: ${CHROMIUM}` }];
  const found = await browsed(url);
  return [
    {
      what,
      value: found.gzipBytes / 1000,
      unit: 'kB gzip',
      goal: '< 60',
      note: `${found.requests} requests`,
    },
    { what: '  first paint', value: found.firstPaint, unit: 'ms', goal: '< 200' },
    { what: '  until it tells what there is', value: found.told, unit: 'ms', goal: '' },
    {
      what: 'console: a click or a key to its frame, 95th percentile',
      ...{ value: found.interaction, unit: 'ms', goal: '< 100' },
      note: `${found.interactions} interactions, 10,000 runs, 1,000 batches`,
    },
  ];
}
