import { describe, expect, test } from 'vitest';
import type { BatchTrace } from '../../shared/api/trace.ts';
import { traceText } from './trace-text.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const NOW = Date.parse(at(100));

type Step = BatchTrace['steps'][number];
let events = 0;
function step(stage: string, type: string, from: number, to: number | null, more: Partial<Step> = {}): Step {
  return {
    stage,
    type: `dev.marea.${type}`,
    source: 's',
    event: `e${events++}`,
    cause: null,
    status: to === null ? 'running' : 'done',
    attempts: 1,
    error: null,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
    failedAt: null,
    triedUntil: null,
    trial: null,
    sent: [],
    ...more,
  };
}
const sending = (type: string, number = 1, waiting = 0): Pick<Step, 'sent'> => ({
  sent: [{ type: `dev.marea.${type}`, events: number, waiting }],
});

const story = (more: Partial<BatchTrace>): BatchTrace => ({
  dataset: 'tiny',
  id: 'b1',
  trace: '4bf92f3577b34da6a3ce929d0e0e4736',
  startedAt: at(0),
  endedAt: null,
  outcome: null,
  reason: null,
  rows: { received: 1000, clean: 900, rejected: 60, duplicate: 40 },
  steps: [],
  drift: null,
  trials: [],
  history: [],
  deadLetters: [],
  ...more,
});

/** Without the head. */
const lines = (text: string): string[] => text.split('\n').slice(4);

test('the whole way of a batch, on one page', () => {
  const ingest = step('ingest', 'batch.received', 0, 1, sending('batch.stored'));
  const clean = step('clean', 'batch.stored', 3, 4, { cause: ingest.event, ...sending('batch.cleaned') });
  const train = step('train', 'drift.checked', 4, 8, {
    cause: clean.event,
    ...sending('trial.requested', 2),
  });
  const trials = [0, 1].map((trial) =>
    step('trial', 'trial.requested', 10, 14 + 2 * trial, {
      cause: train.event,
      trial,
      ...sending('trial.completed'),
    }),
  );
  const text = traceText(
    story({
      outcome: 'promoted',
      steps: [
        ingest,
        clean,
        train,
        ...trials,
        step('train', 'trial.completed', 14, 15),
        step('train', 'trial.completed', 16, 24, sending('training.completed')),
        step('promote', 'training.completed', 24, 26, sending('model.promoted')),
        step('rollout', 'model.promoted', 26, 32),
      ],
      trials: [
        { trial: 0, round: 0, family: 'boosting', status: 'finished', score: 58.29988, error: null },
        { trial: 1, round: 0, family: 'linear', status: 'failed', score: null, error: 'no numbers' },
      ],
      history: [
        { event: 'promoted', version: 1, reason: 'the first model', at: at(26) },
        { event: 'traffic moved', version: 1, reason: '100 % to predict-tiny-00002', at: at(32) },
        { event: 'rolled out', version: 1, reason: 'it serves', at: at(32) },
      ],
    }),
    NOW,
  );
  // One column of the bar is one second here.
  expect(text).toBe(
    [
      'batch b1 of tiny: promoted, 32.0 s',
      'trace 4bf92f3577b34da6a3ce929d0e0e4736',
      '',
      '   start     took',
      '   0.0 s    1.0 s  ingest     |#                               |  1,000 rows; -> batch.stored',
      '   3.0 s    1.0 s  clean      | ..#                            |  900 clean, 60 rejected, 40 duplicate; -> batch.cleaned',
      '   4.0 s    4.0 s  train      |    ####                        |  -> 2 trial.requested',
      '  10.0 s    4.0 s    trial 0  |        ..####                  |  boosting, round 0, finished, score 58.3; -> trial.completed',
      '  10.0 s    6.0 s    trial 1  |        ..######                |  linear, round 0, failed, no numbers; -> trial.completed',
      '  16.0 s    8.0 s  train      |                ########        |  -> training.completed',
      '  24.0 s    2.0 s  promote    |                        ##      |  promoted version 1: the first model; -> model.promoted',
      '  26.0 s    6.0 s  rollout    |                          ######|  rolled out version 1: it serves',
      '  32.0 s             traffic  |                               *|  100 % to predict-tiny-00002',
    ].join('\n'),
  );
});

