/** Whether what the resources of a platform point to is there. */
import type { Broker, PingSource, Service, SinkBinding, Trigger } from './schemas.ts';

export interface Referring {
  readonly services: readonly Service[];
  readonly brokers: readonly Broker[];
  readonly triggers: readonly Trigger[];
  readonly pingSources: readonly PingSource[];
  readonly sinkBindings: readonly SinkBinding[];
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface Reference {
  readonly from: Named;
  readonly to: { readonly kind: string; readonly name: string } | undefined;
}

/** @throws naming the first resource that points to nothing */
export function checkReferences(manifests: Referring): void {
  const { services, brokers } = manifests;
  const known = new Set([...services, ...brokers].map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  for (const { from, to } of references(manifests))
    if (to && !known.has(`${to.kind} ${to.name}`))
      throw new Error(`${from.kind} ${from.metadata.name}: there is no ${to.kind} ${to.name}`);
}

function references({ brokers, triggers, pingSources, sinkBindings }: Referring): Reference[] {
  return [
    ...triggers.map((from) => ({ from, to: { kind: 'Broker', name: from.spec.broker } })),
    ...[...brokers, ...triggers].map((from) => ({ from, to: from.spec.delivery?.deadLetterSink?.ref })),
    ...triggers.map((from) => ({ from, to: from.spec.subscriber.ref })),
    ...[...pingSources, ...sinkBindings].map((from) => ({ from, to: from.spec.sink.ref })),
  ];
}
