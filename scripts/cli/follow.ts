/** Follows a batch, or a training that was asked for, to the end of its chain, telling each step once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchAnswer } from '../../shared/api/batches.ts';
import type { AskedTraining } from '../../shared/api/trainings.ts';
import { isBegun } from './batch-report.ts';
import type { Client } from './client.ts';
import { UserError } from './command.ts';
import { type Steps, tellFailures, tellOnce, tellSteps } from './told.ts';

const EVERY_MS = 400;
/** How long the platform may be away before we give up. */
const PATIENCE_MS = 60_000;
/** How long nothing may be known of what is followed before that is said, and said again. */
const UNKNOWN_MS = 20_000;

/**
 * What fails and is tried again is told with each try, and what does not go on.
 * @param unknownMs after how long it is said that nothing is known of the batch
 * @returns the batch when its chain has ended, or waits in dead letters. @throws UserError when the platform is gone
 */
export async function follow(
  client: Client,
  dataset: string,
  id: string,
  steps: Steps,
  unknownMs = UNKNOWN_MS,
): Promise<BatchAnswer> {
  return await followed<BatchAnswer>(client, pathOf(dataset, id), steps, {
    unknownMs,
    isKnown: (batch) => isBegun(batch) || batch.stages.length > 0,
    unknown: 'ingest   nothing has come of the batch: its event has not reached ingest',
  });
}

/** As `follow`. @param run that was named when the training was asked for */
export async function followTraining(
  client: Client,
  dataset: string,
  run: string,
  steps: Steps,
): Promise<AskedTraining> {
  return await followed<AskedTraining>(client, trainingPath(dataset, run), steps, {
    unknownMs: UNKNOWN_MS,
    isKnown: ({ stages }) => stages.length > 0,
    unknown: 'train    nothing has come of it: the event that asks for it has not reached train',
  });
}

export const pathOf = (dataset: string, id: string): string =>
  `/api/batches/${dataset}/${encodeURIComponent(id)}`;

export const trainingPath = (dataset: string, run: string): string =>
  `/api/trainings/${encodeURIComponent(dataset)}/${encodeURIComponent(run)}`;

interface Unknown<T> {
  readonly unknownMs: number;
  isKnown(report: T): boolean;
  /** What is said while it is not. */
  readonly unknown: string;
}

async function followed<T extends BatchAnswer | AskedTraining>(
  client: Client,
  path: string,
  steps: Steps,
  { unknownMs, isKnown, unknown }: Unknown<T>,
): Promise<T> {
  const told = new Set<string>();
  const started = Date.now();
  let lastAnswer = started;
  for (;;) {
    const report = await ask<T>(client, path, lastAnswer);
    if (report) {
      lastAnswer = Date.now();
      if ('outcome' in report) tellSteps(report, told, steps);
      tellFailures(report, told, steps);
      if (('endedAt' in report && report.endedAt) || report.deadLetters.length > 0) return report;
    }
    const silences = report && isKnown(report) ? 0 : Math.floor((Date.now() - started) / unknownMs);
    if (silences > 0) {
      const seconds = Math.round((silences * unknownMs) / 1000);
      tellOnce(told, `unknown ${silences}`, () => steps.line(`${unknown}, for ${seconds} s`));
    }
    await sleep(EVERY_MS);
  }
}

async function ask<T>(client: Client, path: string, lastAnswer: number): Promise<T | undefined> {
  try {
    return await client.find<T>(path);
  } catch (error) {
    if (!(error instanceof UserError) || Date.now() - lastAnswer > PATIENCE_MS) throw error;
    return undefined;
  }
}
