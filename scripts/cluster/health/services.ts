/** Whether each function can be called: its Service is ready and no pod of what has traffic is in trouble. */
import { condition, KNATIVE_SERVICE, type Resource } from '../resource.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Part } from './part.ts';
import { troubleOf } from './pods.ts';

interface Traffic {
  readonly revisionName?: string;
  readonly percent?: number;
}

/** One part for each name, also for a Service that is not there. */
export function serviceParts(state: Snapshot, names: readonly string[]): Part[] {
  const services = state.of(KNATIVE_SERVICE);
  return names.map((name) => {
    const service = services.find(({ metadata }) => metadata.name === name);
    if (!service)
      return { name: `service ${name}`, ok: false, detail: 'there is no such Service: npm run deploy' };
    return { name: `service ${name}`, ...verdict(service, state.of('v1/Pod')) };
  });
}

function verdict(service: Resource, pods: readonly Resource[]): Omit<Part, 'name'> {
  const ready = condition(service, 'Ready');
  const { traffic = [], latestCreatedRevisionName = '' } = (service.status ?? {}) as {
    traffic?: readonly Traffic[];
    latestCreatedRevisionName?: string;
  };
  // Others may have pods too: of a revision that failed and was replaced, say.
  const revisions = new Set([latestCreatedRevisionName, ...traffic.map(({ revisionName }) => revisionName)]);
  const own = pods.filter(({ metadata }) => revisions.has(metadata.labels?.['serving.knative.dev/revision']));
  const trouble = own.map(troubleOf).find((one) => one !== undefined);
  if (ready?.status === 'True' && !trouble) {
    const running = own.filter((pod) => (pod.status as { phase?: string })?.phase === 'Running').length;
    const shares = traffic
      .filter(({ percent = 0 }) => percent > 0)
      .map(({ revisionName, percent }) => (percent === 100 ? revisionName : `${percent} % ${revisionName}`));
    return {
      ok: true,
      detail: `${shares.join(', ')}, ${running === 0 ? 'at zero' : `${running} ${running === 1 ? 'pod' : 'pods'}`}`,
    };
  }
  const said =
    ready?.message ??
    ready?.reason ??
    (ready ? 'its newest revision is not ready yet' : 'not looked at yet by Knative');
  return { ok: false, detail: trouble ? `${latestCreatedRevisionName}: ${trouble}` : said };
}
