/**
 * The embedded platform with `observe`, two data sets (a number to predict, and classes), and a Prometheus that scrapes
 * it every second; and what gives every metric something to tell.
 */
import { resolve } from 'node:path';
import { prometheusConfig } from '../../scripts/platform/metrics/prometheus.ts';
import type { PlatformOptions } from '../../scripts/platform/platform.ts';
import { seeded } from '../../shared/ml/random.ts';
import { loadDatasets } from '../../shared/runtime/dataset-modules.ts';
import { uriOf } from '../../shared/store/objects.ts';
import { eventually, postEvent, startTestPlatform, type TestPlatform } from '../platform.ts';
import { tinyBatch, tinyModule } from '../tiny.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';

export interface Watched {
  readonly platform: TestPlatform;
  readonly prometheus: Prometheus;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
export const kindsModule = resolve(import.meta.dirname, 'fixtures/kinds.mjs');
const MANIFESTS = [
  'knative/overlays/local',
  'eventing/overlays/local',
  'knative/observability/observe',
  'tests/fixtures/predict-tiny',
  'tests/observability/fixtures/predict-kinds',
];

/** @param rules files with rules that Prometheus is to judge by */
export async function startWatched(
  rules: readonly string[],
  change: Partial<PlatformOptions> = {},
): Promise<Watched> {
  await loadDatasets(kindsModule);
  const platform = await startTestPlatform({
    manifests: MANIFESTS.map((path) => resolve(root, path)),
    ...change,
    env: { DATASET_MODULES: `${tinyModule},${kindsModule}`, ...change.env },
  });
  const prometheus = await startPrometheus(prometheusConfig({ ...platform, rules, everySeconds: 1 }));
  await eventually(
    async () => (await prometheus.ask('marea_dataset_info')).length >= 2,
    'observe to be scraped',
  );
  return {
    platform,
    prometheus,
    async stop() {
      await prometheus.stop();
      await platform.stop();
    },
  };
}

export function kindsBatch(rows: number, seed: number): string {
  const random = seeded('kinds', seed);
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = random() < 0.5 ? 'apple' : 'pear';
    const length = Math.round((kind === 'pear' ? 100 : 80) + 20 * random());
    const place = random() < 0.5 ? 'orchard' : 'garden';
    return `${seed * 100_000 + i},${length},${Math.round(60 + 20 * random())},${place},${kind}`;
  });
  return `number,length,width,place,kind\n${lines.join('\n')}\n`;
}

export const flat = (i: number) => ({
  flat: `x${i}`,
  size: 30 + (i % 90),
  rooms: 1 + (i % 5),
  // One in ten is a district that no model knows.
  district: i % 10 === 0 ? 'moon' : 'harbour',
});

/** @returns the answer's status */
export async function ask(
  platform: TestPlatform,
  service: string,
  path: string,
  body: unknown,
): Promise<number> {
  return (await platform.send('POST', `/services/${service}/${path}`, body)).status;
}

/** Predictions of which the true answer comes back: how far it is from the predicted one is the caller's to say. */
export async function predictionsWithFeedback(
  platform: TestPlatform,
  times: number,
  truth: (predicted: number, i: number) => number,
): Promise<void> {
  for (let i = 0; i < times; i++) {
    const { body } = await platform.send('POST', '/services/predict-tiny/predict', flat(i));
    const { request_id, rent } = body as { request_id: string; rent: number };
    await ask(platform, 'predict-tiny', 'feedback', { request_id, actual: truth(rent, i) });
  }
}

export async function classesWithFeedback(platform: TestPlatform, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const row = { number: `q${i}`, length: 80 + (i % 40), width: 70, place: i % 3 ? 'orchard' : 'garden' };
    const { body } = await platform.send('POST', '/services/predict-kinds/predict', row);
    const { request_id } = body as { request_id: string };
    await ask(platform, 'predict-kinds', 'feedback', { request_id, actual: i % 2 ? 'apple' : 'pear' });
  }
}

/** Somebody with what is no key. */
export async function turnedAway({ url }: TestPlatform): Promise<void> {
  const headers = { authorization: 'Bearer marea_none' };
  const answer = await fetch(`${url}/services/predict-tiny/model`, { headers });
  // Who comes again and again is told to wait.
  if (answer.status !== 401 && answer.status !== 429)
    throw new Error(`expected 401 or 429, got ${answer.status}`);
}

/** A batch whose file is no table: it fails for good. */
export async function deadLetter({ url, objects }: TestPlatform, id: string): Promise<void> {
  const address = { bucket: 'data-raw', key: `tiny/test/${id}/rows.csv` } as const;
  await objects.put(address, 'no table');
  const dataref = uriOf(address);
  await postEvent(url, { id, dataset: 'tiny', subject: id, dataref }, {});
}

/** Two models, a drift with a training after it, rows of users, a stage that is killed, a dead letter, feedback. */
export async function beBusy(platform: TestPlatform): Promise<void> {
  await Promise.all([
    platform.post('first', tinyBatch({ rows: 1500, seed: 1 }).csv),
    platform.post('kinds', kindsBatch(900, 1), { dataset: 'kinds' }),
  ]);
  await Promise.all([platform.ended('first'), platform.ended('kinds', { dataset: 'kinds' })]);
  await deadLetter(platform, 'wrong');
  await predictionsWithFeedback(platform, 80, (predicted, i) => predicted * (0.85 + (i % 7) * 0.05));
  await classesWithFeedback(platform, 60);
  await ask(
    platform,
    'predict-tiny',
    'batch_predict',
    Array.from({ length: 50 }, (_, i) => flat(i)),
  );
  await ask(platform, 'predict-tiny', 'explain', flat(1));
  const drifted = tinyBatch({ rows: 1500, seed: 2, first: 50_000, level: 3 });
  const posted = platform.post('drifted', drifted.csv);
  await killed(platform, 'train');
  await posted;
  await platform.post('users', tinyBatch({ rows: 100, seed: 3, first: 90_000 }).csv, { origin: 'user' });
  await platform.post('vague', vague(tinyBatch({ rows: 100, seed: 4, first: 95_000 }).csv));
  await Promise.all(['drifted', 'users', 'vague'].map((id) => platform.ended(id)));
}

/** Sizes of one flat in five as nobody can read them: the batch is held. */
export const vague = (csv: string): string =>
  csv.replace(/^(\d+[08]),\d+,/gm, (_, flat: string) => `${flat},${flat.endsWith('0') ? 'large' : 'small'},`);

/** Kills the first process of the service that has work. */
async function killed(platform: TestPlatform, service: string): Promise<void> {
  const victim = await eventually(
    () => platform.pods(service).find(({ inFlight, pid }) => inFlight > 0 && pid),
    `${service} at work`,
  );
  process.kill(victim.pid, 'SIGKILL');
}
