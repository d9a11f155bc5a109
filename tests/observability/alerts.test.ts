/**
 * Each alert fires when its cause is really made: processes killed and stopped, the broker away, a batch that drifts,
 * true answers outside of the intervals. A minute of the rules is a second here.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Patch } from '../../scripts/platform/manifests/kustomization.ts';
import { freePort } from '../../scripts/platform/processes/ports.ts';
import { eventually } from '../platform.ts';
import { type Switch, switchFor } from '../switch.ts';
import { tinyBatch, tinyModule } from '../tiny.ts';
import {
  ask,
  deadLetter,
  flat,
  kindsBatch,
  kindsModule,
  predictionsWithFeedback,
  startWatched,
  vague,
  type Watched,
} from './busy.ts';
import { hasPrometheus } from './prometheus.ts';
import { ruleFiles, sooner } from './rules.ts';

const TIMES = 60;
const folder = mkdtempSync(join(tmpdir(), 'marea-alerts-'));
const ACCEPT = join(folder, 'accept.json');
let watched: Watched;
let broker: Switch;
let stuck: Promise<number>;

describe.skipIf(!hasPrometheus)('alerts', () => {
  beforeAll(async () => {
    const port = await freePort();
    broker = await switchFor(`http://127.0.0.1:${port}`);
    watched = await startWatched(fastRules(), {
      port,
      overrides: [sinkThrough(broker)],
      env: { DATASET_MODULES: `${adjustable()},${kindsModule}` },
    });
    const { platform } = watched;
    await platform.post('first', tinyBatch({ rows: 1500, seed: 1 }).csv);
    await platform.ended('first');
  }, 120_000);

  afterAll(async () => {
    await watched?.stop();
    await broker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('none fires on a platform that is well', async () => {
    await predictionsWithFeedback(watched.platform, 20, (predicted) => predicted);
    await sleep(3000);
    expect(await firing('.*')).toEqual([]);
  });

  test('MareaNoModel: too few rows for a first model; MareaDeadLetters: a file is no table; until both are right', async () => {
    const { platform } = watched;
    await deadLetter(platform, 'wrong');
    await platform.post('few', kindsBatch(100, 1), { dataset: 'kinds' });
    const [alert] = await fires('MareaDeadLetters');
    expect(alert).toMatchObject({ type: 'dev.marea.batch.received', severity: 'warning' });
    await fires('MareaNoModel');
    await platform.post('enough', kindsBatch(800, 2), { dataset: 'kinds' });
    const batch = tinyBatch({ rows: 50, seed: 5, first: 30_000 });
    await platform.objects.put({ bucket: 'data-raw', key: 'tiny/test/wrong/rows.csv' }, batch.csv);
    const { deadLetters } = await platform.get<{ deadLetters: { id: number }[] }>('/api/status?dataset=tiny');
    for (const { id } of deadLetters)
      await platform.send('POST', `/api/dead-letters/${id}/replay`, { reason: 'mended' });
    await ends('MareaDeadLetters');
    await ends('MareaNoModel');
    await Promise.all([platform.ended('wrong'), platform.ended('enough', { dataset: 'kinds' })]);
  });

  test('MareaDrift: flats three times as large; MareaCoverageOff: true answers far outside of the intervals', async () => {
    const { platform } = watched;
    await platform.post('drifted', tinyBatch({ rows: 1500, seed: 2, first: 50_000, level: 3 }).csv);
    await predictionsWithFeedback(platform, 60, (predicted) => predicted * 20);
    expect(await fires('MareaDrift')).toMatchObject([{ dataset: 'tiny' }]);
    expect(await fires('MareaCoverageOff')).toMatchObject([{ dataset: 'tiny' }]);
    await platform.ended('drifted');
  });

  test('MareaBatchHeld, MareaUnreadableValues: sizes that nobody can read', async () => {
    const { platform } = watched;
    await platform.post('vague', vague(tinyBatch({ rows: 100, seed: 4, first: 40_000 }).csv));
    expect(await fires('MareaBatchHeld')).toMatchObject([{ dataset: 'tiny' }]);
    expect(await fires('MareaUnreadableValues')).toMatchObject([{ dataset: 'tiny', column: 'size' }]);
    expect(await platform.ended('vague')).toMatchObject({ outcome: 'held' });
  });

  test('MareaModelBelowLimit: the data set asks for more than its model reaches', async () => {
    writeFileSync(ACCEPT, JSON.stringify([{ metric: 'r2', least: 0.9999 }]));
    kill('observe', 'SIGKILL');
    expect(await fires('MareaModelBelowLimit')).toMatchObject([{ dataset: 'tiny', metric: 'r2' }]);
  });

  test('MareaOutboxStuck: the broker is away', async () => {
    broker.off();
    // Answered when the ingest broker's tries are over, or the other one is back.
    stuck = watched.platform.post('stuck', tinyBatch({ rows: 50, seed: 6, first: 70_000 }).csv);
    await fires('MareaOutboxStuck');
  });

  test('MareaPredictDown: predict is killed whenever it starts; until it is let alone', async () => {
    const always = (): void => void kill('predict-tiny', 'SIGKILL');
    expect(await meanwhile('killing', always, () => fires('MareaPredictDown'))).toMatchObject([
      { service: 'predict-tiny' },
    ]);
    await meanwhile(
      'recovering',
      () => {},
      () => ends('MareaPredictDown'),
    );
  });

  test('MareaPredictErrors: predict dies at work, again and again', async () => {
    // Stopped before it dies, it has requests.
    const atWork = async (): Promise<void> => {
      const ready = watched.platform.pods('predict-tiny').some(({ state }) => state === 'ready');
      if (!ready) return;
      kill('predict-tiny', 'SIGSTOP');
      await sleep(500);
      kill('predict-tiny', 'SIGKILL');
    };
    const all = await meanwhile('killing', atWork, async () => [
      ...(await fires('MareaPredictErrors')),
      ...(await fires('MareaPredictSomeErrors')),
    ]);
    expect(all.map(({ service, severity }) => [service, severity])).toEqual([
      ['predict-tiny', 'critical'],
      ['predict-tiny', 'warning'],
    ]);
    await meanwhile(
      'recovering',
      () => {},
      () => ends('MareaPredictSomeErrors'),
    );
  });

  test('MareaPredictSlow: the process of predict hangs for three seconds again and again', async () => {
    const hang = async (): Promise<void> => {
      const pid = kill('predict-tiny', 'SIGSTOP');
      await sleep(3000);
      if (pid) process.kill(pid, 'SIGCONT');
    };
    expect(await meanwhile('hanging', hang, () => fires('MareaPredictSlow'))).toMatchObject([
      { service: 'predict-tiny' },
    ]);
  });

  test('MareaBatchStuck: a batch whose event the broker did not take; until the broker is back', async () => {
    await fires('MareaBatchStuck');
    broker.on();
    expect(await stuck).toBe(202);
    await watched.platform.ping('reconcile');
    await ends('MareaOutboxStuck');
  });

  test('MareaObserveSilent, MareaTargetDown: observe hangs', async () => {
    const pid = kill('observe', 'SIGSTOP');
    await fires('MareaObserveSilent');
    // A pod that has just ended may be a target for a moment longer.
    await eventually(
      async () =>
        (await firing('MareaTargetDown')).some(
          ({ service, job }) => service === 'observe' && job === 'functions',
        ),
      'MareaTargetDown to fire for observe',
      90_000,
    );
    if (pid) process.kill(pid, 'SIGCONT');
    await ends('MareaObserveSilent');
  });
});

/** @returns the labels of what fires of these alerts */
async function firing(name: string): Promise<Readonly<Record<string, string>>[]> {
  const found = await watched.prometheus.ask(`ALERTS{alertname=~"${name}",alertstate="firing"}`);
  return found.map(({ metric }) => metric);
}