describe('a candidate', () => {
  const train = step('train', 'trial.completed', 0, 1, sending('training.searched'));
  const assemble = step('assemble', 'training.searched', 1, 4, {
    cause: train.event,
    ...sending('training.completed'),
  });
  const promote = step('promote', 'training.completed', 4, 6, {
    cause: assemble.event,
    ...sending('model.approved'),
  });
  const approved = { event: 'approved', version: 2, reason: 'no worse than the champion', at: at(6) };
  const card = step('card', 'model.approved', 6, 7, { cause: promote.event });
  const steps = [train, assemble, promote, card];

  test('is judged, gets its card, and waits for the end of its rollout', () => {
    const rollout = step('rollout', 'model.approved', 6, null, { cause: promote.event });
    const moved = { event: 'traffic moved', version: 2, reason: '10 % to predict-tiny-00002', at: at(8) };
    const text = traceText(
      story({ steps: [...steps, rollout], history: [approved, moved] }),
      Date.parse(at(9)),
    );
    expect(text.split('\n')[0]).toBe('batch b1 of tiny: approved, rolling out, 9.0 s');
    expect(
      lines(text).map((line) => line.replace(/ +\|.*\|/, '').replace(/^ +[\d.]+ s(?: +[\d.]+ s)? +/, '')),
    ).toEqual([
      'train  -> training.searched',
      'assemble  -> training.completed',
      'promote  approved version 2: no worse than the champion; -> model.approved',
      'card',
      'rollout  under way',
      'traffic  10 % to predict-tiny-00002',
    ]);
  });

  test.each([
    ['promoted', 'it has all the traffic'],
    ['rolled back', 'too many errors'],
  ])('that was %s: the judgement and the end of the rollout are two lines', (event, reason) => {
    const rollout = step('rollout', 'model.approved', 6, 9);
    const end = { event, version: 2, reason, at: at(9) };
    const text = traceText(
      story({ steps: [...steps, rollout], history: [approved, end], outcome: event }),
      NOW,
    );
    expect(text).toMatch(/promote .* approved version 2: no worse/);
    expect(text).toContain(`|  ${event} version 2: ${reason}`);
  });
});

describe('what does not go well', () => {
  test('is told with its reason, and how often it was tried', () => {
    const [first, second] = lines(
      traceText(
        story({
          steps: [
            step('ingest', 'batch.received', 0, 2, { attempts: 3 }),
            step('clean', 'batch.stored', 2, null, { error: 'the database is away', attempts: 2 }),
          ],
        }),
        Date.parse(at(10)),
      ),
    );
    expect(first).toContain('1,000 rows; 3 attempts');
    expect(second).toMatch(/2\.0 s +8\.0 s +clean .*under way: the database is away, 2 attempts$/);
  });

  test('an event that waits in the outbox is seen', () => {
    const [line] = lines(
      traceText(story({ steps: [step('ingest', 'x', 0, 1, sending('batch.stored', 1, 1))] }), NOW),
    );
    expect(line).toContain('-> batch.stored (1 not sent yet)');
  });

  test('a batch that nobody took has its dead letter, and no line of time', () => {
    const deadLetters = [
      {
        id: 7,
        type: 't',
        dataset: 'tiny',
        batch: 'b1',
        destination: null,
        error: 'no such column',
        code: 422,
        hopeless: true,
        receivedAt: at(0),
        deliveries: 1,
      },
    ];
    const text = traceText(story({ trace: null, startedAt: null, rows: null, deadLetters }), NOW);
    expect(text.split('\n')).toEqual([
      'batch b1 of tiny: in dead letters',
      'trace unknown: the batch was not taken',
      'dead letter 7: t (422): no such column; it will never work as it is: send it again, mended, or discard it: npm run discard -- 7 --reason "..."',
    ]);
  });
});

test('no line is longer than the terminal is wide', () => {
  const steps = [step('drift', 'batch.cleaned', 0, 1, { status: 'failed', error: 'long '.repeat(100) })];
  const text = traceText(story({ steps }), NOW, 80);
  expect(Math.max(...lines(text).map((line) => line.length))).toBe(80);
});

test('what lasted no time at all is a line too', () => {
  expect(lines(traceText(story({ steps: [step('ingest', 'x', 0, 0)] }), NOW))[0]).toContain('|#');
});
