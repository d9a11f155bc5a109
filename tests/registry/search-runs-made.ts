/** Runs that have everything a search can stumble over, from a seed; and as rows of the tables. */
import type { Random } from '../../shared/ml/random.ts';
import type { Sql } from '../../shared/store/database.ts';

export interface MadeRun {
  readonly id: string;
  readonly experiment: number;
  readonly name: string;
  readonly status: string;
  readonly user: string | null;
  /** Milliseconds. */
  readonly start: number;
  readonly end: number | null;
  readonly stage: 'active' | 'deleted';
  readonly metrics: ReadonlyMap<string, number>;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly data: readonly {
    readonly name: string;
    readonly digest: string;
    readonly context: string | null;
  }[];
}

export const KEYS = [
  'lr',
  'LR',
  'max depth',
  'a.b.c',
  'Größe',
  "it's",
  'per%cent',
  'under_score',
  'x"y',
  '日本',
  '1',
];
export const TEXTS = [
  'a',
  'A',
  'ab',
  'a%b',
  'a_b',
  'axb',
  'é',
  'É',
  '',
  ' ',
  'a\\b',
  'say "hi"',
  "it's",
  '10',
  '9',
  'ß',
];
export const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
export const NUMBERS = [0, -0.5, 1, 1.5, 2, 1e-9, 1e300, -1e300, 3];
const LONG = 'long'.repeat(40);
export const DATA = ['houses', 'Houses', 'a b'];
export const BEGIN = Date.UTC(2026, 0, 1);

export const oneOf = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;

export const madeRuns = (random: Random, count: number, experiments: readonly number[]): MadeRun[] =>
  Array.from({ length: count }, (_, index) => madeRun(random, index, experiments));

function madeRun(random: Random, index: number, experiments: readonly number[]): MadeRun {
  // Few moments, so that many runs began at the same.
  const start = BEGIN + Math.floor(random() * 40) * 1000;
  const number = (): number => (random() < 0.15 ? Number.NaN : oneOf(random, NUMBERS));
  const text = (): string => (random() < 0.1 ? `${LONG}${oneOf(random, TEXTS)}` : oneOf(random, TEXTS));
  return {
    id: `${Math.floor(random() * 1e9).toString(16)}-${index}`,
    experiment: oneOf(random, experiments),
    name: oneOf(random, TEXTS),
    status: oneOf(random, STATUSES),
    user: random() < 0.3 ? null : oneOf(random, TEXTS),
    start,
    end: random() < 0.4 ? null : start + Math.floor(random() * 5) * 500,
    stage: random() < 0.2 ? 'deleted' : 'active',
    metrics: some(random, number),
    params: some(random, text),
    tags: some(random, text),
    data: DATA.filter(() => random() < 0.25).map((name) => ({
      name,
      digest: oneOf(random, TEXTS),
      context: random() < 0.3 ? null : oneOf(random, ['train', 'test']),
    })),
  };
}

const some = <T>(random: Random, value: () => T): ReadonlyMap<string, T> =>
  new Map(KEYS.filter(() => random() < 0.4).map((key) => [key, value()]));

export async function insertRuns(sql: Sql, runs: readonly MadeRun[]): Promise<void> {
  await sql`insert into marea.runs ${sql(
    runs.map((run) => ({
      id: run.id,
      experiment_id: run.experiment,
      name: run.name,
      status: run.status,
      user_id: run.user,
      started_at: new Date(run.start),
      ended_at: run.end === null ? null : new Date(run.end),
      lifecycle_stage: run.stage,
    })),
  )}`;
  const pairs = <T>(of: (run: MadeRun) => ReadonlyMap<string, T>) =>
    runs.flatMap((run) => [...of(run)].map(([key, value]) => ({ run_id: run.id, key, value })));
  const metrics = pairs(({ metrics }) => metrics).map((row) => ({ ...row, step: 0, at: new Date(BEGIN) }));
  if (metrics.length > 0) await sql`insert into marea.latest_metrics ${sql(metrics)}`;
  const params = pairs(({ params }) => params);
  if (params.length > 0) await sql`insert into marea.params ${sql(params)}`;
  const tags = pairs(({ tags }) => tags);
  if (tags.length > 0) await sql`insert into marea.tags ${sql(tags)}`;
  for (const run of runs) for (const one of run.data) await insertData(sql, run, one);
}

async function insertData(sql: Sql, run: MadeRun, data: MadeRun['data'][number]): Promise<void> {
  const tags = data.context === null ? {} : { 'mlflow.data.context': data.context };
  await sql`
    with found as (
      insert into marea.input_datasets (experiment_id, name, digest, source_type, source)
      values (${run.experiment}, ${data.name}, ${data.digest}, 'local', 'file')
      on conflict (experiment_id, name, digest) do update set source = excluded.source returning id)
    insert into marea.run_inputs (run_id, dataset_id, tags) select ${run.id}, id, ${sql.json(tags)} from found`;
}
