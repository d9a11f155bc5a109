/** What is told of a batch, or a training, on its way: each step once, a line for each. */
import type { BatchReport, StageLine, TrainingLine } from '../../shared/api/batches.ts';
import type { AskedTraining } from '../../shared/api/trainings.ts';
import { failing, stalledLine } from './stalled-text.ts';
import { count, duration } from './words.ts';

export interface Steps {
  /** A stage has done its work. */
  line(text: string): void;
  /** How far a long step is; only the last one counts. */
  progress(done: number, total: number): void;
}

type Report = BatchReport | AskedTraining;

export function tellSteps(report: Report, told: Set<string>, steps: Steps): void {
  const finished = report.stages.filter((stage) => stage.status === 'done' && stage.endedAt);
  for (const stage of finished) {
    // The trials are many events: their progress tells more than a line for each.
    if (isRepeated(stage)) continue;
    if (stage.stage === 'assemble' || stage.stage === 'promote') tellTrials(report, told, steps);
    tellOnce(told, `${stage.stage} ${stage.type}`, () => {
      const time = duration(stage.startedAt, stage.endedAt ?? '');
      steps.line(`${stage.stage.padEnd(8)} ${said(report, stage)} in ${time}`);
    });
  }
  tellTrials(report, told, steps);
  tellRollout(report, told, steps);
}

/** Each try of a stage that fails, and what else does not go on. */
export function tellFailures(
  { stages, stalled }: Pick<Report, 'stages' | 'stalled'>,
  told: Set<string>,
  steps: Steps,
): void {
  for (const { stage, type, status, error, attempts, triedUntil } of stages)
    if (status === 'running' && error !== null)
      tellOnce(told, `fails ${stage} ${type} ${attempts}`, () =>
        steps.line(`${stage.padEnd(8)} fails: ${failing({ error, attempts, until: triedUntil })}`),
      );
  for (const line of stalled)
    if (line.what !== 'stage fails')
      tellOnce(told, `${line.what} ${line.stage} ${line.type} ${line.since}`, () =>
        steps.line(stalledLine(line)),
      );
}

export function tellOnce(told: Set<string>, key: string, tellIt: () => void): void {
  if (told.has(key)) return;
  told.add(key);
  tellIt();
}

function tellTrials(report: Report, told: Set<string>, steps: Steps): void {
  const { training } = report;
  if (!training) return;
  const { done, failed, total } = training.trials;
  const until = searchedAt(report, training);
  if (!until) {
    steps.progress(done + failed, total);
    return;
  }
  tellOnce(told, 'trials', () => {
    const time = duration(training.startedAt, until);
    steps.line(`${'trials'.padEnd(8)} ${done} finished, ${failed} failed, in ${time}`);
  });
}

/** The search is over when its best trials are being assembled, or nothing came of it. */
function searchedAt({ stages }: Report, { status, startedAt, endedAt }: TrainingLine): string | undefined {
  const assembling = stages.find(({ stage }) => stage === 'assemble')?.startedAt;
  return assembling ?? (status === 'RUNNING' ? undefined : (endedAt ?? startedAt));
}

/** A canary takes minutes in which nothing else is told. */
function tellRollout({ endedAt, model }: Report, told: Set<string>, steps: Steps): void {
  if (endedAt || (model?.event !== 'approved' && model?.event !== 'promoted')) return;
  const version = model.version ? `version ${model.version} ` : '';
  tellOnce(told, 'rollout', () => steps.line(`${'rollout'.padEnd(8)} ${version}under way`));
}

const isRepeated = ({ type }: StageLine): boolean => /\.trial\.(requested|completed)$/.test(type);

function said(report: Report, { stage, type }: StageLine): string {
  const { training, model, outcome } = report;
  if (type === 'dev.marea.retraction.requested') return 'taken back';
  if ('received' in report && ROWS.includes(stage)) return saidOfRows(report, stage);
  if (stage === 'train' && training)
    return `${count(training.rows ?? 0)} rows, ${training.features} features,`;
  if (stage === 'assemble') return 'one artifact, proven,';
  if (stage === 'promote' && model)
    return `${model.event}${model.version ? ` version ${model.version}` : ''}`;
  if (stage === 'card') return 'model card';
  if (stage === 'rollout' && outcome) return outcome;
  return 'done';
}

const ROWS = ['ingest', 'clean', 'drift'];

function saidOfRows({ received, clean, rejected, duplicate, drift }: BatchReport, stage: string): string {
  if (stage === 'ingest') return `${count(received)} rows`;
  if (stage === 'clean')
    return `${count(clean)} clean, ${count(rejected)} rejected, ${count(duplicate)} duplicate,`;
  if (!drift) return 'done';
  return `${drift.drifted ? 'drift' : 'no drift'}, ${drift.train ? 'to train' : 'not to train'},`;
}
