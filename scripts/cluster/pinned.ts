/** What `rollout` has made of a Service is its own: a deployment leaves the served model version as it is. */
import type { KnativeService } from '../../shared/runtime/knative/api.ts';
import { pinned, pinnedTo } from '../../shared/runtime/knative/pinned.ts';
import { KNATIVE_SERVICE, kindOf, type Resource } from './resource.ts';

/** The resource to apply, serving the version that the live one is pinned to. */
export function keepVersion(wanted: Resource, live: readonly Resource[]): Resource {
  if (!isKnativeService(wanted)) return wanted;
  const now = live.filter(isKnativeService).find(({ metadata }) => metadata.name === wanted.metadata.name);
  const served = now && pinnedTo(now.spec.template);
  if (!served) return wanted;
  const { spec } = wanted;
  return { ...wanted, spec: { ...spec, template: pinned(spec.template, served) } };
}

/** By its kind, and by what is looked into here. */
export function isKnativeService(resource: Resource): resource is Resource & KnativeService {
  return (
    kindOf(resource) === KNATIVE_SERVICE &&
    Array.isArray(at(resource, 'spec', 'template', 'spec', 'containers'))
  );
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
