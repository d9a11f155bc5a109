/** A new revision, pinned to a model version, gets the traffic in steps; back to the old one when it is worse. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Canary } from './complaint.ts';
import type { KnativeApi, KnativeService, TrafficTarget } from './kubernetes.ts';
import { pinOf, servedBy } from './pinned.ts';
import { type Patience, withPin } from './revision.ts';

export interface CanaryOptions extends Patience {
  /** Percent of the traffic that the new revision gets, step by step; the last is 100. */
  readonly steps: readonly number[];
  /** How long each step but the last is watched. */
  readonly stepMs: number;
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
/** So often a canary is looked at while it has its share. */
const LOOK_MS = 2_000;
const ALL_TO_LATEST: readonly TrafficTarget[] = [{ latestRevision: true, percent: 100 }];

/** @throws when the API cannot be reached; may be called again then: what is already so stays so. */
export async function rollOut(
  api: KnativeApi,
  service: KnativeService,
  version: number,
  options: CanaryOptions,
): Promise<CanaryResult> {
  const name = service.metadata.name;
  const old = stableRevision(service);
  const made = await withPin(api, name, pinOf(service.spec.template, version), { ...options, old });
  const revision = made.name;
  if (!made.ready) {
    await takeBack(api, name, old, options);
    return { forward: false, reason: `revision ${revision} did not become ready: ${made.why}`, revision };
  }
  if (old && old !== revision) {
    const objection = await tryOut(api, name, { old, revision }, options);
    if (objection) {
      if (objection.ours) await takeBack(api, name, old, options);
      return { forward: false, reason: objection.reason, revision };
    }
  }
  await api.patch(name, { spec: { traffic: ALL_TO_LATEST } });
  options.onStep(`100 % to ${revision}`);
  return { forward: true, reason: `revision ${revision} serves version ${version}`, revision };
}

interface Objection {
  readonly reason: string;
  /** Whether it is for us to mend: what somebody else has changed is left to them. */
  readonly ours: boolean;
}

/** Gives the revision more and more of the traffic. @returns why it cannot have all of it */
async function tryOut(
  api: KnativeApi,
  name: string,
  { old, revision }: { readonly old: string; readonly revision: string },
  options: CanaryOptions,
): Promise<Objection | undefined> {
  for (const percent of options.steps.filter((step) => step < 100)) {
    const set = await api.patch(name, { spec: { traffic: split(old, revision, percent) } });
    options.onStep(`${percent} % to ${revision}`);
    const objection = await watched(api, set, { old, revision, percent }, options);
    if (objection) return objection;
  }
  return undefined;
}

/** Looks at the canary again and again until the step is over: a bad one is not left for the whole of it. */
async function watched(
  api: KnativeApi,
  set: KnativeService,
  { old, revision, percent }: { readonly old: string; readonly revision: string; readonly percent: number },
  options: CanaryOptions,
): Promise<Objection | undefined> {
  const { name, generation } = set.metadata;
  const end = Date.now() + options.stepMs;
  do {
    await pause(Math.min(LOOK_MS, Math.max(0, end - Date.now())));
    const now = await api.service(name);
    if (now?.metadata.generation !== generation) {
      const reason = `${name} was changed by somebody else at ${percent} % to ${revision}: left as it is`;
      return { reason, ours: false };
    }
    const complaint = await options.complaint({ revision, old, tagUrl: tagUrlOf(now) });
    if (complaint) return { reason: `back to ${old} at ${percent} %: ${complaint}`, ours: true };
  } while (Date.now() < end);
  return undefined;
}

/**
 * The traffic to the old revision at once. Then what it was made of becomes the newest revision again: with a newest
 * one that is bad, the Service would be not ready for good, and the next deployment would make more of that.
 */
async function takeBack(
  api: KnativeApi,
  name: string,
  old: string | undefined,
  options: CanaryOptions,
): Promise<void> {
  if (!old) return;
  await api.patch(name, { spec: { traffic: [{ revisionName: old, percent: 100 }] } });
  const before = await api.revision(old);
  if (!before) return;
  const { ready } = await withPin(api, name, pinOf(before, servedBy(before)), { ...options, old });
  if (ready) await api.patch(name, { spec: { traffic: ALL_TO_LATEST } });
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

const tagUrlOf = (service: KnativeService | undefined): string | undefined =>
  service?.status?.traffic?.find(({ tag, url }) => tag === TAG && url)?.url;
