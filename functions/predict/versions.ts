/**
 * Which model is served. A number in MODEL_VERSION pins it: loaded before the function is ready, never changed.
 * "production" follows the pointer in the object store: looked at beside requests, at most every few seconds; a
 * new model is loaded whole before it takes the place of the old one.
 */
import { type Pointer, readPointer } from '../../shared/tracking/artifact.ts';
import { loadModel } from './model.ts';
import type { ServedModel } from './served-model.ts';
import type { ModelStore } from './stored.ts';

export interface Versions {
  /** The model that answers now. */
  readonly current: ServedModel | undefined;
  /** The version that is in production, as far as it is known here. */
  readonly production: number | undefined;
  readonly pinned: boolean;
  /** Looks at the pointer, in the background, unless it was looked at a moment ago. */
  glance(): void;
  /** Looks at the pointer now. @throws when the store is away or the model cannot be loaded */
  reload(): Promise<void>;
}

export interface VersionsOptions {
  readonly objects: ModelStore;
  readonly dataset: string;
  /** What MODEL_VERSION says. */
  readonly version: number | 'production';
  /** What MODEL_CHECKSUM says of a pinned version: its metadata.json is this. */
  readonly sha256?: string | undefined;
  readonly onLoad?: (model: ServedModel, seconds: number) => void;
  /** A background look that failed: the old model goes on serving. */
  readonly onFailure?: (error: unknown) => void;
  readonly glanceMs?: number;
  /** So often a candidate looks whether it is in production by now. */
  readonly candidateMs?: number;
  readonly now?: () => number;
}

/** @throws when the version is pinned and cannot be loaded; one that follows starts without a model */
export async function followVersions({
  objects,
  dataset,
  version,
  sha256,
  onLoad = () => {},
  onFailure = () => {},
  glanceMs = 3000,
  candidateMs = 1000,
  now = () => performance.now(),
}: VersionsOptions): Promise<Versions> {
  const pinned = version !== 'production';
  let current: ServedModel | undefined;
  let production: number | undefined;
  let looking: Promise<void> | undefined;
  let looked = Number.NEGATIVE_INFINITY;

  const load = async (wanted: Pointer): Promise<void> => {
    const started = performance.now();
    current = await loadModel(objects, dataset, wanted);
    onLoad(current, (performance.now() - started) / 1000);
  };
  const look = async (): Promise<void> => {
    const pointer = await readPointer(objects, dataset);
    production = pointer?.version;
    if (!pinned && pointer && pointer.version !== current?.metadata.version) await load(pointer);
  };
  /** Whoever comes while one is looking waits for the same look. */
  const reload = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined;
      looked = now();
    });
    return looking;
  };
  const glanced = reload().catch(onFailure);
  if (pinned) await load({ version, sha256 });
  await glanced;
  if (pinned) {
    // A candidate says soon that it has become production, before a request is told otherwise.
    const watch = setInterval(() => {
      if (production === version) clearInterval(watch);
      else reload().catch(onFailure);
    }, candidateMs).unref();
  }
  return {
    get current() {
      return current;
    },
    get production() {
      return production;
    },
    pinned,
    reload,
    glance() {
      if (!looking && now() - looked >= glanceMs) reload().catch(onFailure);
    },
  };
}
