/** A batch in words: what the console's API tells, for people at a terminal. */
import { count, table } from './words.ts';

/** What `GET /api/batches/<dataset>/<id>` answers; before `ingest` has begun the batch, less of it. */
export interface BatchReport {
  readonly dataset: string;
  readonly id: string;
  readonly stage?: string;
  readonly received?: number;
  readonly clean?: number;
  readonly rejected?: number;
  readonly duplicate?: number;
  readonly reasons?: Readonly<Record<string, number>>;
  readonly startedAt?: string;
  readonly endedAt?: string | null;
  readonly outcome?: string | null;
  readonly reason?: string | null;
  readonly stages: readonly StageLine[];
  readonly drift?: {
    readonly drifted: boolean;
    readonly train: boolean;
    readonly reason: string;
  } | null;
  readonly training?: {
    readonly run: string;
    readonly status: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly rows: number | null;
    readonly features: number | null;
    readonly trials: {
      readonly done: number;
      readonly failed: number;
      readonly total: number;
    };
  } | null;
  readonly model?: {
    readonly event: string;
    readonly version: number | null;
    readonly reason: string;
    readonly metrics: Readonly<Record<string, number>>;
  } | null;
  readonly deadLetters: readonly DeadLetterLine[];
}

export interface StageLine {
  readonly stage: string;
  readonly type: string;
  readonly status: string;
  readonly error: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface DeadLetterLine {
  readonly id: number;
  readonly type: string;
  readonly batch: string | null;
  readonly error: string | null;
  readonly code: number | null;
}

/** The chain of a batch went wrong, though it came to its end. */
export const isFailure = ({ outcome }: BatchReport): boolean =>
  outcome === 'training failed' || outcome === 'rolled back';

/** The ledger, the drift decision and the model decision. */
export function summary(report: BatchReport): string {
  // Before `ingest` has begun it, there is nothing to count.
  const parts = report.stage ? [ledger(report)] : [];
  const { drift, model, training, outcome, reason } = report;
  if (drift)
    parts.push(
      `drift    ${drift.drifted ? 'yes' : 'no'}; ${drift.train ? 'training' : 'no training'}: ${drift.reason}`,
    );
  if (training)
    parts.push(`trials   ${training.trials.done} of ${training.trials.total} finished (run ${training.run})`);
  if (model)
    parts.push(
      `model    ${model.event}${model.version ? ` as version ${model.version}` : ''}: ${model.reason}`,
    );
  if (outcome) parts.push(`outcome  ${[outcome, beyond(model?.reason, reason)].filter(Boolean).join(': ')}`);
  parts.push(...report.deadLetters.map(deadLetterLine));
  return parts.join('\n');
}

/** What the outcome says beyond the decision on the model, which comes before it. */
function beyond(said: string | undefined, reason: string | null | undefined): string {
  if (!reason || !said || !reason.startsWith(said)) return reason ?? '';
  return reason.slice(said.length).replace(/^[;\s]+/, '');
}

export function deadLetterLine({ id, type, code, error }: DeadLetterLine): string {
  return `dead letter ${id}: ${type}${code ? ` (${code})` : ''}: ${error ?? 'no reason given'}; after mending: npm run replay -- ${id}`;
}

function ledger({ received = 0, clean = 0, rejected = 0, duplicate = 0, reasons = {} }: BatchReport): string {
  const byReason = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  return table([
    ['received', count(received)],
    ['clean', count(clean)],
    ['rejected', count(rejected)],
    ...byReason.map(([name, rows]) => [`  ${name}`, count(rows)]),
    ['duplicate', count(duplicate)],
  ]);
}
