/** What each group of functions may do with which tables: what its SQL does, and no more. */
import type { Asking } from './logins.ts';

/** Privileges by table, as GRANT lists them. */
type OnTables = Readonly<Record<string, string>>;

export interface Rights {
  /** In the schema of the platform. */
  readonly platform: OnTables;
  /** In the schema of each data set. */
  readonly rows: OnTables;
  /** Functions of the platform's schema, which run as who owns the tables. */
  readonly runs?: readonly string[];
}

/** A stage marks its event, owes others, closes its batch; at its end it looks whether work is owed. */
const STAGE: OnTables = {
  stages: 'select, insert, update, delete',
  outbox: 'select, insert, update',
  dead_letters: 'select',
  batches: 'select, update',
};
/** When a key was used last is told by who hears of its use. */
const KEY_USE: OnTables = { keys: 'select (id, last_used_at, revoked_at), update (last_used_at)' };

const read = (...tables: readonly string[]): OnTables =>
  Object.fromEntries(tables.map((table) => [table, 'select']));

export const RIGHTS: Readonly<Record<Asking, Rights>> = {
  ingest: {
    platform: { ...STAGE, ...KEY_USE, batches: 'select, insert, update' },
    rows: { raw_data: 'insert' },
  },
  // What takes a batch back ends the trainings that learn from it.
  cleaning: {
    platform: {
      ...STAGE,
      ...read('trials', 'params', 'learned', 'model_versions'),
      runs: 'select, update',
      model_history: 'select, insert',
      drift_history: 'select, insert, update',
      batch_profiles: 'select, insert, update, delete',
    },
    rows: { raw_data: 'select', clean_data: 'select, insert, delete', rejected: 'select, insert' },
  },
  learning: {
    platform: {
      ...STAGE,
      ...read('drift_history', 'model_version_tags'),
      experiments: 'select, insert, update',
      runs: 'select, insert, update',
      params: 'select, insert',
      metrics: 'select, insert',
      latest_metrics: 'select, insert, update',
      tags: 'select, insert, update',
      trials: 'select, insert, update',
      learned: 'select, insert',
      registered_models: 'select, insert, update',
      model_versions: 'select, insert, update',
      model_history: 'select, insert',
    },
    rows: { clean_data: 'select' },
  },
  rollout: {
    platform: {
      ...STAGE,
      ...read('runs'),
      model_versions: 'select, update',
      model_aliases: 'select, insert, update, delete',
      model_history: 'select, insert',
    },
    rows: {},
  },
  predict: { platform: read('inference_logs'), rows: {} },
  record: {
    platform: {
      ...STAGE,
      ...KEY_USE,
      inference_logs: 'select, insert, update',
      feedback: 'select, insert, update',
    },
    rows: {},
  },
  // A batch that waits for a letter says so.
  letters: {
    platform: {
      dead_letters: 'select, insert, update',
      batches: 'select (dataset, id, ended_at), update (reason, updated_at)',
    },
    rows: {},
  },
  // Mends and forgets: rows that go are locked first, for which Postgres asks the right to change them.
  keeping: {
    platform: {
      ...read('trials', 'params', 'keys'),
      model_versions: 'select, update (damaged)',
      stages: 'select, insert, update, delete',
      outbox: 'select, insert, update, delete',
      dead_letters: 'select, update, delete',
      batches: 'select, update',
      runs: 'select, update',
      model_history: 'select, insert',
      batch_profiles: 'select, update, delete',
      inference_logs: 'select, update, delete',
      feedback: 'select, update, delete',
      key_snapshot: 'select, update',
    },
    rows: {},
  },
  // Shows all there is, does what people ask for, and forgets a data set.
  console: {
    platform: {
      ...read(
        'migrations',
        'trials',
        'params',
        'metrics',
        'latest_metrics',
        'tags',
        'learned',
        'model_versions',
      ),
      ...read('totals'),
      outbox: 'select, insert, update, delete',
      stages: 'select, delete',
      dead_letters: 'select, update, delete',
      batches: 'select, update, delete',
      drift_history: 'select, delete',
      batch_profiles: 'select, delete',
      inference_logs: 'select, delete',
      feedback: 'select, delete',
      experiments: 'select, delete',
      runs: 'select, delete',
      registered_models: 'select, delete',
      model_history: 'select, insert, delete',
      keys: 'select, insert, update',
      key_snapshot: 'select, update',
      audit: 'select, insert',
    },
    rows: { clean_data: 'select', rejected: 'select' },
    runs: ['remake_tables(text)'],
  },
  // Keeps what MLflow's clients log; asks for promotions by events, as the console does.
  registry: {
    platform: {
      ...KEY_USE,
      ...read('trials', 'learned', 'batches'),
      model_history: 'select, insert',
      outbox: 'select, insert, update',
      audit: 'select, insert',
      experiments: 'select, insert, update',
      experiment_tags: 'select, insert, update, delete',
      runs: 'select, insert, update',
      params: 'select, insert',
      metrics: 'select, insert',
      latest_metrics: 'select, insert, update',
      tags: 'select, insert, update, delete',
      input_datasets: 'select, insert, update',
      run_inputs: 'select, insert',
      run_model_inputs: 'select, insert',
      run_outputs: 'select, insert',
      logged_models: 'select, insert, update',
      logged_model_params: 'select, insert',
      logged_model_tags: 'select, insert, update, delete',
      logged_model_metrics: 'select, insert',
      registered_models: 'select, insert, update, delete',
      registered_model_tags: 'select, insert, update, delete',
      model_versions: 'select, insert, update, delete',
      model_version_tags: 'select, insert, update, delete',
      model_aliases: 'select, insert, update, delete',
    },
    rows: {},
  },
  observe: {
    platform: read(
      'migrations',
      'batches',
      'stages',
      'outbox',
      'dead_letters',
      'drift_history',
      'runs',
      'trials',
      'model_versions',
      'model_history',
      'inference_logs',
      'feedback',
      'totals',
    ),
    rows: {},
  },
};
