import { expect, test } from 'vitest';
import { until } from '../../../tests/beds/platform.ts';
import { baseEnvironment, startChild } from '../processes/child.ts';
import { isRunning } from '../processes/running.ts';
import { type Running, supervised } from './supervised.ts';

async function sleeper(): Promise<Running> {
  const child = await startChild('/bin/sleep', ['1000'], { env: baseEnvironment() });
  return { ...child, stop: () => child.stop(1000) };
}

test('what is killed is started again, and in between it is said what is wrong', async () => {
  const said: string[] = [];
  const log = (line: string) => void said.push(line);
  const store = supervised(await sleeper(), { name: 'the store', again: sleeper, log, firstPauseMs: 300 });
  expect(store.trouble()).toBeUndefined();
  const first = store.pid;
  process.kill(first, 'SIGKILL');
  expect(await until(() => store.trouble())).toBe('the store ended (SIGKILL)');
  await until(() => store.trouble() === undefined);
  expect(store.pid).not.toBe(first);
  expect(isRunning(store.pid)).toBe(true);
  expect(said).toEqual(['the store ended (SIGKILL); it is started again', 'the store is there again']);
  await store.stop();
  expect(isRunning(store.pid)).toBe(false);
});

test('what does not start any more is given up, with the reason', async () => {
  let tries = 0;
  const again = async (): Promise<Running> => {
    tries++;
    throw new Error('the log is damaged');
  };
  const options = { name: 'the store', again, log: () => {}, firstPauseMs: 1, most: 3 };
  const store = supervised(await sleeper(), options);
  process.kill(store.pid, 'SIGKILL');
  expect(await until(() => store.trouble()?.startsWith('given up') && store.trouble())).toBe(
    'given up after 4 failures in a row; the last: the store does not start: the log is damaged',
  );
  expect(tries).toBe(3);
  await store.stop();
});

test('a full disk is no reason to give up', async () => {
  let tries = 0;
  const again = async (): Promise<Running> => {
    if (++tries < 8) throw new Error('could not write to file: No space left on device');
    return await sleeper();
  };
  const store = supervised(await sleeper(), {
    name: 'the store',
    again,
    log: () => {},
    firstPauseMs: 1,
    most: 3,
  });
  process.kill(store.pid, 'SIGKILL');
  await until(() => tries === 8 && store.trouble() === undefined);
  await store.stop();
});

test('what is told to stop is not started again, even while it waits for that', async () => {
  let tries = 0;
  const again = async (): Promise<Running> => {
    tries++;
    return await sleeper();
  };
  const store = supervised(await sleeper(), {
    name: 'the store',
    again,
    log: () => {},
    firstPauseMs: 60_000,
  });
  process.kill(store.pid, 'SIGKILL');
  await until(() => store.trouble());
  await store.stop();
  expect(tries).toBe(0);
});
