/** The story of a batch for people at a terminal. */
import type { BatchTrace, TraceStep as Step } from '../../shared/api/trace.ts';
import { deadLetterLine } from './batch-report.ts';
import { type Moment, timeline } from './timeline.ts';
import { count } from './words.ts';

/**
 * @param now milliseconds since 1970: what is under way lasts until then
 * @param columns of the terminal, if it is one
 */
export function traceText(story: BatchTrace, now: number, columns?: number): string {
  const { dataset, id, trace, steps, deadLetters } = story;
  const from = Math.min(...steps.map(({ startedAt }) => Date.parse(startedAt)));
  const moments = steps.flatMap((step) => (isNews(step) ? momentsOf(story, step, now) : []));
  const to = Math.max(...moments.map(({ start, end }) => end ?? start));
  const lasted = steps.length > 0 ? `, ${((to - from) / 1000).toFixed(1)} s` : '';
  return [
    `batch ${id} of ${dataset}: ${standOf(story)}${lasted}`,
    trace ? `trace ${trace}` : 'trace unknown: the batch was not taken',
    ...(steps.length > 0 ? ['', timeline(moments, from, to, columns)] : []),
    ...deadLetters.map(deadLetterLine),
  ].join('\n');
}

function standOf({ outcome, deadLetters, history }: BatchTrace): string {
  if (outcome) return outcome;
  if (deadLetters.length > 0) return 'in dead letters';
  return history.at(-1)?.event === 'approved' || history.at(-1)?.event === 'traffic moved'
    ? 'approved, rolling out'
    : 'under way';
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
  if (stage === 'promote') return judgementIn(history);
  if (stage === 'rollout') return endIn(history);
  return '';
}

function trialSaid({ trials }: BatchTrace, number: number | null): string {
  const found = trials.find(({ trial }) => trial === number);
  if (!found) return '';
  const { family, round, status, score, error } = found;
  const result = error ?? (score === null ? '' : `score ${Number(score.toPrecision(4))}`);
  return `${family}, round ${round}, ${[status, result].filter(Boolean).join(', ')}`;
}

/** Before there were candidates, `promoted` was the judgement; now it is the end of a rollout. */
const judgementIn = (history: BatchTrace['history']): string =>
  decisionIn(history, ['approved', 'rejected']) || decisionIn(history, ['promoted']);

function endIn(history: BatchTrace['history']): string {
  const isCandidate = history.some(({ event }) => event === 'approved');
  return decisionIn(history, ['rolled out', 'rolled back', ...(isCandidate ? ['promoted'] : [])]);
}

function decisionIn(history: BatchTrace['history'], events: readonly string[]): string {
  const found = history.findLast(({ event }) => events.includes(event));
  return found ? `${found.event}${found.version ? ` version ${found.version}` : ''}: ${found.reason}` : '';
}
