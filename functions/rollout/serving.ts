/** Whether a version has all of the traffic, and what a rollout came to. */
import type { KnativeApi, KnativeService, TrafficTarget } from '../../shared/runtime/knative/api.ts';
import { isObserved, sharesOf, soleVersion } from '../../shared/runtime/knative/served.ts';

export interface CanaryResult {
  /** All the traffic is at revisions that serve the version. */
  readonly forward: boolean;
  readonly reason: string;
}

/** Of the traffic, when there is no canary. */
export const ALL_TO_LATEST: readonly TrafficTarget[] = [{ latestRevision: true, percent: 100 }];

/** What is so already needs no change, and no new revision. @returns undefined when it is not so */
export async function servingAlone(
  api: KnativeApi,
  service: KnativeService,
  version: number,
): Promise<CanaryResult | undefined> {
  if (!isObserved(service)) return undefined;
  const shares = await sharesOf(api, service);
  if (soleVersion(shares) !== version) return undefined;
  const revisions = shares.map(({ revision }) => revision).join(' and ');
  return { forward: true, reason: `all of the traffic is at ${revisions}, which serves version ${version}` };
}
