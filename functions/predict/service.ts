/** What the handlers of one process share. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import type { Sql } from '../../shared/store/database.ts';
import type { InferenceLog } from './inference-log.ts';
import type { Latencies } from './latencies.ts';
import type { OneMore } from './one-more.ts';
import type { RecentIds } from './recent-ids.ts';
import type { ServedModel } from './served-model.ts';
import type { Versions } from './versions.ts';

export interface Service {
  readonly dataset: Dataset;
  readonly versions: Versions;
  /** Another version, for who asks for one. */
  readonly oneMore: OneMore;
  readonly log: InferenceLog;
  readonly latencies: Latencies;
  readonly recent: RecentIds;
  /** The database, connected at the first use; undefined where the function was given none. */
  readonly sql: () => Sql | undefined;
}

/** The model that answers this request, whatever comes after. @throws HttpError 503 when there is none yet */
export function modelOf({ versions, dataset }: Service): ServedModel {
  versions.glance();
  if (versions.current) return versions.current;
  throw new HttpError(
    503,
    `no model yet for ${dataset.name}: the first one is served as soon as it is promoted`,
  );
}

/** Production is what the pointer names; a newer version is on its way there, an older one has been. */
export function stageOf({ metadata: { version } }: ServedModel, production: number | undefined): string {
  if (production === undefined) return 'None';
  if (version === production) return 'Production';
  return version > production ? 'Staging' : 'Archived';
}
