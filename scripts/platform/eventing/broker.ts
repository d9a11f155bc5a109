/**
 * A Broker with its Triggers, as Knative's MTChannelBasedBroker on the in-memory channel: no order, nothing kept over
 * a restart. Without async-handler a POST is answered when all subscribers, or their dead-letter sinks, have taken it.
 */
import type { Broker as BrokerResource, Destination, Trigger } from '../manifests/schemas.ts';
import type { Meter } from '../metrics/meter.ts';
import type { Observe } from '../metrics/observation.ts';
import type { CloudEvent } from './cloudevent.ts';
import { deadLetter, deliver, deliveryPolicy, type Outcome, type Sink, succeeded } from './delivery.ts';
import { takes } from './filter.ts';

export interface BrokerOptions {
  readonly broker: BrokerResource;
  readonly triggers: readonly Trigger[];
  readonly sinkFor: (destination: Destination) => Sink;
  readonly observe: Observe;
  readonly meter: Meter;
  /** Events (and their bytes) under way, above which more are refused with 503. */
  readonly maxEvents?: number;
  readonly maxBytes?: number;
}

export interface Broker {
  /** Resolves to the status for whoever sent the event. */
  receive(event: CloudEvent): Promise<number>;
  /** Events that are not yet delivered. */
  pending(): number;
  /** Ends the pauses between tries; resolves when nothing is under way. */
  stop(): Promise<void>;
}

/** A reply that causes a reply that causes a reply is a loop. */
const MAX_HOPS = 255;

export function startBroker(options: BrokerOptions): Broker {
  const { broker, triggers, observe, meter, maxEvents = 20_000, maxBytes = 512 * 1024 * 1024 } = options;
  const { name } = broker.metadata;
  const answersAtOnce = broker.metadata.annotations?.['messaging.knative.dev/async-handler'] === 'true';
  const stopping = new AbortController();
  const underWay = new Set<Promise<boolean>>();
  let bytes = 0;

  const receive = async (event: CloudEvent, hops = 0): Promise<number> => {
    const started = performance.now();
    const status = await accept(event, hops);
    const { type = '' } = event.attributes;
    meter.dispatched({ broker: name, type: known(type, event), status, seconds: since(started) });
    return status;
  };

  /** What nobody takes is counted as one: anybody may post any type. */
  const known = (type: string, { attributes }: CloudEvent): string =>
    triggers.some(({ spec }) => takes(spec, attributes)) ? type : 'other';

  const accept = async (event: CloudEvent, hops: number): Promise<number> => {
    if (stopping.signal.aborted || underWay.size >= maxEvents || bytes + event.body.length > maxBytes)
      return 503;
    const { type = '', id = '' } = event.attributes;
    const started = performance.now();
    observe({ kind: 'received', broker: name, type, id });
    const arrived = {
      ...event,
      attributes: {
        ...event.attributes,
        knativearrivaltime: new Date().toISOString(),
      },
    };
    const takers = triggers.filter((trigger) => takes(trigger.spec, event.attributes));
    const all = Promise.all(takers.map((trigger) => dispatch(trigger, arrived, { hops, started }))).then(
      (results) => results.every(Boolean),
    );
    underWay.add(all);
    bytes += event.body.length;
    all.finally(() => {
      underWay.delete(all);
      bytes -= event.body.length;
    });
    if (answersAtOnce) return 202;
    return (await all) ? 202 : 500;
  };

  /** @returns whether the subscriber or the dead-letter sink has the event */
  const dispatch = async (
    trigger: Trigger,
    event: CloudEvent,
    { hops, started }: { readonly hops: number; readonly started: number },
  ): Promise<boolean> => {
    const of = { broker: name, trigger: trigger.metadata.name };
    const { type = '', id = '' } = event.attributes;
    const policy = trigger.spec.delivery ?? broker.spec.delivery;
    const sink = options.sinkFor(trigger.spec.subscriber);
    meter.processed({ ...of, type, seconds: since(started) });
    const outcome = await deliver(event, sink, deliveryPolicy(policy), {
      onTry: (attempt, status, ms) => {
        meter.dispatched({ ...of, type, status, seconds: ms / 1000 });
        observe({ kind: 'delivery', trigger: of.trigger, type, id, attempt, status, ms });
      },
      stopped: stopping.signal,
    });
    if (succeeded(outcome)) {
      if (outcome.reply && hops < MAX_HOPS) await receive(outcome.reply, hops + 1);
      return true;
    }
    return bury(trigger, event, sink.url, outcome);
  };

  const bury = async (
    trigger: Trigger,
    event: CloudEvent,
    destination: string,
    outcome: Outcome,
  ): Promise<boolean> => {
    const { type = '', id = '' } = event.attributes;
    const error = outcome.body.toString('utf8').slice(0, 1024);
    const told = { trigger: trigger.metadata.name, type, id };
    const policy = trigger.spec.delivery ?? broker.spec.delivery;
    const target = policy?.deadLetterSink ?? broker.spec.delivery?.deadLetterSink;
    // While stopping, an event that was not delivered is no dead letter: whoever owes it sends it again.
    if (!target || stopping.signal.aborted) {
      observe({
        kind: 'lost',
        ...told,
        error: `status ${outcome.status}: ${error}`,
      });
      return false;
    }
    observe({ kind: 'dead-letter', ...told, status: outcome.status, error });
    const letter = deadLetter(event, destination, outcome);
    const buried = await deliver(letter, options.sinkFor(target), deliveryPolicy(policy), {
      stopped: stopping.signal,
    });
    if (!succeeded(buried)) {
      observe({
        kind: 'lost',
        ...told,
        error: `the dead-letter sink answered ${buried.status}: ${buried.body}`,
      });
    }
    return succeeded(buried);
  };

  return {
    receive,
    pending: () => underWay.size,
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(underWay);
    },
  };
}

const since = (moment: number): number => (performance.now() - moment) / 1000;
