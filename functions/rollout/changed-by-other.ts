/** How a rollout ends when somebody else has changed the Service meanwhile: what they have made of it decides. */
import { type KnativeApi, type KnativeService, until } from '../../shared/runtime/knative/api.ts';
import { pinnedTo, pinOf, servedBy } from '../../shared/runtime/knative/pinned.ts';
import { isObserved } from '../../shared/runtime/knative/served.ts';
import { ChangedByOther, changeSeen } from './change.ts';
import { type Patience, withPin } from './revision.ts';
import { ALL_TO_LATEST, type CanaryResult, servingAlone } from './serving.ts';

/** Knative needs moments to route what a person has just set. */
const ROUTED_MS = 30_000;

/**
 * All of the traffic at this version: somebody was quicker. Traffic that they have set otherwise stays so. Where they
 * have changed the template alone, the traffic is still as the canary left it, and that is taken back.
 */
export async function asTheyLeftIt(
  api: KnativeApi,
  { version, old }: { readonly version: number; readonly old: string | undefined },
  { message, seen, now }: ChangedByOther,
  options: Patience,
): Promise<CanaryResult> {
  const routed = now && (await routedNow(api, now));
  const serving = routed && (await servingAlone(api, routed, version));
  if (serving) return serving;
  if (!routed || !old || trafficOf(routed) !== trafficOf(seen))
    return { forward: false, reason: `${message}: left as it is` };
  try {
    await giveBack(api, routed, { version, old }, options);
    return { forward: false, reason: `${message}: back to ${old}` };
  } catch (error) {
    if (error instanceof ChangedByOther) return { forward: false, reason: `${message}: left as it is` };
    throw error;
  }
}

/** Once Knative has routed what a person has just set. */
async function routedNow(
  api: KnativeApi,
  { metadata: { name } }: KnativeService,
): Promise<KnativeService | undefined> {
  const found = await until(
    async () => {
      const now = await api.service(name);
      return now && !isObserved(now) ? undefined : { now };
    },
    { timeoutMs: ROUTED_MS, everyMs: 250 },
  );
  return found?.now;
}

/** Traffic and version as they were; what else somebody has set in the template stays. */
async function giveBack(
  api: KnativeApi,
  now: KnativeService,
  { version, old }: { readonly version: number; readonly old: string },
  options: Patience,
): Promise<void> {
  const service = await changeSeen(api, now, { traffic: [{ revisionName: old, percent: 100 }] });
  const before = await api.revision(old);
  if (!before || servedBy(now.spec.template) !== version) return;
  const pin = pinOf(now.spec.template, pinnedTo(before));
  const made = await withPin(api, service, pin, { ...options, old });
  if (made.ready) await changeSeen(api, made.service, { traffic: ALL_TO_LATEST });
}

/** To compare with: without what Knative adds. */
const trafficOf = ({ spec: { traffic = [] } }: KnativeService): string =>
  JSON.stringify(traffic.map(({ revisionName, percent = 0, tag }) => [revisionName, percent, tag]));
