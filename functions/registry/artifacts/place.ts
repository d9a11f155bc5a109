/**
 * Where an artifact is, and whether the caller reaches it. What notebooks log is in the bucket `artifacts`, under its
 * path. Beside that, to be read: the files of versions that the pipeline has made, `models/<data set>/<version>/`; and
 * for each of its trainings, in the folder of its run, `snapshot.parquet` (the data it has learned from) and `model/`
 * (the version that it has become).
 */

import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Query } from '../../../shared/store/database.ts';
import type { Address } from '../../../shared/store/objects.ts';
import { MODELS } from '../../../shared/tracking/artifact.ts';
import { type ArtifactOwner, artifactOwner } from '../../../shared/tracking/mlflow/artifact-owner.ts';
import { datasetOf, mustReach } from '../reach.ts';
import { absent, invalid } from '../refused.ts';

export type Place =
  /** What notebooks log. */
  | { readonly kind: 'kept'; readonly address: Address }
  /** A file of the pipeline, or a folder of such. */
  | { readonly kind: 'made'; readonly address: Address }
  /** The folder of a training's run. */
  | { readonly kind: 'training'; readonly model: Address | undefined; readonly snapshot: Address }
  | { readonly kind: 'nothing' };

/** @throws HttpError 400, 403, 404 for an experiment or a data set that there is not */
export async function placeOf(
  sql: Query,
  request: Pick<HttpRequest, 'principal'>,
  parts: readonly string[],
): Promise<Place> {
  const [first = '', second = ''] = parts;
  if (first === 'models') return ofVersion(request, parts);
  if (!/^\d{1,18}$/.test(first))
    throw invalid(`Invalid path: "${first.slice(0, 100)}" is no id of an experiment`);
  const owner = await artifactOwner(sql, first, second);
  if (!owner) throw absent(`No Experiment with id=${first} exists`);
  mustReach(request, owner.experiment);
  if (owner.training) return ofTraining(owner.training, parts);
  return { kind: 'kept', address: { bucket: 'artifacts', key: parts.join('/') } };
}

/** models/<data set>/<version>/... */
function ofVersion(request: Pick<HttpRequest, 'principal'>, parts: readonly string[]): Place {
  const [, name = '', version = ''] = parts;
  if (datasetOf(name) === undefined || !/^[1-9]\d{0,8}$/.test(version))
    throw absent(`No such artifact: '${parts.join('/').slice(0, 300)}'`);
  mustReach(request, name);
  return { kind: 'made', address: { bucket: MODELS, key: parts.slice(1).join('/') } };
}

/** <experiment>/<run>/artifacts/... */
function ofTraining(
  { dataset, version }: NonNullable<ArtifactOwner['training']>,
  [, run = '', folder, name, ...rest]: readonly string[],
): Place {
  const model = version === null ? undefined : ({ bucket: MODELS, key: `${dataset}/${version}` } as const);
  const snapshot = { bucket: 'datasets', key: `${dataset}/${run}/snapshot.parquet` } as const;
  if (folder !== 'artifacts') return { kind: 'nothing' };
  if (name === undefined) return { kind: 'training', model, snapshot };
  if (name === 'snapshot.parquet' && rest.length === 0) return { kind: 'made', address: snapshot };
  if (name !== 'model' || !model) return { kind: 'nothing' };
  return { kind: 'made', address: { bucket: MODELS, key: [model.key, ...rest].join('/') } };
}
