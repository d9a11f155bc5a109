/** A batch in words, or a training that was asked for: what the console's API tells, for people at a terminal. */
import type { BatchAnswer, BatchReport, Learner } from '../../shared/api/batches.ts';
import type { DeadLetter } from '../../shared/api/dead-letters.ts';
import type { AskedTraining } from '../../shared/api/trainings.ts';
import { readingLines, readingText } from './reading-text.ts';
import { count, day, table } from './words.ts';

/** Outcomes of a chain that went wrong, though it came to its end. */
const FAILURES = ['training refused', 'training failed', 'rolled back', 'held', 'discarded', 'retracted'];

export const isFailure = (report: BatchAnswer | AskedTraining): boolean =>
  'outcome' in report && FAILURES.includes(report.outcome ?? '');

/** Before `ingest` has begun a batch there is little to tell of it. */
export const isBegun = (report: BatchAnswer): report is BatchReport => 'stage' in report;

/** Where a batch stands that is under way: the stages whose name does not say it. */
const STANDS: Readonly<Record<string, string>> = {
  searched: 'assembling',
  trained: 'judging',
  approved: 'approved, rolling out',
  // As it was called before there were candidates.
  promoted: 'approved, rolling out',
};

export const standOf = (batch: Pick<BatchReport, 'outcome' | 'stage' | 'retractedAt'>): string => {
  const { outcome, stage, retractedAt } = batch;
  return retractedAt ? 'retracted' : (outcome ?? STANDS[stage] ?? stage);
};

/** When it was taken back, and why; else how its chain ended. */
export const reasonOf = ({
  reason,
  retractedAt,
  retractedBecause,
}: Pick<BatchReport, 'reason' | 'retractedAt' | 'retractedBecause'>): string =>
  retractedAt ? `retracted on ${day(retractedAt)} because ${retractedBecause}` : (reason ?? '');

/** When it was taken back, by whom, and why. */
export const retractedText = ({ retractedAt, retractedBy, retractedBecause }: BatchReport): string =>
  `retracted on ${day(retractedAt ?? '')} by ${retractedBy} because ${retractedBecause}`;

/** What came of taking a batch back: one line for each. */
export function retractionText(report: BatchReport): string {
  const { retractedAt, retraction } = report;
  if (!retractedAt) return '';
  const { rows = 0, restored = {}, learned = [], run = null } = retraction ?? {};
  const cameIn = Object.entries(restored).map(([batch, rows]) => `${count(rows)} of batch ${batch}`);
  return [
    retractedText(report),
    `  ${count(rows)} rows left; ${cameIn.join(', ') || 'none'} came in`,
    ...learned.map((learner) => `  ${learnerText(learner)}`),
    ...(run ? [`  a training is asked for: run ${run}`] : []),
  ].join('\n');
}

function learnerText({ run, version, stands, rows }: Learner): string {
  const who = version === null ? `run ${run}` : `version ${version}`;
  const what = rows === null ? 'may have learned from it' : `has learned from ${count(rows)} rows of it`;
  return `${who} (${stands}) ${what}`;
}

/** The ledger, the drift decision and the model decision. */
export function summary(report: BatchAnswer | AskedTraining): string {
  // Before `ingest` has begun it, there is nothing to count.
  const counted = 'received' in report ? [...readings(report), ledger(report)] : [];
  const decided = 'outcome' in report ? decisions(report) : [];
  const taken = 'received' in report && report.retractedAt ? [retractionText(report)] : [];
  const parts = [...counted, ...decided, ...taken];
  return [...parts, ...report.deadLetters.map(deadLetterLine)].join('\n');
}

/** How its file was read, where there is something to say. */
const readings = ({ reading }: BatchReport): string[] =>
  [readingText(reading)].filter((text) => text !== '').map((text) => `file     ${text}`);

function decisions(report: BatchReport | AskedTraining): string[] {
  const { model, training, outcome, reason } = report;
  const drift = 'drift' in report ? report.drift : null;
  const lines = [
    drift &&
      `drift    ${drift.drifted ? 'yes' : 'no'}; ${drift.train ? 'training' : 'no training'}: ${drift.reason}`,
    training && `trials   ${training.trials.done} of ${training.trials.total} finished (run ${training.run})`,
    model && `model    ${model.event}${model.version ? ` as version ${model.version}` : ''}: ${model.reason}`,
    outcome && `outcome  ${[outcome, beyond(model?.reason, reason)].filter(Boolean).join(': ')}`,
    'held' in report && wayOut(report),
  ];
  return lines.filter((line) => typeof line === 'string');
}

/** A held batch stays so: what helps is to take it back and to send its file again. */
function wayOut({ dataset, id, held, retractedAt }: BatchReport): string | false {
  if (held === null || retractedAt !== null) return false;
  const name = /^[\w.:-]+$/.test(id) ? id : `"${id}"`;
  return `next     npm run retract -- ${dataset} ${name} --reason "..."; then send the file again, mended, or with another --id`;
}

/** What the outcome says beyond the decision on the model, which comes before it. */
function beyond(said: string | undefined, reason: string | null | undefined): string {
  if (!reason || !said || !reason.startsWith(said)) return reason ?? '';
  return reason.slice(said.length).replace(/^[;\s]+/, '');
}

export function deadLetterLine({ id, type, code, error, hopeless }: DeadLetter): string {
  const what = `dead letter ${id}: ${type}${code ? ` (${code})` : ''}: ${error ?? 'no reason given'}`;
  return hopeless
    ? `${what}; it will never work as it is: send it again, mended, or discard it: npm run discard -- ${id} --reason "..."`
    : `${what}; after mending: npm run replay -- ${id} --reason "..."`;
}

function ledger(report: BatchReport): string {
  const { received, clean, rejected, duplicate, reasons } = report;
  const byReason = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  return table([
    ['received', count(received)],
    ['clean', count(clean)],
    ['rejected', count(rejected)],
    ...byReason.map(([name, rows]) => [`  ${name}`, count(rows)]),
    ['duplicate', count(duplicate)],
    ...readingLines(report),
  ]);
}
