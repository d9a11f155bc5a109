/** PingSources: an event at each tick of a cron schedule (five fields, or six with seconds first, as Knative's). */
import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { Message } from '../../../shared/events/codec.ts';
import type { PingSource } from '../manifests/schemas.ts';
import type { Observe } from '../metrics/observation.ts';
import { deliver, deliveryPolicy, type Sink } from './delivery.ts';

export interface Clock {
  /**
   * Sends the event now, whatever the schedule says; resolves when it is delivered or given up.
   * @param data instead of what the source says
   */
  ping(data?: string): Promise<void>;
  readonly schedule: string;
  /** When it ticks next; null: never. */
  next(): Date | null;
  stop(): void;
}

/** What an adapter of Knative tries beside the first time. */
const RETRIES = 3;

/** @throws when the schedule is none. */
export function startPingSource(source: PingSource, sink: Sink, observe: Observe): Clock {
  const { schedule, timezone } = source.spec;
  const stopping = new AbortController();
  const ping = async (data?: string): Promise<void> => {
    const event = pingEvent(data === undefined ? source : { ...source, spec: { ...source.spec, data } });
    const onTry = watched(source, event, observe);
    await deliver(event, sink, deliveryPolicy({ retry: RETRIES }), { onTry, stopped: stopping.signal });
  };
  // A tick that comes while the last one is not over is left out.
  const options = { protect: true, unref: true, ...(timezone ? { timezone } : {}) };
  const cron = new Cron(schedule, options, () => ping());
  const stop = (): void => {
    cron.stop();
    stopping.abort();
  };
  return { ping, schedule, next: () => cron.nextRun(), stop };
}

function watched(
  { metadata }: PingSource,
  { attributes: { type = '', id = '' } }: Message,
  observe: Observe,
) {
  const trigger = `ping ${metadata.name}`;
  return (attempt: number, status: number, ms: number): void =>
    observe({ kind: 'delivery', trigger, type, id, attempt, status, ms });
}

function pingEvent({ metadata, spec }: PingSource): Message {
  const { contentType = 'application/json', data, dataBase64, ceOverrides } = spec;
  return {
    attributes: {
      ...ceOverrides?.extensions,
      specversion: '1.0',
      id: randomUUID(),
      source: `/apis/v1/namespaces/${metadata.namespace ?? 'default'}/pingsources/${metadata.name}`,
      type: 'dev.knative.sources.ping',
      time: new Date().toISOString(),
      datacontenttype: contentType,
    },
    body: dataBase64 !== undefined ? Buffer.from(dataBase64, 'base64') : Buffer.from(data ?? ''),
  };
}
