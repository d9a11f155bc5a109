/** The story of a batch for people at a terminal. */
import { type DeadLetterLine, deadLetterLine } from './batch-report.ts';
import { type Moment, timeline } from './timeline.ts';
import { count } from './words.ts';

/** What `GET /api/batches/<dataset>/<id>/trace` answers. */
export interface BatchTrace {
  readonly dataset: string;
  readonly id: string;
  readonly trace: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly rows: Readonly<Record<'received' | 'clean' | 'rejected' | 'duplicate', number>> | null;
  readonly steps: readonly Step[];
  readonly drift: { readonly drifted: boolean; readonly train: boolean; readonly reason: string } | null;
  readonly trials: readonly {
    readonly trial: number;
    readonly round: number;
    readonly family: string;
    readonly status: string;
    readonly score: number | null;
    readonly error: string | null;
  }[];
  readonly history: readonly {
    readonly event: string;
    readonly version: number | null;
    readonly reason: string;
    readonly at: string;
  }[];
  readonly deadLetters: readonly DeadLetterLine[];
}

interface Step {
  readonly stage: string;
  readonly type: string;
  readonly event: string;
  readonly cause: string | null;
  readonly status: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly trial: number | null;
  readonly sent: readonly { readonly type: string; readonly events: number; readonly waiting: number }[];
}

/**
 * @param now milliseconds since 1970: what is under way lasts until then
 * @param columns of the terminal, if it is one
 */
export function traceText(story: BatchTrace, now: number, columns?: number): string {
  const { dataset, id, trace, outcome, steps, deadLetters } = story;
  const from = Math.min(...steps.map(({ startedAt }) => Date.parse(startedAt)));
  const moments = steps.flatMap((step) => (isNews(step) ? momentsOf(story, step, now) : []));
  const to = Math.max(...moments.map(({ start, end }) => end ?? start));
  const how = outcome ?? (deadLetters.length > 0 ? 'in dead letters' : 'under way');
  const lasted = steps.length > 0 ? `, ${((to - from) / 1000).toFixed(1)} s` : '';
  return [
    `batch ${id} of ${dataset}: ${how}${lasted}`,
    trace ? `trace ${trace}` : 'trace unknown: the batch was not taken',
    ...(steps.length > 0 ? ['', timeline(moments, from, to, columns)] : []),
    ...deadLetters.map(deadLetterLine),
  ].join('\n');
}

/** Each result of a trial comes to `train`; only what it made of the last one of a round is worth a line. */
const isNews = (step: Step): boolean =>
  !step.type.endsWith('.trial.completed') ||
  step.sent.length > 0 ||
  step.status !== 'done' ||
  step.attempts > 1;

function momentsOf(story: BatchTrace, step: Step, now: number): Moment[] {
  const { trial, cause } = step;
  const before = story.steps.find(({ event }) => event === cause)?.endedAt;
  const work: Moment = {
    start: Date.parse(step.startedAt),
    end: step.endedAt ? Date.parse(step.endedAt) : now,
    dueAt: before ? Date.parse(before) : undefined,
    name: step.stage === 'trial' ? `trial ${trial ?? ''}` : step.stage,
    words: wordsOf(story, step),
    isPart: step.stage === 'trial',
  };
  return step.stage === 'rollout' ? [work, ...trafficOf(story)] : [work];
}

const trafficOf = ({ history }: BatchTrace): Moment[] =>
  history
    .filter(({ event }) => event === 'traffic moved')
    .map(({ at, reason }) => ({ start: Date.parse(at), name: 'traffic', words: reason, isPart: true }));

function wordsOf(story: BatchTrace, step: Step): string {
  const parts = [step.status === 'done' ? saidOf(story, step) : '', stateOf(step), sentOf(step)];
  return parts.filter((part) => part !== '').join('; ');
}

function stateOf({ status, attempts, error }: Step): string {
  const tries = attempts > 1 ? `${attempts} attempts` : '';
  const state = status === 'done' ? '' : status === 'failed' ? 'failed' : 'under way';
  const why = error && status !== 'done' ? error : '';
  return [[state, why].filter(Boolean).join(': '), tries].filter(Boolean).join(', ');
}

function sentOf({ sent }: Step): string {
  return sent
    .map(({ type, events, waiting }) => {
      const name = type.replace('dev.marea.', '');
      return `-> ${events > 1 ? `${events} ` : ''}${name}${waiting > 0 ? ` (${waiting} not sent yet)` : ''}`;
    })
    .join(' ');
}

/** What came of it, stage by stage. */
function saidOf(story: BatchTrace, { stage, trial }: Step): string {
  const { rows, drift, history } = story;
  if (stage === 'ingest' && rows) return `${count(rows.received)} rows`;
  if (stage === 'clean' && rows)
    return `${count(rows.clean)} clean, ${count(rows.rejected)} rejected, ${count(rows.duplicate)} duplicate`;
  if (stage === 'drift' && drift)
    return `${drift.drifted ? 'drift' : 'no drift'}, ${drift.train ? 'to train' : 'not to train'}: ${drift.reason}`;
  if (stage === 'trial') return trialSaid(story, trial);
  if (stage === 'promote') return decisionIn(history, ['promoted', 'rejected']);
  if (stage === 'rollout') return decisionIn(history, ['rolled out', 'rolled back']);
  return '';
}

function trialSaid({ trials }: BatchTrace, number: number | null): string {
  const found = trials.find(({ trial }) => trial === number);
  if (!found) return '';
  const { family, round, status, score, error } = found;
  const result = error ?? (score === null ? '' : `score ${Number(score.toPrecision(4))}`);
  return `${family}, round ${round}, ${[status, result].filter(Boolean).join(', ')}`;
}

function decisionIn(history: BatchTrace['history'], events: readonly string[]): string {
  const found = history.findLast(({ event }) => events.includes(event));
  return found ? `${found.event}${found.version ? ` version ${found.version}` : ''}: ${found.reason}` : '';
}
