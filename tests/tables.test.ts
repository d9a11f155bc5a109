/** Each table of the platform has its owners: the modules whose SQL names it. All others ask them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

const RUNS = ['runs', 'trainings', 'course', 'run-lines'];
/** In the room for what MLflow's clients ask. */
const mlflow = (...names: readonly string[]): string[] => names.map((name) => `mlflow/${name}`);
/** In shared/tracking. */
const TRACKING: Readonly<Record<string, readonly string[]>> = {
  batches: [
    'ledger',
    'batches',
    'batch-lines',
    'batch-counts',
    'unreadable',
    'retraction',
    'learned',
    'there',
  ],
  learned: ['learned'],
  drift_history: ['drift-checks', 'drift-counts', 'waiting-checks'],
  batch_profiles: ['drift-checks', 'waiting-checks'],
  experiments: [
    'runs',
    'forget',
    'run-lines',
    ...mlflow('artifact-owner', 'origins', 'experiments', 'runs', 'target', 'logging', 'logged-models'),
  ],
  experiment_tags: mlflow('experiments'),
  runs: [
    ...RUNS,
    'trials',
    'history',
    'learned',
    'forget',
    'there',
    ...mlflow('artifact-owner', 'origins', 'experiments', 'runs', 'target', 'logging', 'entries', 'tags'),
  ],
  params: [...RUNS, ...mlflow('runs', 'entries')],
  metrics: ['runs', 'run-lines', ...mlflow('points', 'history')],
  latest_metrics: ['runs', 'run-lines', ...mlflow('runs', 'points')],
  tags: ['runs', 'run-lines', ...mlflow('runs', 'entries', 'tags')],
  input_datasets: mlflow('runs', 'inputs'),
  run_inputs: mlflow('runs', 'inputs'),
  run_model_inputs: mlflow('runs', 'inputs'),
  run_outputs: mlflow('runs', 'inputs'),
  logged_models: mlflow('origins', 'logged-models', 'points', 'inputs'),
  logged_model_params: mlflow('logged-models'),
  logged_model_tags: mlflow('logged-models'),
  logged_model_metrics: mlflow('logged-models', 'points'),
  trials: ['trials', 'trainings'],
  registered_models: ['versions', 'production', 'mlflow/models', 'mlflow/versions'],
  registered_model_tags: ['mlflow/models'],
  model_versions: [
    'versions',
    'production',
    'registry',
    'learned',
    'damage',
    'adoption',
    'run-lines',
    'mlflow/versions',
    'mlflow/standing',
    'mlflow/artifact-owner',
  ],
  model_version_tags: ['mlflow/versions', 'adoption'],
  model_aliases: ['production', 'mlflow/aliases', 'mlflow/models', 'mlflow/versions'],
  model_history: [
    'versions',
    'production',
    'history',
    'registry',
    'learned',
    'mlflow/versions',
    'mlflow/standing',
  ],
  inference_logs: ['inference-log'],
  feedback: ['inference-log'],
};
/** In shared/tracking/search, which reads. */
const SEARCH: Readonly<Record<string, readonly string[]>> = {
  experiments: ['runs', 'experiments', 'logged-models', 'listed-runs'],
  experiment_tags: ['experiments'],
  runs: ['runs'],
  params: ['runs'],
  latest_metrics: ['runs'],
  tags: ['runs'],
  input_datasets: ['runs'],
  run_inputs: ['runs'],
  logged_models: ['logged-models'],
  logged_model_params: ['logged-models'],
  logged_model_tags: ['logged-models'],
  logged_model_metrics: ['logged-models'],
  registered_models: ['models'],
  registered_model_tags: ['models'],
  model_versions: ['versions'],
  model_version_tags: ['versions'],
};
/** In shared/runtime: what every stage does, whatever it is about. */
const RUNTIME: Readonly<Record<string, readonly string[]>> = {
  stages: ['mark', 'steps', 'stalled', 'under-way', 'owed', 'pipeline'],
  outbox: ['outbox', 'asked', 'steps', 'stalled', 'under-way', 'owed', 'pipeline'],
  dead_letters: ['dead-letters', 'discard', 'stalled', 'under-way', 'owed', 'pipeline'],
  totals: ['totals'],
};
/** Who writes a table as its one purpose, and what works on many at once. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'shared/store/tables.ts': ['dataset_tables'],
  'shared/store/backup/catalogue.ts': ['dataset_tables'],
  'shared/store/roles/roles.ts': ['inference_logs'],
  'shared/access/keys.ts': ['keys', 'key_snapshot'],
  'shared/access/key-changes.ts': ['keys'],
  'shared/access/audit.ts': ['audit'],
  'functions/record/predictions.ts': ['inference_logs', 'feedback'],
  'functions/record/feedback.ts': ['inference_logs', 'feedback'],
  'functions/reconcile/resend.ts': ['outbox', 'stages', 'dead_letters'],
  'functions/console/reset.ts': ['outbox'],
  'shared/tracking/retention/policy.ts': [
    'outbox',
    'stages',
    'inference_logs',
    'feedback',
    'dead_letters',
    'batch_profiles',
    'batches',
    'runs',
  ],
  'shared/tracking/retention/workspaces.ts': [
    'runs',
    'batches',
    'dead_letters',
    'model_versions',
    'model_history',
  ],
};

const sources = ['functions', 'shared'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(({ name, parentPath }) => /\.ts$/.test(name) && !/shims|fixtures/.test(parentPath))
    .filter(({ name }) => !name.endsWith('.test.ts'))
    .map(({ name, parentPath }) => relative(root, join(parentPath, name))),
);

const migrations = readdirSync(join(root, 'shared/store/migrations'))
  .map((name) => readFileSync(join(root, 'shared/store/migrations', name), 'utf8'))
  .join('\n');
const tables = [...migrations.matchAll(/create table marea\.(\w+)/g)].map((match) => match[1] as string);

function ownersOf(table: string): Set<string> {
  const inFloor = (floor: string, names: readonly string[] = []) =>
    names.map((name) => `shared/${floor}/${name}.ts`);
  const functions = Object.entries(FUNCTIONS).flatMap(([file, owned]) =>
    owned.includes(table) ? [file] : [],
  );
  return new Set([
    ...inFloor('tracking', TRACKING[table]),
    ...inFloor('tracking/search', SEARCH[table]),
    ...inFloor('runtime', RUNTIME[table]),
    ...functions,
  ]);
}

/** Tables that the SQL of a file names; `marea.<noun>.<participle>` is a type of event. */
function tablesIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?<!dev\.)\bmarea\.(\w+)/g)].map((match) => match[1] as string);
}

test('every table has an owner', () => {
  expect(tables.filter((table) => ownersOf(table).size === 0)).toEqual([]);
});

test('no other module has SQL on a table than its owners', () => {
  const strangers = sources.flatMap((file) =>
    tablesIn(file)
      .filter((table) => tables.includes(table) && !ownersOf(table).has(file))
      .map((table) => `${file}: ${table}`),
  );
  expect(strangers).toEqual([]);
});

test('the name of a table is written out, where it can be found', () => {
  const computed = sources.filter((file) => /marea\.\$\{/.test(readFileSync(join(root, file), 'utf8')));
  expect(computed).toEqual(['functions/console/reset.ts', 'shared/store/roles/roles.ts']);
});
