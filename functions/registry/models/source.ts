/**
 * Where a new version's files are: what a client names is followed once, when the version is registered. It is of the run
 * or the logged model that the client names with it, of another version, or elsewhere, where this server does not look.
 */
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Query } from '../../../shared/store/database.ts';
import { aliased } from '../../../shared/tracking/mlflow/aliases.ts';
import { originOfModel, originOfRun } from '../../../shared/tracking/mlflow/origins.ts';
import { partsOf } from '../artifacts/path.ts';
import { placeOf } from '../artifacts/place.ts';
import { mustReach } from '../reach.ts';
import { invalid } from '../refused.ts';
import { versionOr404 } from './found.ts';

export interface Wanted {
  readonly source: string;
  readonly runId: string;
  readonly modelId: string | null;
  /** Prompts are texts in tags: their source is a word. */
  readonly isPrompt: boolean;
}

export interface Source {
  readonly location: string;
  readonly runId: string;
}

type Asking = Pick<HttpRequest, 'principal'>;

const SCHEME = 'mlflow-artifacts:/';
const MOST = 2048;

/** @throws HttpError 400, 403, 404 */
export async function sourceOf(sql: Query, request: Asking, wanted: Wanted): Promise<Source> {
  const { source, runId, isPrompt } = wanted;
  if (source.length > MOST) throw invalid(`'source' exceeds the maximum length of ${MOST} characters`);
  if (isPrompt) return { location: source, runId };
  if (isLocal(source)) throw local(source);
  if (isRelative(source)) throw relative(source);
  if (source.startsWith('models:')) return await ofModel(sql, request, wanted);
  if (source.startsWith('runs:/')) return await ofRun(sql, request, wanted);
  if (source.startsWith('mlflow-artifacts:')) return await ofArtifacts(sql, request, wanted);
  return { location: source, runId };
}

const isLocal = (source: string): boolean => !/^[a-z][a-z0-9+.-]*:/i.test(source) || /^file:/i.test(source);
const isRelative = (source: string): boolean =>
  source.includes('\0') || decodedWholly(source).split('/').includes('..');

/** However often it is encoded: whoever reads it later may undo it more often than we do. */
function decodedWholly(text: string): string {
  for (let seen = text; ; ) {
    const next = seen.replaceAll(/%2e/gi, '.').replaceAll(/%2f/gi, '/').replaceAll(/%25/g, '%');
    if (next === seen) return seen;
    seen = next;
  }
}

const local = (source: string): Error =>
  invalid(
    `Invalid model version source: '${source}'. To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id.`,
  );
const relative = (source: string): Error =>
  invalid(
    `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
  );
const notOf = (what: 'run_id' | 'model_id', source: string): Error =>
  invalid(
    `Invalid model version source: '${source}'. The ${what} request parameter must identify the resource that contains the source.`,
  );

/** models:/m-<id> of a logged model; models:/<name>/<version> and models:/<name>@<alias> of another version. */
async function ofModel(sql: Query, request: Asking, { source, runId, modelId }: Wanted): Promise<Source> {
  const [, id] = /^models:\/(m-[\w-]{1,250})$/.exec(source) ?? [];
  if (id === undefined) return await ofVersion(sql, request, source, runId);
  if (modelId !== null && modelId !== id) throw notOf('model_id', source);
  const origin = await originOfModel(sql, id);
  if (!origin) throw notOf('model_id', source);
  mustReach(request, origin.owner);
  return {
    location: `${SCHEME}${origin.experiment}/models/${id}/artifacts`,
    runId: runId || (origin.run ?? ''),
  };
}

async function ofVersion(sql: Query, request: Asking, source: string, runId: string): Promise<Source> {
  const [, name = '', number, alias] = /^models:\/([^/@:]+)(?:\/(\d{1,9})|@([\w-]+))$/.exec(source) ?? [];
  if (name === '') throw invalid(`Not a proper models:/ URI: ${source}`);
  mustReach(request, name);
  const version = alias === undefined ? Number(number) : await aliased(sql, name, alias);
  if (version === undefined) throw invalid(`Registered model alias ${alias} not found.`);
  const found = await versionOr404(sql, name, version);
  return { location: found.source, runId: runId || (found.runId ?? '') };
}

async function ofRun(sql: Query, request: Asking, { source, runId }: Wanted): Promise<Source> {
  const [, id = '', path = ''] = /^runs:\/([^/]+)\/(.+)$/.exec(source) ?? [];
  const origin = id !== '' && id === runId ? await originOfRun(sql, id) : undefined;
  if (!origin) throw notOf('run_id', source);
  mustReach(request, origin.owner);
  return { location: `${SCHEME}${[origin.experiment, id, 'artifacts', ...partsOf(path)].join('/')}`, runId };
}

/** What the pipeline has made names itself; all else is of the run, or of the logged model, that is named with it. */
async function ofArtifacts(sql: Query, request: Asking, { source, runId, modelId }: Wanted): Promise<Source> {
  if (!source.startsWith(SCHEME) || source.startsWith(`${SCHEME}/`)) throw relative(source);
  const parts = partsOf(source.slice(SCHEME.length).replace(/\/$/, ''));
  const [first, second, third] = parts;
  const isOfModel = second === 'models';
  const isTheirs = first === 'models' || (isOfModel ? third === modelId : second === runId);
  if (!isTheirs) throw notOf(modelId === null ? 'run_id' : 'model_id', source);
  await placeOf(sql, request, parts);
  return { location: SCHEME + parts.join('/'), runId };
}
