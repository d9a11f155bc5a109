/** Somebody wants a version in production: checked as far as it can be here, then asked of `rollout` by an event. */
import { versionRequested } from '../../events/types.ts';
import type { ObjectStore } from '../../store/objects.ts';
import { FILES, modelAddress } from '../../tracking/artifact.ts';
import { remember } from '../../tracking/production.ts';
import { productionVersion, versionNumbered } from '../../tracking/versions.ts';
import { HttpError } from '../http/http.ts';
import { ask } from './ask.ts';
import type { Changing } from './recorded.ts';

export interface Wish {
  readonly version: number;
  readonly reason: string;
  readonly by: string;
  /** At once, without a canary; also where the version is in production already: then all of the traffic goes there. */
  readonly force: boolean;
}

/** What a predictor cannot start without, and drift cannot be told without. */
const NEEDED = [FILES.graph, FILES.metadata, FILES.profile];

/**
 * @returns the id of the event; null where the version is in production already
 * @throws HttpError 404 when there is no such version, 409 when its files are gone
 */
export async function requestVersion(
  changing: Changing,
  objects: Pick<ObjectStore, 'size'>,
  dataset: string,
  wish: Wish,
): Promise<string | null> {
  const { version, reason, by, force } = wish;
  if (!(await versionNumbered(changing.sql, dataset, version)))
    throw new HttpError(404, `there is no version ${version} of ${dataset}`);
  await mustHaveFiles(objects, dataset, version);
  const production = await productionVersion(changing.sql, dataset);
  if (production?.version === version && !force) return null;
  const { id } = await ask(changing, {
    action: 'version.requested',
    dataset,
    target: String(version),
    reason,
    details: { by, force },
    type: versionRequested,
    data: wish,
    beside: (tx) =>
      remember(tx, { name: dataset, version, event: 'asked for', reason: `${reason} (by ${by})` }),
  });
  return id;
}

async function mustHaveFiles(
  objects: Pick<ObjectStore, 'size'>,
  dataset: string,
  version: number,
): Promise<void> {
  for (const file of NEEDED)
    if ((await objects.size(modelAddress(dataset, version, file))) === undefined)
      throw new HttpError(
        409,
        `version ${version} of ${dataset} has no ${file} any more: it cannot be served`,
      );
}