const fires = (name: string): Promise<Readonly<Record<string, string>>[]> =>
  eventually(
    async () => {
      const found = await firing(name);
      return found.length > 0 && found;
    },
    `${name} to fire`,
    90_000,
  );

const ends = (name: string): Promise<boolean> =>
  eventually(async () => (await firing(name)).length === 0, `${name} to end`, 90_000);

/** @returns the process that got the signal, if there was one */
function kill(service: string, signal: NodeJS.Signals): number | undefined {
  const [pod] = watched.platform.pods(service).filter(({ pid, state }) => pid && state !== 'ended');
  try {
    if (pod) process.kill(pod.pid, signal);
  } catch (error) {
    // It may have ended a moment ago.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  return pod?.pid;
}

/** Does harm again and again while predictions are asked for and `until` waits. */
async function meanwhile<T>(what: string, harm: () => unknown, until: () => Promise<T>): Promise<T> {
  let over = false;
  const again = async (work: () => unknown): Promise<void> => {
    while (!over) {
      await work();
      await sleep(100);
    }
  };
  const request = (): Promise<unknown> =>
    ask(watched.platform, 'predict-tiny', 'predict', flat(1)).catch(() => 0);
  const working = [again(harm), again(request), again(request), again(request)];
  try {
    return await until();
  } catch (cause) {
    throw new Error(`while ${what}: ${(cause as Error).message}`, { cause });
  } finally {
    over = true;
    await Promise.all(working);
  }
}

function fastRules(): string[] {
  return ruleFiles().map((file) => {
    const fast = join(folder, basename(file));
    writeFileSync(fast, sooner(readFileSync(file, 'utf8'), TIMES));
    return fast;
  });
}

/** The tiny data set, with what it accepts in a file that a test may change. @returns its module */
function adjustable(): string {
  writeFileSync(ACCEPT, JSON.stringify([{ metric: 'r2', least: 0.3 }]));
  const file = join(folder, 'adjustable.mjs');
  writeFileSync(
    file,
    `import { readFileSync } from 'node:fs';
import tiny from ${JSON.stringify(pathToFileURL(tinyModule).href)};
export default { ...tiny, accept: JSON.parse(readFileSync(${JSON.stringify(ACCEPT)}, 'utf8')) };
`,
  );
  return file;
}

/** Functions reach the broker `pipeline` through the switch. */
const sinkThrough = ({ host }: Switch): Patch => ({
  target: { kind: 'SinkBinding', name: 'pipeline' },
  operations: [{ op: 'replace', path: '/spec/sink', value: { uri: `http://${host}/marea/pipeline` } }],
});
