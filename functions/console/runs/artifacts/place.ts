/** Where the files of a run are: what notebooks have logged, and of a training the version that it has become. */
import { isWellFormed } from '../../../../shared/formats/well-formed.ts';
import { HttpError, type HttpRequest } from '../../../../shared/runtime/http/http.ts';
import type { Query } from '../../../../shared/store/database.ts';
import type { Address } from '../../../../shared/store/objects.ts';
import { MODELS } from '../../../../shared/tracking/artifact.ts';
import { artifactOwner } from '../../../../shared/tracking/mlflow/artifact-owner.ts';
import { partsAfter } from '../../path.ts';
import { named } from '../runs.ts';

export interface Place {
  readonly run: string;
  /** '' for the run's own folder. */
  readonly path: string;
  /** undefined where nothing can be. */
  readonly address: Address | undefined;
}

/** @throws HttpError 404 for a run that there is not for whoever asks, 422 for what is no path */
export async function placeIn(sql: Query, request: HttpRequest): Promise<Place> {
  const [id = ''] = partsAfter(request, '/api/runs/', 2);
  const path = pathIn(request);
  const [run] = await named(sql, [id], request.principal);
  const experiment = run?.experimentId ?? '';
  const owner = await artifactOwner(sql, experiment, id);
  const root: Address | undefined = owner?.training
    ? ofTraining(owner.training)
    : { bucket: 'artifacts', key: `${experiment}/${id}/artifacts` };
  return { run: id, path, address: root && { ...root, key: [root.key, path].filter(Boolean).join('/') } };
}

const ofTraining = (training: { readonly dataset: string; readonly version: number | null }) =>
  training.version === null
    ? undefined
    : ({ bucket: MODELS, key: `${training.dataset}/${training.version}` } as const);

const LONGEST = 1000;

/** Nothing that leads elsewhere. */
function pathIn({ query }: HttpRequest): string {
  const path = query.get('path') ?? '';
  if (path === '') return path;
  const isPath = isWellFormed(path) && !/[\p{Cc}\\]/u.test(path) && !path.split('/').some(isNoName);
  if (isPath && path.length <= LONGEST) return path;
  throw new HttpError(422, `path is "${path.slice(0, 100)}", expected names with slashes between them`);
}

const isNoName = (part: string): boolean => part === '' || part === '.' || part === '..';
