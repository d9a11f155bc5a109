/** What runs of each function: its revisions with their traffic, pods now, and pods that are wanted. */
import type { KnativeService, Revision } from './api.ts';
import { servedBy } from './pinned.ts';
import { datasetOf } from './predictors.ts';

export interface RunningRevision {
  readonly name: string;
  /** ISO 8601. */
  readonly since: string | null;
  /** Of the model that it serves; null where it is no predictor's, or follows production. */
  readonly version: number | null;
  /** Share of the traffic, 0 to 100. */
  readonly percent: number;
  /** By which it has an address of its own. */
  readonly tags: readonly string[];
  readonly ready: boolean;
  /** Why it is not. */
  readonly message: string | null;
  /** null where nobody says. */
  readonly pods: number | null;
  readonly wanted: number | null;
}

export interface RunningFunction {
  /** Of the Service. */
  readonly name: string;
  /** For whose data set it predicts; null of what is no predictor. */
  readonly dataset: string | null;
  /** Of all its revisions; null where nobody says. */
  readonly pods: number | null;
  readonly wanted: number | null;
  /** Those with traffic, a tag or pods, and the newest; the newest first. */
  readonly revisions: readonly RunningRevision[];
}

export function runningIn(
  services: readonly KnativeService[],
  revisions: readonly Revision[],
): RunningFunction[] {
  return services
    .map((service) => runningOf(service, revisions.filter(isOf(service.metadata.name))))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const isOf =
  (service: string) =>
  ({ metadata }: Revision): boolean =>
    metadata.labels?.['serving.knative.dev/service'] === service;

function runningOf(service: KnativeService, own: readonly Revision[]): RunningFunction {
  const all = own
    .map((revision) => revisionOf(service, revision))
    .sort((a, b) => (b.since ?? '').localeCompare(a.since ?? '') || b.name.localeCompare(a.name));
  return {
    name: service.metadata.name,
    dataset: datasetOf(service) ?? null,
    pods: sumOf(all.map(({ pods }) => pods)),
    wanted: sumOf(all.map(({ wanted }) => wanted)),
    revisions: all.filter((one, index) => index === 0 || isUsed(one)),
  };
}

const isUsed = ({ percent, tags, pods }: RunningRevision): boolean =>
  percent > 0 || tags.length > 0 || (pods ?? 0) > 0;

function revisionOf({ status: service }: KnativeService, revision: Revision): RunningRevision {
  const { metadata, status } = revision;
  const targets = (service?.traffic ?? []).filter(({ revisionName }) => revisionName === metadata.name);
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    name: metadata.name,
    since: metadata.creationTimestamp ?? null,
    version: servedBy(revision) ?? null,
    percent: targets.reduce((sum, { percent = 0 }) => sum + percent, 0),
    tags: targets.flatMap(({ tag }) => (tag ? [tag] : [])),
    ready: ready?.status === 'True',
    message: ready?.status === 'True' ? null : (ready?.message ?? ready?.reason ?? null),
    pods: status?.actualReplicas ?? null,
    wanted: status?.desiredReplicas ?? null,
  };
}

/** null when nobody has said any. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
