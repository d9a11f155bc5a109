/** Where a data set stands: its batches, its models, and what does not go on by itself. */
import type { Query } from '../../shared/store/database.ts';
import { type DeadLetter, deadLetters } from './dead-letters.ts';
import { listVersions, type Version } from './models.ts';
import { type Stalled, stalledWork } from './stalled.ts';

export interface BatchLine {
  readonly id: string;
  readonly stage: string;
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
  /** Rejected rows by the name of the rule. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
  readonly reason: string | null;
}

export interface Status {
  readonly dataset: string;
  /** The newest, in the order in which they came. */
  readonly batches: BatchLine[];
  readonly models: Version[];
  readonly production: { readonly version: number } | null;
  readonly stalled: Stalled[];
  readonly deadLetters: DeadLetter[];
}

export async function statusOf(sql: Query, dataset: string, limit: number): Promise<Status> {
  const [batches, models, stalled, letters] = await Promise.all([
    newestBatches(sql, dataset, limit),
    listVersions(sql, dataset),
    stalledWork(sql, dataset),
    deadLetters(sql, { dataset }),
  ]);
  const production = models.find((model) => model.stage === 'Production');
  return {
    dataset,
    batches,
    models,
    production: production ? { version: production.version } : null,
    stalled,
    deadLetters: letters,
  };
}

async function newestBatches(sql: Query, dataset: string, limit: number): Promise<BatchLine[]> {
  const newest = await sql<BatchLine[]>`
    select id, stage, received, clean, rejected, duplicate, reasons, started_at as "startedAt",
           ended_at as "endedAt", outcome, reason
    from marea.batches where dataset = ${dataset} order by started_at desc, id desc limit ${limit}`;
  return [...newest].reverse();
}
