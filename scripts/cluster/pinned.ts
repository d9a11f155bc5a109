/** What `rollout` has made of a Service is its own: a deployment leaves the served model version as it is. */
import type { KnativeService } from '../../shared/runtime/knative/api.ts';
import { pinned, servedBy } from '../../shared/runtime/knative/pinned.ts';
import { KNATIVE_SERVICE, kindOf, type Resource } from './resource.ts';

/** The resource to apply, serving the version that the live one is pinned to. */
export function keepVersion(wanted: Resource, live: readonly Resource[]): Resource {
  const now = live.find(
    (one) => kindOf(one) === KNATIVE_SERVICE && one.metadata.name === wanted.metadata.name,
  ) as unknown as KnativeService | undefined;
  if (kindOf(wanted) !== KNATIVE_SERVICE || !now) return wanted;
  const version = servedBy(now.spec.template);
  if (version === undefined) return wanted;
  const { spec } = wanted as unknown as KnativeService;
  return { ...wanted, spec: { ...spec, template: pinned(spec.template, version) } };
}
