/** What a client can learn of the service and its model: /, /health, /model, /states, /values/<column>, /reload. */

import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { percentDecoded } from '../../shared/runtime/http/percent.ts';
import { logger } from '../../shared/runtime/log.ts';
import { traced } from '../../shared/runtime/tracing/request.ts';
import { ChangedFile } from '../../shared/tracking/checksums.ts';
import { modelOf, type Service, stageOf } from './service.ts';
import { VERSION } from './version.ts';

/** Versions and whether they are loaded: what every page about the service begins with. */
function served({ dataset, versions }: Service): Record<string, unknown> {
  const model = versions.current;
  return {
    model_name: dataset.name,
    model_version: model?.metadata.version ?? null,
    model_stage: model ? stageOf(model, versions.production) : null,
    model_run_id: model?.metadata.runId ?? null,
    model_loaded: model !== undefined,
    explainer_loaded: model !== undefined,
  };
}

export function info(service: Service): Answer {
  service.versions.glance();
  return json({
    service: `predict-${service.dataset.name}`,
    version: VERSION,
    ...served(service),
    features: service.versions.current?.metadata.featureNames ?? [],
    documentation: '/docs',
  });
}

/**
 * Always 200 while the process lives: a Service without a model is deployed, and waits. Clients of this kind of API read
 * `database_connected`; no prediction needs the database, so nobody looks, which null says.
 */
export function health(service: Service): Answer {
  service.versions.glance();
  const status = service.versions.current ? 'healthy' : 'degraded';
  const uptime = Math.round(process.uptime());
  return json({ status, ...served(service), database_connected: null, uptime_seconds: uptime });
}

export function ready(service: Service): Answer {
  service.versions.glance();
  return service.versions.current
    ? json({ status: 'ready' })
    : json(
        {
          status: 'not ready',
          reason: `no model yet for ${service.dataset.name}`,
        },
        503,
      );
}

export function model(service: Service): Answer {
  const { metadata } = modelOf(service);
  const lists = Object.entries(metadata.values ?? {}).map(([column, values]) => [
    `available_${plural(column)}`,
    values,
  ]);
  return json({
    ...served(service),
    ...Object.fromEntries(lists.filter(([, values]) => (values?.length ?? 0) <= 200)),
    feature_names: metadata.featureNames,
    metrics: metadata.metrics,
    task: metadata.task,
    target: metadata.target,
    classes: metadata.classes,
    interval: metadata.interval,
    family: metadata.family,
    created_at: metadata.createdAt,
    production_version: service.versions.production ?? null,
  });
}

/** {states: [...]} for the column "state". */
export function values(service: Service, column: string): Answer {
  const { metadata } = modelOf(service);
  const known = Object.hasOwn(metadata.values, column) ? metadata.values[column] : undefined;
  if (known) return json({ [plural(column)]: known });
  const columns = Object.keys(metadata.values).join(', ');
  throw new HttpError(404, `no list of values for "${column.slice(0, 100)}", there are: ${columns}`);
}

/** The one path of the contract that names a column; a data set without it says what lists there are. */
export const states = (service: Service): Answer => values(service, 'state');

export const valuesOfPath = (service: Service, { path }: HttpRequest): Answer =>
  values(service, decoded(path.slice('/values/'.length)));

/** POST /reload: looks at the pointer now. A pinned model stays; what is in production is told all the same. */
export async function reload(service: Service, request: HttpRequest): Promise<Answer> {
  const before = service.versions.current?.metadata.version ?? null;
  await service.versions.reload().catch((cause: Error) => {
    logger().warn({ ...traced(request), error: cause.message }, 'reload failed');
    // What a store says of itself is for the log; that a file was changed is ours, and for whoever may reload.
    const why = cause instanceof ChangedFile ? cause.message : 'the models cannot be read at the moment';
    throw new HttpError(
      503,
      `not reloaded, ${before === null ? 'no model' : `version ${before}`} goes on: ${why}`,
    );
  });
  return json({
    ...served(service),
    pinned: service.versions.pinned,
    reloaded: (service.versions.current?.metadata.version ?? null) !== before,
    previous_version: before,
    production_version: service.versions.production ?? null,
  });
}

/** state -> states, city -> cities, status -> statuses: as the names of the lists are. */
function plural(column: string): string {
  if (column.endsWith('s')) return `${column}es`;
  return column.endsWith('y') ? `${column.slice(0, -1)}ies` : `${column}s`;
}

function decoded(text: string): string {
  const name = percentDecoded(text);
  if (name === undefined) throw new HttpError(400, 'the path is not well encoded');
  return name;
}
