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
  stages: [],
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
      { dataset: 'tiny', id: 'b1', stages: [], deadLetters: [] },
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
