/**
 * Another version than the served one, loaded from the object store when somebody asks for it: one at a time, for as
 * long as it is asked, and only where there is room. Nothing but the store knows of it, so a pod that ends loses nothing.
 */
import { HttpError } from '../../shared/runtime/http/http.ts';
import { NoSuchObject } from '../../shared/store/objects.ts';
import type { Pointer } from '../../shared/tracking/artifact.ts';
import { ChangedFile } from '../../shared/tracking/checksums.ts';
import { loadModel } from './model.ts';
import type { ServedModel } from './served-model.ts';
import type { ModelStore } from './stored.ts';

/** @throws HttpError 404, 409 for a changed or foreign artifact, 429 while another one is loaded or there is no room */
export type OneMore = (wanted: Pointer) => Promise<ServedModel>;

export interface OneMoreOptions {
  readonly objects: ModelStore;
  readonly dataset: string;
  /** It is put away when nobody has asked for so long. */
  readonly idleMs?: number;
  /** Share of the pod's memory that is taken, 0 to 1. */
  readonly used?: () => number;
}

const IDLE_MS = 5 * 60_000;
/** With more of it in use there is no room for another model. */
const MOST_USED = 0.7;

export function oneMore({ objects, dataset, idleMs = IDLE_MS, used = memoryUsed }: OneMoreOptions): OneMore {
  let held: Held | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const putAway = (): void => {
    held = undefined;
  };
  const load = (wanted: Pointer): Held => {
    if (held?.isLoading) throw busy(`version ${held.version} of ${dataset} is being loaded`);
    putAway();
    if (used() > MOST_USED)
      throw busy(`there is no room for version ${wanted.version} beside the served one`);
    const one: Held = { ...wanted, isLoading: true, model: loadModel(objects, dataset, wanted) };
    one.model.then(
      () => {
        one.isLoading = false;
      },
      () => {
        if (held === one) putAway();
      },
    );
    held = one;
    return one;
  };
  return async (wanted) => {
    const one = held?.version === wanted.version && held.sha256 === wanted.sha256 ? held : load(wanted);
    clearTimeout(idle);
    idle = setTimeout(putAway, idleMs).unref();
    return await one.model.catch((cause) => {
      throw told(cause as Error, dataset, wanted.version);
    });
  };
}

interface Held extends Pointer {
  isLoading: boolean;
  readonly model: Promise<ServedModel>;
}

/** No failure of the server: a canary is not judged by it. */
const busy = (why: string): HttpError =>
  new HttpError(429, `${why}: try again in a moment`, {}, { 'retry-after': '5' });

function told(cause: Error, dataset: string, version: number): Error {
  if (cause instanceof NoSuchObject)
    return new HttpError(404, `no artifact of version ${version} of ${dataset} is kept`);
  if (cause instanceof ChangedFile) return new HttpError(409, cause.message);
  return new HttpError(409, `version ${version} of ${dataset} cannot be loaded: ${cause.message}`);
}

function memoryUsed(): number {
  const most = process.constrainedMemory();
  return most > 0 ? process.memoryUsage.rss() / most : 0;
}
