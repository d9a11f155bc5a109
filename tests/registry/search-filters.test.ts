/** Searches of runs: thousands of filters and orders from a seed, held against the plainest evaluation in memory. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Random, seeded } from '../../shared/ml/random.ts';
import { searchRuns } from '../../shared/tracking/search/runs.ts';
import { type Services, startServices } from '../services.ts';
import { expected, type Sorted, type Wanted } from './search-naive.ts';
import {
  BEGIN,
  DATA,
  insertRuns,
  KEYS,
  type MadeRun,
  madeRuns,
  NUMBERS,
  oneOf,
  STATUSES,
  TEXTS,
} from './search-runs-made.ts';

const RUNS = 300;
const SEARCHES = 3000;

let services: Services;
let runs: MadeRun[];
let experiments: number[];

beforeAll(async () => {
  services = await startServices({ connections: 4 });
  const { sql } = services;
  const made = await sql<{ id: number }[]>`
    insert into marea.experiments (name) values ('one'), ('two'), ('three') returning id::int`;
  experiments = made.map(({ id }) => id);
  runs = madeRuns(seeded(1), RUNS, experiments);
  await insertRuns(sql, runs);
});
afterAll(() => services.stop());

interface Made {
  readonly filter: string;
  readonly orderBy: string[];
  readonly wanted: Wanted[];
  readonly sorted: Sorted[];
  readonly experimentIds: number[];
  readonly stages: ('active' | 'deleted')[];
  readonly maxResults: number;
}

/** Ids on all pages, one after the other. */
async function found({ filter, orderBy, experimentIds, stages, maxResults }: Made): Promise<string[]> {
  const ids: string[] = [];
  let pageToken: string | undefined;
  do {
    const asked = { filter, orderBy, stages, maxResults, pageToken };
    const page = await searchRuns(services.sql, { ...asked, experimentIds: experimentIds.map(String) }, []);
    ids.push(...page.keys.map(([id = '']) => id));
    pageToken = page.nextPageToken;
    if (pageToken !== undefined) expect(page.keys).toHaveLength(maxResults);
  } while (pageToken !== undefined);
  return ids;
}

test(`${SEARCHES} searches find, in order and page by page, what they have to`, {
  timeout: 600_000,
}, async () => {
  const random = seeded(14);
  let matched = 0;
  let paged = 0;
  const waiting = Array.from({ length: SEARCHES }, () => made(random));
  const work = async (): Promise<void> => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const { wanted, sorted, experimentIds, stages, maxResults } = one;
      const of = runs.filter(
        ({ experiment, stage }) => experimentIds.includes(experiment) && stages.includes(stage),
      );
      const ids = expected(of, wanted, sorted);
      expect(await found(one), JSON.stringify(one)).toEqual(ids);
      matched += Number(ids.length > 0 && ids.length < of.length);
      paged += Number(ids.length > maxResults);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  // Searches that find nothing or everything prove little.
  expect(matched).toBeGreaterThan(SEARCHES / 3);
  expect(paged).toBeGreaterThan(SEARCHES / 8);
});

function made(random: Random): Made {
  const many = (most: number): number => Math.floor(random() * (most + 1));
  const wanted = Array.from({ length: many(2) }, () => wish(random));
  const sorted = distinct(Array.from({ length: many(3) }, () => sorting(random)));
  return {
    wanted,
    sorted,
    filter: wanted.map((one) => worded(random, one)).join(oneOf(random, [' AND ', ' and ', '\nAnd '])),
    orderBy: sorted.map(({ entity, key, ascending }) => {
      const direction = ascending ? oneOf(random, ['', ' ASC', ' asc']) : oneOf(random, [' DESC', ' desc']);
      return `${nameOf(random, entity, key)}${direction}`;
    }),
    experimentIds: experiments.filter(() => random() < 0.7),
    stages: oneOf(random, [['active'], ['deleted'], ['active', 'deleted']] as const).slice(),
    maxResults: 1 + Math.floor(20 + random() * 200),
  };
}

const distinct = (sorted: readonly Sorted[]): Sorted[] =>
  sorted.filter(
    ({ entity, key }, at) => sorted.findIndex((one) => one.entity === entity && one.key === key) === at,
  );

const NUMERIC = ['=', '!=', '<', '<=', '>', '>='];
const TEXTUAL = ['=', '!=', 'LIKE', 'ILIKE', 'like', 'ilike'];

