/** Changes of a Service that give way: whoever else changes it meanwhile wins. */
import { setTimeout as pause } from 'node:timers/promises';
import { Conflict, type KnativeApi, type KnativeService } from '../../shared/runtime/knative/api.ts';

/** Somebody else has changed the Service since we did. */
export class ChangedByOther extends Error {
  override readonly name = 'ChangedByOther';
  /** As it was told last by us. */
  readonly seen: KnativeService;
  /** As it is now; undefined when it is gone. */
  readonly now: KnativeService | undefined;
  constructor(seen: KnativeService, now: KnativeService | undefined) {
    super(`${seen.metadata.name} was changed by somebody else`);
    this.seen = seen;
    this.now = now;
  }
}

/** Knative writes its status into the Service for some moments after each change. */
const TRIES = 50;
const PAUSE_MS = 100;

/** The Service as it is now. @throws ChangedByOther unless it is told what it was told when it was `seen` */
export async function unchanged(api: KnativeApi, seen: KnativeService): Promise<KnativeService> {
  const { name, generation } = seen.metadata;
  const now = await api.service(name);
  if (!now || now.metadata.generation !== generation) throw new ChangedByOther(seen, now);
  return now;
}

/** Applies a merge patch to the Service as it was `seen`. @throws ChangedByOther when it is no longer that */
export async function changeSeen(
  api: KnativeApi,
  seen: KnativeService,
  spec: unknown,
): Promise<KnativeService> {
  for (let tries = 1; ; tries++) {
    const { resourceVersion } = (await unchanged(api, seen)).metadata;
    try {
      return await api.patch(seen.metadata.name, { metadata: { resourceVersion }, spec });
    } catch (error) {
      if (!(error instanceof Conflict) || tries === TRIES) throw error;
      await pause(PAUSE_MS);
    }
  }
}
