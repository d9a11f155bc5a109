/** A person wants a version in production: checked as far as it can be here, then asked of `rollout` by an event. */

import type { Principal } from '../../shared/access/principal.ts';
import type { VersionRequest } from '../../shared/api/changes.ts';
import { TRAFFIC, versionRequested } from '../../shared/events/types.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';
import { FILES, modelAddress } from '../../shared/tracking/artifact.ts';
import { productionVersion, versionNumbered } from '../../shared/tracking/versions.ts';
import { ask } from './ask.ts';
import { authorIn, type Fields, isForced, reasonIn } from './fields.ts';
import type { Changing } from './recorded.ts';

export interface Wish {
  readonly version: number;
  readonly reason: string;
  readonly by: string;
  /** At once, without a canary; also where the version is in production already: then all of the traffic goes there. */
  readonly force: boolean;
}

/** @throws HttpError 422 naming what is wrong */
export function wishIn(version: number, fields: Fields, principal: Principal): Wish {
  const reason = reasonIn(fields, 'it');
  const by = authorIn(fields, principal);
  if (by === TRAFFIC) throw new HttpError(422, `by says who wants it, and not "${TRAFFIC}"`);
  return { version, reason, by, force: isForced(fields) };
}

/** What a predictor cannot start without, and drift cannot be told without. */
const NEEDED = [FILES.graph, FILES.metadata, FILES.profile];

/** @throws HttpError 404 when there is no such version, 409 when its files are gone */
export async function requestVersion(
  changing: Changing,
  objects: Pick<ObjectStore, 'size'>,
  dataset: string,
  wish: Wish,
): Promise<VersionRequest> {
  const { version, force } = wish;
  if (!(await versionNumbered(changing.sql, dataset, version)))
    throw new HttpError(404, `there is no version ${version} of ${dataset}`);
  for (const file of NEEDED)
    if ((await objects.size(modelAddress(dataset, version, file))) === undefined)
      throw new HttpError(
        409,
        `version ${version} of ${dataset} has no ${file} any more: it cannot be served`,
      );
  const production = await productionVersion(changing.sql, dataset);
  if (production?.version === version && !force) return { dataset, version, event: null };
  const { reason, by } = wish;
  const { id } = await ask(changing, {
    action: 'version.requested',
    dataset,
    target: String(version),
    reason,
    details: { by, force },
    type: versionRequested,
    data: wish,
  });
  return { dataset, version, event: id };
}
