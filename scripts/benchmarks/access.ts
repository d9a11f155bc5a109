/**
 * What it costs to ask who calls: predictions a second with an API key, against a platform without keys that is sent as
 * much in a header that nobody reads: what a longer request costs, client and all, is no cost of asking. That one is
 * shown beside it. The model is a tiny one, so that nothing hides the cost.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeModel } from '../../functions/predict/fixtures/models.ts';
import { makeKeyText } from '../../shared/access/key-text.ts';
import { SNAPSHOT_OBJECT, sealed, signingKey, verifyingHalf } from '../../shared/access/snapshot.ts';
import { type ObjectStore, s3 } from '../../shared/store/objects.ts';
import { type Objects, startObjects } from '../platform/stores/objects.ts';
import type { Figure } from './figure.ts';
import { costs, type Measured, measureInTurn, ROUNDS, type Round, type Variant } from './in-turn.ts';
import { startLogSink } from './log-sink.ts';
import { end, spawnPredict } from './predict-process.ts';

const SEED = Buffer.alloc(32, 5).toString('base64');
/** A platform's keys, of which one asks. */
const KEYS = 1000;
/** One process is a little faster than its twin, for as long as it lives: so that it is many. */
const PAIRS = 6;
const MODEL = { DATASET: 'realtor', MODEL_VERSION: '1', LOG_LEVEL: 'warn' };

export async function accessFigures(): Promise<Figure[]> {
  const folders = ['open', 'keyed'].map((name) => mkdtempSync(join(tmpdir(), `marea-bench-${name}-`)));
  const stores = await Promise.all(folders.map((folder) => startObjects(folder, () => {})));
  const sink = await startLogSink();
  try {
    const [open, keyed] = stores as [Objects, Objects];
    for (const store of stores) await storeModel(s3(store), { dataset: 'realtor', version: 1 });
    const model = { ...MODEL, K_SINK: sink.url };
    const headers = { authorization: `Bearer ${await publishKeys(s3(keyed))}` };
    const rounds: Round[] = [];
    for (let pair = 0; pair < PAIRS; pair++)
      rounds.push(...(await roundsOf({ open, keyed }, model, headers)));
    return figuresOf(rounds);
  } finally {
    sink.close();
    await Promise.all(stores.map((store) => store.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a pair of new processes. */
async function roundsOf(
  { open, keyed }: Readonly<Record<'open' | 'keyed', Objects>>,
  model: typeof MODEL,
  headers: { readonly authorization: string },
): Promise<Round[]> {
  const required = { ...model, ACCESS: 'required', ACCESS_VERIFY_KEY: verifyingHalf(SEED) };
  const processes = [await spawnPredict(open, model), await spawnPredict(keyed, required)] as const;
  const variants: Variant[] = [
    { ...processes[0], name: 'open' },
    { ...processes[0], name: 'unread', headers: { [UNREAD]: headers.authorization } },
    { ...processes[1], name: 'keyed', headers },
  ];
  try {
    return await measureInTurn(variants, Math.ceil(ROUNDS / PAIRS));
  } finally {
    await Promise.all(processes.map(end));
  }
}

/** As long as the name of the header of a key. */
const UNREAD = 'x-not-for-you';

/** @returns the text of one of them */
async function publishKeys(objects: ObjectStore): Promise<string> {
  const made = Array.from({ length: KEYS }, makeKeyText);
  const keys = made.map(({ id, hash }) => ({
    ...{ id, hash, name: id, expires: '2099-01-01T00:00:00.000Z' },
    roles: ['caller'] as const,
    datasets: ['realtor'],
  }));
  const text = sealed({ serial: 1, made: new Date().toISOString(), keys }, signingKey(SEED));
  await objects.put({ bucket: 'models', key: SNAPSHOT_OBJECT }, text);
  return made[KEYS >> 1]?.text ?? '';
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const of = (name: string) => rounds.map((round) => round[name] as Measured);
  return [
    ...costs('an API key', of('keyed'), of('unread'), '< 3'),
    ...costs('a header as long that nobody reads', of('unread'), of('open'), ''),
  ];
}
