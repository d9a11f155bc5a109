/**
 * What is forgotten, when, and what stays whatever its age: one row for each table, and for each kind of object.
 *
 * Nothing here counts for a total that is shown (those are in a table of their own), and nothing of it is needed to serve a model,
 * to go back to an earlier one, or to bring an open batch to its end.
 */
import { datasets } from '../../datasets/index.ts';
import { verdictRows } from '../../datasets/verdict-rows.ts';
import type { Query } from '../../store/database.ts';

/** Days for which each is kept, as the configuration has them. */
export interface Ages {
  readonly OUTBOX_DAYS: number;
  readonly STAGES_DAYS: number;
  readonly INFERENCE_LOG_DAYS: number;
  readonly DEAD_LETTERS_DAYS: number;
  readonly PROFILES_DAYS: number;
  readonly WORKSPACE_DAYS: number;
  readonly SNAPSHOT_DAYS: number;
}

/** A condition on a row `t`. */
export type Condition = (sql: Query) => ReturnType<Query>;

export interface TablePolicy {
  readonly table: string;
  /** The column that tells how old a row is; it has an index. */
  readonly age: string;
  readonly days: number;
  /** Rows of one transaction. */
  readonly perBatch: number;
  /** What is kept, however old. */
  readonly stays: Condition;
}

export interface ObjectPolicy {
  /** What people call it. */
  readonly what: string;
  /** Since the end of the run to which they belong. */
  readonly days: number;
  /** @param file below the run's folder */
  readonly takes: (file: string) => boolean;
}

const nothing: Condition = (sql) => sql`false`;

export function tablePolicies(ages: Ages): readonly TablePolicy[] {
  return [
    { table: 'marea.outbox', age: 'sent_at', days: ages.OUTBOX_DAYS, perBatch: 2000, stays: owedByOpenWork },
    // The mark that an event was handled outlives every way by which that event can come again.
    {
      table: 'marea.stages',
      age: 'started_at',
      days: marksDays(ages),
      perBatch: 2000,
      stays: marksOfOpenWork,
    },
    {
      table: 'marea.inference_logs',
      age: 'at',
      days: ages.INFERENCE_LOG_DAYS,
      perBatch: 1000,
      stays: nothing,
    },
    { table: 'marea.feedback', age: 'at', days: ages.INFERENCE_LOG_DAYS, perBatch: 2000, stays: nothing },
    // One that waits has no such time, and waits for a person.
    {
      table: 'marea.dead_letters',
      age: 'settled_at',
      days: ages.DEAD_LETTERS_DAYS,
      perBatch: 500,
      stays: nothing,
    },
    {
      table: 'marea.batch_profiles',
      age: 'created_at',
      days: ages.PROFILES_DAYS,
      perBatch: 100,
      stays: comparedWith,
    },
  ];
}

const SNAPSHOT = 'snapshot.parquet';

export function objectPolicies(ages: Ages): readonly ObjectPolicy[] {
  return [
    {
      what: 'matrices and trial models of trainings',
      days: ages.WORKSPACE_DAYS,
      takes: (file) => file !== SNAPSHOT,
    },
    { what: 'snapshots of training rows', days: ages.SNAPSHOT_DAYS, takes: (file) => file === SNAPSHOT },
  ];
}

const marksDays = ({ STAGES_DAYS, OUTBOX_DAYS }: Ages): number => Math.max(STAGES_DAYS, OUTBOX_DAYS);

const owedByOpenWork: Condition = (sql) => sql`
  exists (
    select from marea.batches b
    where b.dataset = t.event->>'dataset' and b.id = t.event->>'subject' and b.ended_at is null)
  or exists (select from marea.runs r where r.id = t.event->'data'->>'run' and r.status = 'RUNNING')`;

/** Those of `ingest` stay as their batches do: a producer may send its event again whenever it likes. */
const marksOfOpenWork: Condition = (sql) => sql`
  t.stage = 'ingest'
  or exists (select from marea.outbox o where o.source = t.source and o.event_id = t.event_id)
  or exists (
    select from marea.dead_letters d
    where d.source = t.source and d.event_id = t.event_id and d.replayed_at is null)
  or exists (
    select from marea.batches b where b.dataset = t.dataset and b.id = t.subject and b.ended_at is null)`;

/**
 * A batch is held against the newest one before it that had enough rows; where none has, none is needed. Those that wait
 * for others go by their age: what others had so long after them is no batch of theirs.
 */
const comparedWith: Condition = (sql) => sql`
  coalesce(t.created_at >= (
    select max(p.created_at) from marea.batch_profiles p
    where p.dataset = t.dataset and (p.profile->>'rows')::int >= (${enough(sql)}->>t.dataset)::int), false)
  or exists (select from marea.batches b where b.dataset = t.dataset and b.id = t.batch and b.ended_at is null)`;

/** Rows that a batch has to have, by data set; of one that is not declared any more nothing is compared. */
const enough = (sql: Query) =>
  sql.json(Object.fromEntries(datasets().map((dataset) => [dataset.name, verdictRows(dataset)])));
