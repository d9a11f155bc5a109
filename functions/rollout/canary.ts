/** A new revision, pinned to a model version, gets the traffic in steps; back to the old one when it is worse. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Canary } from './complaint.ts';
import type { KnativeApi, KnativeService, Revision, TrafficTarget } from './kubernetes.ts';
import { until } from './kubernetes.ts';
import { pinned, servedBy } from './pinned.ts';

export interface CanaryOptions {
  /** Percent of the traffic that the new revision gets, step by step; the last is 100. */
  readonly steps: readonly number[];
  /** How long each step but the last is watched. */
  readonly stepMs: number;
  /** How long the new revision may take to become ready. */
  readonly readyMs: number;
  /** How the new revision does: what speaks against it, or undefined. */
  readonly complaint: (canary: Canary) => Promise<string | undefined>;
  readonly onStep: (message: string) => void;
}

export interface CanaryResult {
  readonly forward: boolean;
  readonly reason: string;
  readonly revision?: string;
}

const TAG = 'canary';

/** @throws when the API cannot be reached; may be called again then: what is already so stays so. */
export async function rollOut(
  api: KnativeApi,
  service: KnativeService,
  version: number,
  options: CanaryOptions,
): Promise<CanaryResult> {
  const name = service.metadata.name;
  const old = stableRevision(service);
  const revision = await createRevision(api, service, version, old, options);
  if (!revision.ready) {
    await api.patch(name, { spec: { traffic: old ? [{ revisionName: old, percent: 100 }] : null } });
    return {
      forward: false,
      reason: `revision ${revision.name} did not become ready: ${revision.why}`,
      revision: revision.name,
    };
  }
  if (old && old !== revision.name) {
    for (const percent of options.steps.filter((step) => step < 100)) {
      const set = await api.patch(name, { spec: { traffic: split(old, revision.name, percent) } });
      options.onStep(`${percent} % to ${revision.name}`);
      await pause(options.stepMs);
      const now = await api.service(name);
      if (now?.metadata.generation !== set.metadata.generation)
        return {
          forward: false,
          reason: `${name} was changed by somebody else at ${percent} % to ${revision.name}: left as it is`,
          revision: revision.name,
        };
      const tagUrl = tagUrlOf(now);
      const complaint = await options.complaint({ revision: revision.name, old, tagUrl });
      if (complaint === undefined) continue;
      await api.patch(name, { spec: { traffic: [{ revisionName: old, percent: 100 }] } });
      return {
        forward: false,
        reason: `back to ${old} at ${percent} %: ${complaint}`,
        revision: revision.name,
      };
    }
  }
  await api.patch(name, { spec: { traffic: [{ latestRevision: true, percent: 100 }] } });
  options.onStep(`100 % to ${revision.name}`);
  return {
    forward: true,
    reason: `revision ${revision.name} serves version ${version}`,
    revision: revision.name,
  };
}

/** The revision that has the most traffic now. A canary that was left behind is not it. */
function stableRevision(service: KnativeService): string | undefined {
  const targets = (service.status?.traffic ?? []).filter(
    (target) => target.tag !== TAG || (target.percent ?? 0) > 50,
  );
  const [first] = [...targets].sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
  return first?.revisionName ?? service.status?.latestReadyRevisionName;
}

function split(old: string, revision: string, percent: number): TrafficTarget[] {
  return [
    { revisionName: old, percent: 100 - percent },
    { revisionName: revision, percent, tag: TAG },
  ];
}

interface Created {
  readonly name: string;
  readonly ready: boolean;
  readonly why: string;
}

async function createRevision(
  api: KnativeApi,
  service: KnativeService,
  version: number,
  old: string | undefined,
  { readyMs }: CanaryOptions,
): Promise<Created> {
  const name = service.metadata.name;
  const containers = service.spec.template.spec.containers.map((container) => pinned(container, version));
  const changed = await api.patch(name, {
    spec: {
      // A template's own name would have to be new each time; Knative numbers revisions itself.
      template: { metadata: { name: null }, spec: { containers } },
      ...(old ? { traffic: [{ revisionName: old, percent: 100 }] } : {}),
    },
  });
  const seen = await until(() => revisionOf(api, changed, version), { timeoutMs: readyMs, everyMs: 100 });
  if (!seen) return { name, ready: false, why: 'the Service was not reconciled in time' };
  const verdict = await until(async () => readiness(await api.revision(seen)), {
    timeoutMs: readyMs,
    everyMs: 250,
  });
  return {
    name: seen,
    ready: verdict === 'ready',
    why: verdict ?? `not within ${Math.round(readyMs / 1000)} s`,
  };
}

/**
 * The newest revision, once it serves the version: Knative tells that it has seen the change of a Service before its
 * revision is made, and names the one before until then.
 */
async function revisionOf(
  api: KnativeApi,
  changed: KnativeService,
  version: number,
): Promise<string | undefined> {
  const now = await api.service(changed.metadata.name);
  const name = now?.status?.latestCreatedRevisionName;
  if (!name || (now.status?.observedGeneration ?? 0) < (changed.metadata.generation ?? 0)) return undefined;
  const revision = await api.revision(name);
  return revision && servedBy(revision.spec.containers) === version ? name : undefined;
}

/** 'ready', the message of a failure, or undefined while it is open. */
function readiness(revision: Revision | undefined): string | undefined {
  const ready = revision?.status?.conditions?.find((condition) => condition.type === 'Ready');
  if (ready?.status === 'True') return 'ready';
  return ready?.status === 'False' ? (ready.message ?? ready.reason ?? 'no reason given') : undefined;
}

const tagUrlOf = (service: KnativeService | undefined): string | undefined =>
  service?.status?.traffic?.find(({ tag, url }) => tag === TAG && url)?.url;
