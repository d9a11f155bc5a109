/** Open and closed loop on a clock of the test's own: what they do is known to the millisecond. */
import { describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../../tests/beds/clock.ts';
import type { Phase } from './arrivals.ts';
import { closedLoop } from './closed-loop.ts';
import { fellBehind } from './fell-behind.ts';
import { openLoop, type Send } from './open-loop.ts';
import { type Measured, recorderFrom, type Sample } from './recorder.ts';

interface Run {
  readonly samples: readonly Sample[];
  readonly measured: Measured;
}

type Server = (clock: TestClock) => Send;

/** Answers each request after so many milliseconds. */
const answersIn =
  (milliseconds: number): Server =>
  (clock) =>
  async () => {
    await clock.until(clock.now() + milliseconds);
    return undefined;
  };

/** Answers within a millisecond, but for one second in which nobody is answered before its end. */
const stallsFrom =
  (from: number): Server =>
  (clock) =>
  async () => {
    const now = clock.now();
    await clock.until(now >= from && now < from + 1000 ? from + 1000 : now + 1);
    return undefined;
  };

async function open(
  server: Server,
  phases: readonly Phase[],
  { connections = 1000, patienceMs = 10_000, clock = testClock() } = {},
): Promise<Run> {
  const { recorder, samples } = listening();
  const options = { phases, connections, patienceMs, send: server(clock), recorder, clock };
  await clock.run(openLoop(options));
  return { samples, measured: recorder.measured() };
}

async function closed(server: Server, connections: number, seconds: number, restMs = 0): Promise<Run> {
  const clock = testClock();
  const { recorder, samples } = listening();
  await clock.run(closedLoop({ connections, seconds, restMs, send: server(clock), recorder, clock }));
  return { samples, measured: recorder.measured() };
}

function listening() {
  const samples: Sample[] = [];
  const recorder = recorderFrom(0, 1);
  const add = (sample: Sample): void => {
    samples.push(sample);
    recorder.add(sample);
  };
  return { samples, recorder: { ...recorder, add } };
}

function mostAtOnce(samples: readonly Sample[]): number {
  const steps = samples.flatMap(({ sent, ended }) => [
    { at: sent, by: 1 },
    { at: ended, by: -1 },
  ]);
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of steps) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

describe('open loop', () => {
  test('every request goes out within half a millisecond of its time, however slow the answers', async () => {
    const { samples, measured } = await open(answersIn(3000), [{ rate: 40, seconds: 5 }]);
    const sent = samples.map((sample) => sample.sent).sort((a, b) => a - b);
    expect(sent).toHaveLength(200);
    for (const [index, time] of sent.entries()) expect(Math.abs(time - index * 25)).toBeLessThanOrEqual(0.5);
    expect(measured).toMatchObject({ asked: 200, answered: 200, failed: 0, dropped: 0 });
    expect(fellBehind(measured, 1000)).toEqual([]);
  });

  test('a rate that rises and falls is kept in each second', async () => {
    const { measured } = await open(answersIn(1), [
      { rate: 10, seconds: 2 },
      { rate: 50, seconds: 1 },
      { rate: 20, seconds: 1 },
    ]);
    expect(measured.windows.map(({ asked }) => asked)).toEqual([10, 10, 50, 20]);
  });

  test('a service that stands still for a second shows: one in twenty waited, a fifth of them 800 ms and more', async () => {
    const { measured } = await open(stallsFrom(5000), [{ rate: 100, seconds: 20 }]);
    expect(measured.latency.p50).toBeLessThan(2);
    expect(measured.latency.p99 / 800).toBeCloseTo(1, 1);
    expect(measured.latency.max / 1000).toBeCloseTo(1, 2);
  });

  test('it shows all the same where one connection serves all and the others wait in line', async () => {
    const { measured } = await open(stallsFrom(5000), [{ rate: 100, seconds: 20 }], { connections: 1 });
    expect(measured.latency.p99).toBeGreaterThan(750);
    expect(measured.service.p99).toBeLessThan(2);
    expect(fellBehind(measured, 1).join()).toContain('waited more than 20 ms for one of 1 connections');
  });

  test('connections are bounded', async () => {
    const { samples } = await open(answersIn(95), [{ rate: 100, seconds: 3 }], { connections: 4 });
    expect(mostAtOnce(samples)).toBe(4);
    expect((await open(answersIn(95), [{ rate: 100, seconds: 3 }])).samples).toHaveLength(300);
  });

  test('what waits too long is dropped, counted, and told', async () => {
    const { samples, measured } = await open(answersIn(4000), [{ rate: 10, seconds: 5 }], {
      connections: 2,
      patienceMs: 1500,
    });
    // Two at once, two at 4 s (due from 2.5 s on), two at 8 s: too late for all but none are left within 1.5 s.
    expect(samples.map(({ due, sent }) => [due, sent])).toEqual([
      [0, 0],
      [100, 100],
      [2500, 4000],
      [2600, 4100],
    ]);
    expect(measured).toMatchObject({ asked: 50, answered: 4, dropped: 46 });
    expect(fellBehind(measured, 2)).toEqual([
      expect.stringContaining('the driver fell behind: 46 of 50 requests (92 %) were never sent'),
    ]);
  });

  test('a driver that is not given the processor says so, and still sends everything', async () => {
    const clock = testClock();
    clock.stall(2000, 500);
    const { samples, measured } = await open(answersIn(1), [{ rate: 100, seconds: 5 }], { clock });
    expect(samples).toHaveLength(500);
    // Due from 2.00 s to 2.47 s, seen at 2.50 s.
    expect(measured.late.driver).toBe(48);
    expect(measured.late.mostMs).toBe(500);
    expect(measured.latency.p99).toBeGreaterThan(400);
    expect(fellBehind(measured, 1000)).toEqual([
      expect.stringContaining('it came to 48 of 500 requests (9.6 %) more than 20 ms late, up to 500 ms'),
    ]);
  });

  test('failures are told apart, and are no part of the latencies', async () => {
    let asked = 0;
    const sometimes: Server = (clock) => async () => {
      const number = asked++;
      await clock.until(clock.now() + (number % 4 === 0 ? 1 : 50));
      return number % 4 === 0 ? '503' : undefined;
    };
    const { measured } = await open(sometimes, [{ rate: 10, seconds: 2 }]);
    expect(measured).toMatchObject({ asked: 20, answered: 15, failed: 5, failures: { 503: 5 } });
    expect(measured.latency.p50).toBeCloseTo(50, 0);
  });
});

describe('closed loop', () => {
  test('each connection asks again when it was answered', async () => {
    const { samples, measured } = await closed(answersIn(100), 5, 2);
    expect(measured.asked).toBe(100);
    expect(mostAtOnce(samples)).toBe(5);
  });

  test('or when it has rested', async () => {
    expect((await closed(answersIn(100), 5, 2, 400)).measured.asked).toBe(20);
  });

  test('hides a second in which nothing was answered: the reason for the open loop', async () => {
    const { measured } = await closed(stallsFrom(5000), 1, 20);
    expect(measured.latency.p99).toBeLessThan(2);
    expect(measured.latency.max).toBeGreaterThan(999);
  });
});
