/** Trainings that were asked for: how far each is, or what it has come to. */
import type { AskedTraining, TrainingRequestLine } from '../../shared/api/trainings.ts';
import { type Asked, trainingsAsked } from '../../shared/runtime/asked.ts';
import { waitingLetters } from '../../shared/runtime/dead-letters.ts';
import { stalledWork } from '../../shared/runtime/stalled.ts';
import { stagesOf } from '../../shared/runtime/steps.ts';
import type { Query } from '../../shared/store/database.ts';
import { decisionOn, endOf } from '../../shared/tracking/history.ts';
import { trainingNamed } from '../../shared/tracking/trainings.ts';
import { onWire } from './on-wire.ts';

/** @returns undefined when nobody asked for such a run lately */
export async function askedTraining(
  sql: Query,
  dataset: string,
  run: string,
): Promise<AskedTraining | undefined> {
  const [asked] = await trainingsAsked(sql, dataset, { run, limit: 1 });
  if (!asked) return undefined;
  const [line, model, stages, stalled, deadLetters] = await Promise.all([
    lineOf(sql, dataset, asked),
    decisionOn(sql, dataset, run),
    stagesOf(sql, dataset, run),
    stalledWork(sql, dataset, run),
    waitingLetters(sql, { dataset, batch: run }),
  ]);
  return { dataset, ...line, ...onWire({ model, stages, stalled, deadLetters }) };
}

/** The newest first. */
export async function trainingLines(
  sql: Query,
  dataset: string,
  limit: number,
): Promise<TrainingRequestLine[]> {
  const asked = await trainingsAsked(sql, dataset, { limit });
  return await Promise.all(asked.map((one) => lineOf(sql, dataset, one)));
}

async function lineOf(sql: Query, dataset: string, { run, ...asked }: Asked): Promise<TrainingRequestLine> {
  const [training, end] = await Promise.all([trainingNamed(sql, dataset, run), endOf(sql, dataset, run)]);
  const { outcome = null, reason = null, at: endedAt = null } = end ?? {};
  return onWire({ run, asked, training, outcome, reason, endedAt });
}
