/** A new revision, pinned to a model version, gets the traffic in steps; back to the old one when it is worse. */
import { setTimeout as pause } from 'node:timers/promises';
import type { KnativeApi, KnativeService, TrafficTarget } from '../../shared/runtime/knative/api.ts';
import { pinnedTo, pinOf } from '../../shared/runtime/knative/pinned.ts';
import type { Pointer } from '../../shared/tracking/artifact.ts';
import { ChangedByOther, changeSeen, unchanged } from './change.ts';
import { asTheyLeftIt } from './changed-by-other.ts';
import type { Canary } from './complaint.ts';
import { type Patience, withPin } from './revision.ts';
import { ALL_TO_LATEST, type CanaryResult, servingAlone } from './serving.ts';

export interface CanaryOptions extends Patience {
  /** Percent of the traffic that the new revision gets, step by step; the last is 100. Just that one: no canary. */
  readonly steps: readonly number[];
  /** How long each step but the last is watched. */
  readonly stepMs: number;
  /** How the new revision does: what speaks against it, or undefined. */
  readonly complaint: (canary: Canary) => Promise<string | undefined>;
  readonly onStep: (message: string) => void;
}

const TAG = 'canary';
/** So often a canary is looked at while it has its share. */
const LOOK_MS = 2_000;

/**
 * Whoever else changes the Service meanwhile wins; what they have made of it decides how this ends.
 * @throws when the API cannot be reached; may be called again then: what is already so stays so.
 */
export async function rollOut(
  api: KnativeApi,
  service: KnativeService,
  wanted: Pointer,
  options: CanaryOptions,
): Promise<CanaryResult> {
  const { version } = wanted;
  const serving = await servingAlone(api, service, version);
  if (serving) return serving;
  try {
    return await brought(api, service, wanted, options);
  } catch (error) {
    if (error instanceof ChangedByOther)
      return await asTheyLeftIt(api, { version, old: stableRevision(service) }, error, options);
    throw error;
  }
}

async function brought(
  api: KnativeApi,
  service: KnativeService,
  wanted: Pointer,
  options: CanaryOptions,
): Promise<CanaryResult> {
  const old = stableRevision(service);
  const pin = pinOf(service.spec.template, wanted);
  const made = await withPin(api, service, pin, { ...options, old });
  const revision = made.name;
  if (!made.ready) {
    await takeBack(api, made.service, old, options);
    return { forward: false, reason: `revision ${revision} did not become ready: ${made.why}` };
  }
  const tried =
    old && old !== revision
      ? await tryOut(api, made.service, { old, revision }, options)
      : { service: made.service };
  if (tried.objection) {
    await takeBack(api, tried.service, old, options);
    return { forward: false, reason: tried.objection };
  }
  await changeSeen(api, tried.service, { traffic: ALL_TO_LATEST });
  options.onStep(`100 % to ${revision}`);
  return { forward: true, reason: `revision ${revision} serves version ${wanted.version}` };
}

interface Tried {
  /** As it was changed last. */
  readonly service: KnativeService;
  /** Why it cannot have all of the traffic. */
  readonly objection?: string;
}

/** Gives the revision more and more of the traffic. */
async function tryOut(
  api: KnativeApi,
  seen: KnativeService,
  { old, revision }: { readonly old: string; readonly revision: string },
  options: CanaryOptions,
): Promise<Tried> {
  let service = seen;
  for (const percent of options.steps.filter((step) => step < 100)) {
    service = await changeSeen(api, service, { traffic: split(old, revision, percent) });
    options.onStep(`${percent} % to ${revision}`);
    const complaint = await watched(api, service, { old, revision }, options);
    if (complaint) return { service, objection: `back to ${old} at ${percent} %: ${complaint}` };
  }
  return { service };
}

/** Looks at the canary again and again until the step is over: a bad one is not left for the whole of it. */
async function watched(
  api: KnativeApi,
  set: KnativeService,
  { old, revision }: { readonly old: string; readonly revision: string },
  options: CanaryOptions,
): Promise<string | undefined> {
  const end = Date.now() + options.stepMs;
  do {
    await pause(Math.min(LOOK_MS, Math.max(0, end - Date.now())));
    const now = await unchanged(api, set);
    const complaint = await options.complaint({ revision, old, tagUrl: tagUrlOf(now) });
    if (complaint) return complaint;
  } while (Date.now() < end);
  return undefined;
}

/**
 * The traffic to the old revision at once. Then what it was made of becomes the newest revision again: with a newest
 * one that is bad, the Service would be not ready for good, and the next deployment would make more of that.
 */
async function takeBack(
  api: KnativeApi,
  seen: KnativeService,
  old: string | undefined,
  options: CanaryOptions,
): Promise<void> {
  if (!old) return;
  const service = await changeSeen(api, seen, { traffic: [{ revisionName: old, percent: 100 }] });
  const before = await api.revision(old);
  if (!before) return;
  const made = await withPin(api, service, pinOf(before, pinnedTo(before)), { ...options, old });
  if (made.ready) await changeSeen(api, made.service, { traffic: ALL_TO_LATEST });
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

const tagUrlOf = (service: KnativeService): string | undefined =>
  service.status?.traffic?.find(({ tag, url }) => tag === TAG && url)?.url;
