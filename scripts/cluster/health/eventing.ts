/** Brokers, triggers and sources: whether Knative has them ready. */
import { condition, kindOf, type Resource } from '../resource.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Part } from './part.ts';

export const EVENTING = [
  'eventing.knative.dev/Broker',
  'eventing.knative.dev/Trigger',
  'sources.knative.dev/PingSource',
  'sources.knative.dev/SinkBinding',
];

/** @param wanted what the overlay has of them */
export function eventingParts(state: Snapshot, wanted: readonly Resource[]): Part[] {
  return wanted
    .filter((one) => EVENTING.includes(kindOf(one)))
    .map((one) => {
      const name = `${one.kind.toLowerCase()} ${one.metadata.name}`;
      const found = state.of(kindOf(one)).find(({ metadata }) => metadata.name === one.metadata.name);
      if (!found) return { name, ok: false, detail: `there is no such ${one.kind}: npm run deploy` };
      const ready = condition(found, 'Ready');
      if (ready?.status === 'True') return { name, ok: true, detail: 'ready' };
      return { name, ok: false, detail: ready?.message ?? ready?.reason ?? 'not looked at yet by Knative' };
    });
}
