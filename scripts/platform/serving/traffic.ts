/** Traffic of a Service: targets as written in its spec, resolved to revisions, and picked from by percent. */
import type { TrafficTarget } from '../manifests/schemas.ts';
import type { RevisionState, Route } from './state.ts';

/** @throws with what is wrong when the targets do not make a whole. */
export function checkTraffic(targets: readonly TrafficTarget[]): void {
  const sum = targets.reduce((total, { percent = 0 }) => total + percent, 0);
  if (sum !== 100) throw new Error(`spec.traffic: percents sum to ${sum}, expected 100`);
  for (const { revisionName, latestRevision } of targets) {
    if (Boolean(revisionName) === Boolean(latestRevision)) {
      throw new Error('spec.traffic: each target needs either revisionName or latestRevision: true');
    }
  }
  const tags = targets.flatMap(({ tag }) => (tag ? [tag] : []));
  if (new Set(tags).size < tags.length) throw new Error('spec.traffic: a tag is given twice');
}

/** The newest revision that is ready. */
export function latestReady(revisions: readonly RevisionState[]): RevisionState | undefined {
  return revisions.findLast(({ ready }) => ready === 'True');
}

/** @throws with the reason when a target's revision does not exist or is not ready. */
export function resolveTraffic(
  targets: readonly TrafficTarget[] | undefined,
  revisions: readonly RevisionState[],
): Route[] {
  return (targets ?? [{ latestRevision: true, percent: 100 }]).map((target) => {
    const revision = target.revisionName
      ? revisions.find(({ name }) => name === target.revisionName)
      : latestReady(revisions);
    if (!revision)
      throw new Error(
        target.revisionName ? `Revision "${target.revisionName}" not found` : 'no revision is ready',
      );
    if (revision.ready !== 'True')
      throw new Error(`Revision "${revision.name}" is not ready: ${revision.message ?? ''}`);
    return {
      revisionName: revision.name,
      latestRevision: !target.revisionName,
      percent: target.percent ?? 0,
      ...(target.tag ? { tag: target.tag } : {}),
    };
  });
}

/** The revision for one request. `random`: from 0 to below 1. */
export function pickRevision(
  routes: readonly Route[],
  tag: string | undefined,
  random: number,
): string | undefined {
  if (tag !== undefined) return routes.find((route) => route.tag === tag)?.revisionName;
  let rest = random * 100;
  for (const { percent, revisionName } of routes) {
    rest -= percent;
    if (rest < 0) return revisionName;
  }
  return undefined;
}
