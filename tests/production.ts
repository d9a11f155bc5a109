/**
 * One truth of production: registry, alias, pointer, status, predictor, its revision's label and the traffic all say the
 * same version. Asked at the end of whatever rolls out, cans, kills or deploys, on the embedded platform and on a cluster.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { statusText } from '../scripts/cli/status-text.ts';
import type { Models } from '../shared/api/models.ts';
import type { Status, Traffic } from '../shared/api/status.ts';
import { type KnativeApi, knativeApi } from '../shared/runtime/knative/api.ts';
import { VERSION_LABEL } from '../shared/runtime/knative/pinned.ts';
import { predictorOf } from '../shared/runtime/knative/served.ts';
import { readPointer } from '../shared/tracking/artifact.ts';
import type { TestPlatform } from './platform.ts';

/** How a platform is asked, wherever it runs. */
export interface Asked {
  /** GET of the console. */
  console<T>(path: string): Promise<T>;
  /** GET of the predictor. */
  predictor<T>(path: string): Promise<T>;
  pointer(): Promise<number | undefined>;
  /** Versions with the stage Production, and with the alias champion. */
  registry(): Promise<{ readonly stage: readonly number[]; readonly champion: readonly number[] }>;
  readonly api: Pick<KnativeApi, 'service' | 'revision'>;
}

/** A pod looks at the pointer every few seconds, and one that starts takes a while. */
const PATIENCE_MS = 60_000;

/**
 * Waits until all say the same.
 * @param version that it has to be; without one whichever it is
 * @returns the version in production; @throws with what each place says
 */
export async function oneTruth(platform: TestPlatform, dataset: string, version?: number): Promise<number> {
  return await allSay(embedded(platform, dataset), dataset, version);
}

/** As oneTruth, of any platform. */
export async function allSay(asked: Asked, dataset: string, version?: number): Promise<number> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const said = await saidBy(asked, dataset).catch((error: Error) => ({ error: error.message }));
    const wanted = version ?? Object.values(said)[0];
    const same = Object.fromEntries(Object.keys(said).map((place) => [place, wanted]));
    if (typeof wanted === 'number' && Object.values(said).every((one) => one === wanted)) return wanted;
    if (Date.now() > end) expect(said).toEqual(same);
    await sleep(500);
  }
}

type Said = number | string | undefined;

async function saidBy(asked: Asked, dataset: string): Promise<Record<string, Said>> {
  const [status, models, registry, served, labels] = await Promise.all([
    asked.console<Status>(`/api/status?dataset=${dataset}`),
    asked.console<Models>(`/api/models/${dataset}`),
    asked.registry(),
    asked.predictor<Served>('/model'),
    labelsOf(asked, dataset),
  ]);
  return {
    stage: only(registry.stage),
    alias: only(registry.champion),
    pointer: await asked.pointer(),
    'the API’s status': status.production?.version,
    ...anyOf('where the API says that the traffic is', versionsIn(status.traffic)),
    'npm run status': inText(statusText(status, '')),
    'the API’s models': only(
      models.versions.filter(({ state }) => state === 'in production').map((model) => model.version),
    ),
    'the predictor': served.model_stage === 'Production' ? Number(served.model_version) : served.model_stage,
    ...anyOf('labels where the traffic is', labels),
  };
}

interface Served {
  readonly model_version: string | number | null;
  readonly model_stage: string;
}

const versionsIn = (traffic: Traffic | null | undefined): number[] =>
  (traffic ?? []).flatMap(({ version }) => version ?? []);

/** The one that all are, else all of them in words. */
function only(versions: readonly number[]): Said {
  const different = [...new Set(versions)];
  return different.length === 1 ? different[0] : different.join(' and ');
}

/** A revision that follows production says what the pointer says, which is asked by itself. */
const anyOf = (place: string, versions: readonly number[]): Record<string, Said> =>
  versions.length > 0 ? { [place]: only(versions) } : {};

/** What people read: nothing is said of the traffic where it is at the version in production. */
function inText(text: string): Said {
  const [, version] = /: version (\d+) in production$/.exec(text.split('\n')[0] ?? '') ?? [];
  return version ? Number(version) : text.split('\n')[0];
}

/** Of the revisions with a share of the traffic that are pinned to a version. */
async function labelsOf({ api }: Asked, dataset: string): Promise<number[]> {
  const service = await api.service(predictorOf(dataset));
  const targets = (service?.status?.traffic ?? []).filter(({ percent = 0 }) => percent > 0);
  const revisions = await Promise.all(targets.map(({ revisionName = '' }) => api.revision(revisionName)));
  return revisions.flatMap((revision) => {
    const label = revision?.metadata.labels?.[VERSION_LABEL];
    return label === undefined ? [] : [Number(label)];
  });
}

function embedded(platform: TestPlatform, dataset: string): Asked {
  const { sql, objects, url, token } = platform;
  const versions = (rows: readonly { version: number }[]): number[] => rows.map(({ version }) => version);
  return {
    console: (path) => platform.get(path),
    predictor: (path) => platform.get(`/services/${predictorOf(dataset)}${path}`),
    pointer: async () => (await readPointer(objects, dataset))?.version,
    registry: async () => ({
      stage: versions(
        await sql`select version from marea.model_versions where name = ${dataset} and stage = 'Production'`,
      ),
      champion: versions(
        await sql`select version from marea.model_aliases where name = ${dataset} and alias = 'champion'`,
      ),
    }),
    api: knativeApi({ url: `${url}/kubernetes/${token}`, namespace: 'marea' }),
  };
}
