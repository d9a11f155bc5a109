/** Follows a batch to the end of its chain, telling each step once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchAnswer, BatchReport, StageLine, TrainingLine } from '../../shared/api/batches.ts';
import { isBegun } from './batch-report.ts';
import type { Client } from './client.ts';
import { UserError } from './command.ts';
import { count, duration } from './words.ts';

export interface Steps {
  /** A stage has done its work. */
  line(text: string): void;
  /** How far a long step is; only the last one counts. */
  progress(done: number, total: number): void;
}

const EVERY_MS = 400;
/** How long the platform may be away before we give up. */
const PATIENCE_MS = 60_000;

/** @returns the batch when its chain has ended, or waits in dead letters. @throws UserError when the platform is gone */
export async function follow(
  client: Client,
  dataset: string,
  id: string,
  steps: Steps,
): Promise<BatchAnswer> {
  const told = new Set<string>();
  let lastAnswer = Date.now();
  for (;;) {
    const report = await ask(client, dataset, id, lastAnswer);
    if (report) {
      lastAnswer = Date.now();
      if (isBegun(report)) tell(report, told, steps);
      if ((isBegun(report) && report.endedAt) || report.deadLetters.length > 0) return report;
    }
    await sleep(EVERY_MS);
  }
}

async function ask(
  client: Client,
  dataset: string,
  id: string,
  lastAnswer: number,
): Promise<BatchAnswer | undefined> {
  try {
    return await client.find<BatchAnswer>(pathOf(dataset, id));
  } catch (error) {
    if (!(error instanceof UserError) || Date.now() - lastAnswer > PATIENCE_MS) throw error;
    return undefined;
  }
}

export const pathOf = (dataset: string, id: string): string =>
  `/api/batches/${dataset}/${encodeURIComponent(id)}`;

function tell(report: BatchReport, told: Set<string>, steps: Steps): void {
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

function tellTrials(report: BatchReport, told: Set<string>, steps: Steps): void {
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
function searchedAt(
  { stages }: BatchReport,
  { status, startedAt, endedAt }: TrainingLine,
): string | undefined {
  const assembling = stages.find(({ stage }) => stage === 'assemble')?.startedAt;
  return assembling ?? (status === 'RUNNING' ? undefined : (endedAt ?? startedAt));
}

/** A canary takes minutes in which nothing else is told. */
function tellRollout({ stage, endedAt, model }: BatchReport, told: Set<string>, steps: Steps): void {
  if (endedAt || (stage !== 'approved' && stage !== 'promoted')) return;
  const version = model?.version ? `version ${model.version} ` : '';
  tellOnce(told, 'rollout', () => steps.line(`${'rollout'.padEnd(8)} ${version}under way`));
}

function tellOnce(told: Set<string>, key: string, tellIt: () => void): void {
  if (told.has(key)) return;
  told.add(key);
  tellIt();
}

const isRepeated = ({ type }: StageLine): boolean => /\.trial\.(requested|completed)$/.test(type);

function said(
  { received, clean, rejected, duplicate, drift, training, model, outcome }: BatchReport,
  { stage }: StageLine,
): string {
  if (stage === 'ingest') return `${count(received)} rows`;
  if (stage === 'clean')
    return `${count(clean)} clean, ${count(rejected)} rejected, ${count(duplicate)} duplicate,`;
  if (stage === 'drift' && drift)
    return `${drift.drifted ? 'drift' : 'no drift'}, ${drift.train ? 'to train' : 'not to train'},`;
  if (stage === 'train' && training)
    return `${count(training.rows ?? 0)} rows, ${training.features} features,`;
  if (stage === 'assemble') return 'one artifact, proven,';
  if (stage === 'promote' && model)
    return `${model.event}${model.version ? ` version ${model.version}` : ''}`;
  if (stage === 'card') return 'model card';
  if (stage === 'rollout' && outcome) return outcome;
  return 'done';
}
