/**
 * A Broker with its Triggers, as Knative's MTChannelBasedBroker on the in-memory channel: no order, nothing kept over
 * a restart. Without async-handler a POST is answered when all subscribers, or their dead-letter sinks, have taken it.
 */

import type { Message } from '../../../shared/events/codec.ts';
import type { Broker as BrokerResource, Destination, Trigger } from '../manifests/schemas.ts';
import type { Meter } from '../metrics/meter.ts';
import type { Observe } from '../metrics/observation.ts';
import type { Sink } from './delivery.ts';
import { takes } from './filter.ts';
import { Subscription } from './subscription.ts';

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

/** A reply that causes a reply that causes a reply is a loop. */
const MAX_HOPS = 255;

interface Arrival {
  /** When it came, as performance.now(). */
  readonly since: number;
  /** Replies that led to it. */
  readonly hops: number;
}

export class Broker {
  private readonly name: string;
  private readonly answersAtOnce: boolean;
  private readonly options: Required<BrokerOptions>;
  private readonly subscriptions: readonly Subscription[];
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<boolean>>();
  private bytes = 0;

  constructor(options: BrokerOptions) {
    const { metadata } = options.broker;
    this.name = metadata.name;
    this.answersAtOnce = metadata.annotations?.['messaging.knative.dev/async-handler'] === 'true';
    this.options = { maxEvents: 20_000, maxBytes: 512 * 1024 * 1024, ...options };
    const stopped = this.stopping.signal;
    this.subscriptions = options.triggers.map(
      (trigger) => new Subscription({ ...options, trigger, stopped }),
    );
  }

  /** Resolves to the status for whoever sent the event. @param hops replies that led to it */
  async receive(event: Message, hops = 0): Promise<number> {
    const started = performance.now();
    const takers = this.subscriptions.filter(({ trigger }) => takes(trigger.spec, event.attributes));
    const status = this.isFull(event) ? 503 : await this.accept(event, takers, hops);
    this.options.meter.dispatched({
      broker: this.name,
      // What nobody takes is counted as one: anybody may post any type.
      type: takers.length > 0 ? (event.attributes.type ?? '') : 'other',
      status,
      seconds: (performance.now() - started) / 1000,
    });
    return status;
  }

  /** Events that are not yet delivered. */
  pending(): number {
    return this.underWay.size;
  }

  /** Ends the pauses between tries; resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.underWay);
  }

  private isFull({ body }: Message): boolean {
    const { maxEvents, maxBytes } = this.options;
    if (this.stopping.signal.aborted) return true;
    return this.underWay.size >= maxEvents || this.bytes + body.length > maxBytes;
  }

  private async accept(event: Message, takers: readonly Subscription[], hops: number): Promise<number> {
    const since = performance.now();
    const { type = '', id = '' } = event.attributes;
    this.options.observe({ kind: 'received', broker: this.name, type, id });
    const attributes = { ...event.attributes, knativearrivaltime: new Date().toISOString() };
    const arrived = { attributes, body: event.body };
    const all = Promise.all(takers.map((taker) => this.dispatch(taker, arrived, { since, hops })));
    const delivered = this.hold(
      all.then((results) => results.every(Boolean)),
      event.body.length,
    );
    if (this.answersAtOnce) return 202;
    return (await delivered) ? 202 : 500;
  }

  /** @returns whether the subscriber or the dead-letter sink has the event */
  private async dispatch(taker: Subscription, event: Message, { since, hops }: Arrival): Promise<boolean> {
    const { isTaken, reply } = await taker.deliver(event, since);
    if (reply && hops < MAX_HOPS) await this.receive(reply, hops + 1);
    return isTaken;
  }

  /** Counts the event as under way until it is delivered. */
  private hold(delivered: Promise<boolean>, bytes: number): Promise<boolean> {
    this.underWay.add(delivered);
    this.bytes += bytes;
    delivered.finally(() => {
      this.underWay.delete(delivered);
      this.bytes -= bytes;
    });
    return delivered;
  }
}
