/** The table "Data flow" of CONTRIBUTING.md says what the code and the triggers say, and what functions do to the stores. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functionNames, jobNames } from '../scripts/build.ts';
import { BUCKETS } from '../shared/store/objects.ts';
import { named, namedByRuntime, sentTo, stagesOf, words } from './flow/code.ts';
import { type DataApi, startDataApi } from './flow/data-api.ts';
import { fillAll, live } from './flow/life.ts';
import { startWitnessed } from './flow/platform.ts';
import { readDataFlow } from './flow/table.ts';
import {
  forgetWritten,
  type StoreWitness,
  witnessStore,
  witnessTables,
  writtenTables,
} from './flow/witness.ts';
import type { TestPlatform } from './platform.ts';
import { type Services, startServices } from './services.ts';

const flow = readDataFlow();
const names = await functionNames();
const stages = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await stagesOf(name)] as const)),
);
const isStage = (name: string): boolean => (stages[name] ?? []).length > 0;

test('every function has a row, and every job', async () => {
  expect(Object.keys(flow.functions).sort()).toEqual(names);
  expect([...flow.jobs].sort()).toEqual(await jobNames());
});

test('what every stage emits is what they are all made with', () => {
  expect(flow.everyStage.filter(isEvent)).toEqual(namedByRuntime('shared/runtime/function.ts'));
});

describe.each(names)('%s', (name) => {
  test('takes what brokers and clocks send it, and what its stages are for', () => {
    expect(flow.functions[name]?.takes).toEqual(sentTo(name));
    if (isStage(name)) expect(words((stages[name] ?? []).map(({ on }) => on))).toEqual(sentTo(name));
  });

  test('emits what its stages declare, or its sources make', () => {
    const declared = words((stages[name] ?? []).flatMap(({ emits }) => emits));
    expect(flow.functions[name]?.emits).toEqual(isStage(name) ? declared : named(name));
  });
});

describe('in a whole life of a data set', () => {
  let services: Services;
  let store: StoreWitness;
  let api: DataApi;
  let platform: TestPlatform;
  beforeAll(async () => {
    services = await startServices();
    store = await witnessStore(services.s3.endpoint, names);
    api = await startDataApi();
    platform = await startWitnessed(services, store, api.url);
    await witnessTables(platform.sql, ['marea', 'tiny']);
    await live(platform);
  }, 300_000);
  afterAll(async () => {
    await platform?.stop();
    api?.stop();
    store?.stop();
    await services?.stop();
  });

  test('each function writes what its row says, and nothing else', async () => {
    const seen = [...(await writtenTables(platform.sql)), ...store.written()];
    expect(seen.filter(isOwn).sort()).toEqual(rows());
    expect(missing(seen)).toEqual([]);
  });

  test('a reset takes all that is there, but for what is said to stay', async () => {
    await fillAll(platform);
    await forgetWritten(platform.sql);
    expect(await bucketsHeld(platform)).not.toEqual([]);
    const { status } = await platform.send('POST', '/api/datasets/tiny/reset', {
      confirm: 'tiny',
      reason: 'a test',
    });
    expect(status).toBe(200);
    const tables = await platform.sql<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname in ('marea', 'tiny')`;
    const gone = tables.map(({ name }) => name).filter((name) => !flow.keptByReset.includes(name));
    // And that there was a reset is recorded, and told, which is counted.
    const recorded = ['audit', 'totals'];
    expect(placesOf('console', await writtenTables(platform.sql))).toEqual([...gone, ...recorded].sort());
    expect(await bucketsHeld(platform)).toEqual([]);
  });
});

const lineOf = (name: string) => (place: string) => `${name}: ${place}`;

function rows(): string[] {
  return Object.entries(flow.functions)
    .flatMap(([name, { writes }]) => writes.map(lineOf(name)))
    .sort();
}

/** Neither what every stage does, nor what this test does. */
function isOwn(line: string): boolean {
  const [name = '', place = ''] = line.split(': ');
  return name !== 'test' && !(isStage(name) && flow.everyStage.includes(place));
}

/** Tables that every stage is said to write, and no stage was seen to. */
function missing(seen: readonly string[]): string[] {
  const byStages = seen
    .filter((line) => isStage(line.split(': ')[0] ?? ''))
    .map((line) => line.split(': ')[1]);
  return flow.everyStage.filter((word) => !isEvent(word) && !byStages.includes(word));
}

const isEvent = (word: string): boolean => word.includes('.');

const placesOf = (name: string, written: readonly string[]): string[] =>
  written.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));

async function bucketsHeld({ objects }: TestPlatform): Promise<string[]> {
  const held = await Promise.all(
    BUCKETS.map(async (bucket) =>
      (await objects.list(bucket, 'tiny/')).length > 0 ? [`s3://${bucket}`] : [],
    ),
  );
  return held.flat();
}
