/**
 * What it costs to ask who calls: predictions with an API key, against a platform without keys that is sent as much in a
 * header that nobody reads: what a longer request costs, client and all, is no cost of asking. The model is a tiny one, so
 * that nothing hides the cost.
 *
 * One process differs from its twin by more than a key costs, for as long as it lives. So there are two, of which one has
 * keys and the other none, asked at once on one core, and changed over and over: a process is open as soon as there is no
 * key any more.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { storeModel } from '../../functions/predict/fixtures/models.ts';
import { makeKeyText } from '../../shared/access/key-text.ts';
import {
  type KnownKey,
  SNAPSHOT_OBJECT,
  sealed,
  signingKey,
  verifyingHalf,
} from '../../shared/access/snapshot.ts';
import { s3 } from '../../shared/store/objects.ts';
import { type Objects, startObjects } from '../platform/stores/objects.ts';
import { keepOnFirstCore } from './cpu.ts';
import type { Figure } from './figure.ts';
import { costs, type Measured, measureAtOnce } from './in-turn.ts';
import { startLogSink } from './log-sink.ts';
import { end, type PredictProcess, spawnPredict, untilOk } from './predict-process.ts';

const SEED = Buffer.alloc(32, 5).toString('base64');
/** A platform's keys, of which one asks. */
const KEYS = 1000;
/** Times that both processes have had keys. */
const TURNS = 6;
/** Rounds in a turn, for each of the two. */
const ROUNDS = 8;
const MODEL = { DATASET: 'realtor', MODEL_VERSION: '1', LOG_LEVEL: 'warn' };

interface Twin extends PredictProcess {
  readonly store: Objects;
}

export async function accessFigures(): Promise<Figure[]> {
  const folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `marea-bench-${name}-`)));
  const stores = await Promise.all(folders.map((folder) => startObjects(folder, () => {})));
  const sink = await startLogSink();
  const twins: Twin[] = [];
  try {
    for (const store of stores) twins.push(await twinWith(store, sink.url));
    const [one, other] = twins as [Twin, Twin];
    await inTurn(one, other);
    const pairs: Pair[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const [there, back] = [await inTurn(one, other), await inTurn(other, one)];
      pairs.push(...there.map((pair, round) => evened(pair, back[round] as Pair)));
    }
    console.log(
      JSON.stringify(
        pairs.map(({ keyed, open }) => [
          Math.round(keyed.requestsPerSecond),
          Math.round(open.requestsPerSecond),
          Math.round((1000 * (keyed.cpuMicroseconds ?? 0)) / (open.cpuMicroseconds ?? 1)),
        ]),
      ),
    );
    return costs(
      'an API key',
      pairs.map(({ keyed }) => keyed),
      pairs.map(({ open }) => open),
      '< 3',
    );
  } finally {
    await Promise.all(twins.map(end));
    sink.close();
    await Promise.all(stores.map((store) => store.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

async function twinWith(store: Objects, sink: string): Promise<Twin> {
  await storeModel(s3(store), { dataset: 'realtor', version: 1 });
  const env = { ...MODEL, K_SINK: sink, ACCESS: 'loopback', ACCESS_VERIFY_KEY: verifyingHalf(SEED) };
  const twin = await spawnPredict(store, env);
  keepOnFirstCore(twin.child.pid);
  return { ...twin, store };
}

type Pair = Readonly<Record<'keyed' | 'open', Measured>>;

/** @returns the rounds of one that has keys, and another that has none */
async function inTurn(keyed: Twin, open: Twin): Promise<Pair[]> {
  await becomeOpen(open);
  const { authorization } = await becomeKeyed(keyed);
  const rounds = await measureAtOnce(
    [
      { ...keyed, name: 'keyed', headers: { authorization } },
      { ...open, name: 'open', headers: { [UNREAD]: authorization } },
    ],
    ROUNDS,
  );
  return rounds.map(({ keyed, open }) => ({ keyed: keyed as Measured, open: open as Measured }));
}

/** As long as the name of the header of a key. */
const UNREAD = 'x-not-for-you';

/** Each has been on both sides: what the processes differ by is in neither any more. */
const evened = (there: Pair, back: Pair): Pair => ({
  keyed: between(there.keyed, back.keyed),
  open: between(there.open, back.open),
});

const between = (one: Measured, other: Measured): Measured => ({
  requestsPerSecond: geometricMean(one.requestsPerSecond, other.requestsPerSecond),
  cpuMicroseconds:
    one.cpuMicroseconds === undefined || other.cpuMicroseconds === undefined
      ? undefined
      : geometricMean(one.cpuMicroseconds, other.cpuMicroseconds),
});

const geometricMean = (one: number, other: number): number => Math.sqrt(one * other);

async function becomeKeyed(twin: Twin): Promise<{ readonly authorization: string }> {
  const made = Array.from({ length: KEYS }, makeKeyText);
  const keys = made.map(({ id, hash }) => ({
    ...{ id, hash, name: id, expires: '2099-01-01T00:00:00.000Z' },
    roles: ['caller'] as const,
    datasets: ['realtor'],
  }));
  await publish(twin, keys);
  const headers = { authorization: `Bearer ${made[KEYS >> 1]?.text}` };
  await untilAnswers(twin, headers, 200);
  await untilAnswers(twin, {}, 401);
  return headers;
}

async function becomeOpen(twin: Twin): Promise<void> {
  await publish(twin, []);
  await untilAnswers(twin, {}, 200);
}

let serial = 0;

async function publish({ store }: Twin, keys: readonly KnownKey[]): Promise<void> {
  serial += 1;
  const text = sealed({ serial, made: new Date().toISOString(), keys }, signingKey(SEED));
  await s3(store).put({ bucket: 'models', key: SNAPSHOT_OBJECT }, text);
}

/** A process looks at the keys again while requests come. */
async function untilAnswers(
  twin: Twin,
  headers: Readonly<Record<string, string>>,
  status: number,
): Promise<void> {
  await untilOk(twin, '/ready');
  for (;;) {
    const answer = await fetch(`${twin.url}/model`, { headers });
    await answer.arrayBuffer();
    if (answer.status === status) return;
    await sleep(200);
  }
}
