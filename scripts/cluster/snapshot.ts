/** Everything of the platform that a cluster knows of, at one moment. */
import type { Kubectl } from './kubectl.ts';
import { NAMESPACE } from './manifests.ts';
import { kindOf, type Resource } from './resource.ts';

const KINDS = [
  'services.serving.knative.dev',
  'revisions.serving.knative.dev',
  'brokers.eventing.knative.dev',
  'triggers.eventing.knative.dev',
  'pingsources.sources.knative.dev',
  'sinkbindings.sources.knative.dev',
  'statefulsets.apps',
  'jobs.batch',
  'pods',
];

export interface Snapshot {
  readonly all: readonly Resource[];
  readonly of: (kind: string) => Resource[];
}

export async function snapshot(kubectl: Kubectl): Promise<Snapshot> {
  const { items } = await kubectl.get<{ items: Resource[] }>(KINDS.join(','), '-n', NAMESPACE);
  return snapshotOf(items);
}

export const snapshotOf = (all: readonly Resource[]): Snapshot => ({
  all,
  of: (kind) => all.filter((one) => kindOf(one) === kind),
});
