/** What is told of a batch while it is on its way. */
import { expect, test } from 'vitest';
import type { BatchAnswer, BatchReport, StageLine } from '../../shared/api/batches.ts';
import type { Client } from './client.ts';
import { follow } from './follow.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

const done = (stage: string, type: string, from: number, to: number | null): StageLine => ({
  stage,
  type: `dev.marea.${type}`,
  status: to === null ? 'running' : 'done',
  attempts: 1,
  error: null,
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
  failedAt: null,
  triedUntil: null,
});

const report = (more: Partial<BatchReport>): BatchReport => ({
  dataset: 'tiny',
  id: 'b1',
  stage: 'training',
  origin: 'source',
  filename: null,
  received: 10,
  clean: 8,
  rejected: 1,
  duplicate: 1,
  reasons: {},
  startedAt: at(0),
  endedAt: null,
  outcome: null,
  reason: null,
  reading: {},
  forms: {},
  unreadable: {},
  held: null,
  retractedAt: null,
  retractedBecause: null,
  retractedBy: null,
  retraction: null,
  stages: [],
  stalled: [],
  drift: null,
  training: null,
  model: null,
  deadLetters: [],
  ...more,
});

const training = (status: string, finished: number) => ({
  run: 'r1',
  status,
  startedAt: at(2),
  endedAt: status === 'RUNNING' ? null : at(9),
  rows: 8,
  features: 3,
  trials: { done: finished, failed: 0, total: 2 },
});

/** A platform that answers with one after the other. */
function answering(...answers: BatchAnswer[]): Client {
  const find = async <T>() => (answers.length > 1 ? answers.shift() : answers[0]) as T;
  const unasked = () => Promise.reject(new Error('not asked for here'));
  return { url: '', find, get: unasked, post: unasked, put: unasked, postEvent: unasked };
}

test('each step is told once, a candidate and its rollout too', async () => {
  const ingest = done('ingest', 'batch.received', 0, 1);
  const assemble = done('assemble', 'training.searched', 6, null);
  const promote = done('promote', 'training.completed', 9, 11);
  const model = { event: 'approved', version: 2, reason: 'better', metrics: {} };
  const approved = report({
    stage: 'approved',
    stages: [ingest, { ...assemble, ...done('assemble', 'training.searched', 6, 9) }, promote],
    training: training('FINISHED', 2),
    model,
  });
  const told: string[] = [];
  await follow(
    answering(
      { dataset: 'tiny', id: 'b1', stages: [], stalled: [], deadLetters: [] },
      report({ stages: [ingest], training: training('RUNNING', 1) }),
      report({ stages: [ingest, assemble], training: training('RUNNING', 2) }),
      approved,
      approved,
      {
        ...approved,
        stages: [
          ...approved.stages,
          done('rollout', 'model.approved', 11, 20),
          done('card', 'model.approved', 11, 12),
        ],
        endedAt: at(20),
        outcome: 'promoted',
      },
    ),
    'tiny',
    'b1',
    { line: (text) => told.push(text), progress: (done, total) => told.push(`${done}/${total}`) },
  );
  expect(told).toEqual([
    'ingest   10 rows in 1.0 s',
    '1/2',
    // The search is over when its artifact is being assembled.
    'trials   2 finished, 0 failed, in 4.0 s',
    'assemble one artifact, proven, in 3.0 s',
    'promote  approved version 2 in 2.0 s',
    'rollout  version 2 under way',
    'rollout  promoted in 9.0 s',
    'card     model card in 1.0 s',
  ]);
});

const followed = async (...answers: BatchAnswer[]): Promise<string[]> => {
  const told: string[] = [];
  const steps = { line: (text: string) => told.push(text), progress: () => {} };
  await follow(answering(...answers), 'tiny', 'b1', steps, 1);
  return told;
};

test('a stage that fails is told with each try: why, how often, until when', async () => {
  const failing = (attempts: number, triedUntil: string | null): StageLine => ({
    ...done('clean', 'batch.stored', 1, null),
    error: 'no space left',
    attempts,
    failedAt: at(attempts),
    triedUntil,
  });
  expect(
    await followed(
      report({ stages: [failing(1, at(301))] }),
      report({ stages: [failing(2, at(302))] }),
      report({ stages: [failing(2, at(302))] }),
      report({ stages: [failing(40, null)] }),
      report({ stages: [done('clean', 'batch.stored', 1, 9)], endedAt: at(9), outcome: 'not trained' }),
    ),
  ).toEqual([
    'clean    fails: no space left; tried once, again until about 00:05:01 UTC, then it is in dead letters',
    'clean    fails: no space left; tried 2 times, again until about 00:05:02 UTC, then it is in dead letters',
    'clean    fails: no space left; tried 40 times, and again',
    'clean    8 clean, 1 rejected, 1 duplicate, in 8.0 s',
  ]);
});

test('an event that no stage takes is told, once', async () => {
  const lost = {
    what: 'event not taken' as const,
    stage: 'drift',
    type: 'dev.marea.batch.cleaned',
    batch: 'b1',
    since: at(3),
    attempts: 1,
    error: null,
    until: null,
  };
  const waiting = report({ stalled: [lost] });
  expect(await followed(waiting, waiting, report({ endedAt: at(9), outcome: 'not trained' }))).toEqual([
    `stalled: drift has not taken dev.marea.batch.cleaned of batch b1, sent ${at(3)}: it does not start, or the event is lost and comes again`,
  ]);
});

test('a batch of which nothing is known says so', async () => {
  const unknown = { dataset: 'tiny', id: 'b1', stages: [], stalled: [], deadLetters: [] };
  const told = await followed(unknown, unknown, report({ endedAt: at(9), outcome: 'not trained' }));
  expect(told[0]).toContain('nothing has come of the batch: its event has not reached ingest');
});