function wish(random: Random): Wanted {
  const entity = oneOf(random, [
    'metric',
    'metric',
    'param',
    'tag',
    'attribute',
    'attribute',
    'dataset',
  ] as const);
  if (entity === 'attribute') return attributeWish(random);
  if (entity === 'dataset') return dataWish(random);
  const key = oneOf(random, KEYS);
  if (entity === 'metric')
    return { entity, key, comparator: oneOf(random, NUMERIC), value: oneOf(random, NUMBERS) };
  if (random() < 0.3) return { entity, key, comparator: oneOf(random, ['IS NULL', 'IS NOT NULL']) };
  return textWish(random, entity, key);
}

function textWish(random: Random, entity: Wanted['entity'], key: string): Wanted {
  const comparator = oneOf(random, TEXTUAL);
  const text = oneOf(random, TEXTS);
  const pattern = oneOf(random, [text, `%${text}`, `${text}%`, `%${text}%`, `_${text}`, 'a_b', '_', '%']);
  return { entity, key, comparator, value: /like/i.test(comparator) ? pattern : text };
}

function attributeWish(random: Random): Wanted {
  const entity = 'attribute';
  const key = oneOf(random, [
    'run_id',
    'run_name',
    'status',
    'user_id',
    'artifact_uri',
    'start_time',
    'end_time',
  ]);
  if (/time$/.test(key)) {
    const value = BEGIN + Math.floor(random() * 40) * 1000 + oneOf(random, [0, 0, 1, 500]);
    return { entity, key, comparator: oneOf(random, NUMERIC), value };
  }
  if (key === 'status')
    return { entity, key, comparator: oneOf(random, ['=', '!=']), value: oneOf(random, STATUSES) };
  if (key !== 'run_id' && key !== 'artifact_uri') return textWish(random, entity, key);
  const ids = Array.from({ length: 1 + Math.floor(random() * 150) }, () => oneOf(random, runs).id);
  if (key === 'run_id' && random() < 0.6)
    return { entity, key, comparator: oneOf(random, ['IN', 'NOT IN']), value: ids };
  return { entity, key, comparator: oneOf(random, ['LIKE', '!=']), value: `%${ids[0]?.slice(0, 2)}%` };
}

function dataWish(random: Random): Wanted {
  const entity = 'dataset';
  const key = oneOf(random, ['name', 'digest', 'context']);
  const texts = key === 'context' ? ['train', 'test'] : [...DATA, ...TEXTS];
  if (random() < 0.6) return { ...textWish(random, entity, key), value: oneOf(random, texts) };
  return { entity, key, comparator: oneOf(random, ['IN', 'NOT IN']), value: [oneOf(random, texts), 'x'] };
}

function sorting(random: Random): Sorted {
  const ascending = random() < 0.5;
  const entity = oneOf(random, ['metric', 'metric', 'param', 'tag', 'attribute'] as const);
  if (entity !== 'attribute') return { entity, key: oneOf(random, KEYS), ascending };
  const key = oneOf(random, [
    'run_id',
    'run_name',
    'status',
    'user_id',
    'start_time',
    'end_time',
    'artifact_uri',
  ]);
  return { entity, key, ascending };
}

const WORDS = {
  metric: ['metric', 'metrics'],
  param: ['param', 'params', 'parameter', 'parameters'],
  tag: ['tag', 'tags'],
  attribute: ['attribute', 'attributes', 'attr', 'run'],
  dataset: ['dataset', 'datasets'],
};

function nameOf(random: Random, entity: Wanted['entity'], key: string): string {
  const isPlain = /^[\p{L}\p{N}_.]+$/u.test(key);
  const quotes = ['`', ...(key.includes('"') ? [] : ['"']), ...(isPlain ? ['', ''] : [])];
  const quote = oneOf(random, quotes);
  if (entity === 'attribute' && random() < 0.5) return key;
  return `${oneOf(random, WORDS[entity])}.${quote}${key}${quote}`;
}

function worded(random: Random, { entity, key, comparator, value }: Wanted): string {
  const blank = /[a-z]/i.test(comparator) ? ' ' : oneOf(random, [' ', '', '  ']);
  const said = `${nameOf(random, entity, key)}${blank}${comparator}${blank}`;
  if (value === undefined) return said;
  if (typeof value === 'object') return `${said}(${value.map((one) => quoted(random, one)).join(', ')})`;
  return `${said}${typeof value === 'number' ? value : quoted(random, value)}`;
}

function quoted(random: Random, text: string): string {
  const quote = oneOf(
    random,
    ["'", '"'].filter((one) => !text.includes(one)),
  );
  return `${quote}${text}${quote}`;
}
