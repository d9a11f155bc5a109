/** A Trigger at work: each event that it takes goes to its subscriber, or, when that cannot be, to dead letters. */

import type { Message } from '../../../shared/events/codec.ts';
import type { Broker as BrokerResource, Destination, Trigger } from '../manifests/schemas.ts';
import type { Meter } from '../metrics/meter.ts';
import type { Observe } from '../metrics/observation.ts';
import {
  deadLetter,
  deliver,
  deliveryPolicy,
  type Outcome,
  type Policy,
  type Sink,
  succeeded,
} from './delivery.ts';

export interface SubscriptionOptions {
  readonly broker: BrokerResource;
  readonly trigger: Trigger;
  readonly sinkFor: (destination: Destination) => Sink;
  readonly observe: Observe;
  readonly meter: Meter;
  /** Ends the pauses between tries. */
  readonly stopped: AbortSignal;
}

/** Characters of an answer that those who watch are told. */
const MAX_ERROR = 1024;

export interface Delivered {
  /** The subscriber or the dead-letter sink has the event. */
  readonly isTaken: boolean;
  /** What the subscriber answered: an event for the broker. */
  readonly reply?: Message;
}

export class Subscription {
  readonly trigger: Trigger;
  private readonly options: SubscriptionOptions;
  private readonly sink: Sink;
  private readonly letters: Sink | undefined;
  private readonly policy: Policy;

  /** @throws when a destination is none */
  constructor(options: SubscriptionOptions) {
    const { broker, trigger, sinkFor } = options;
    const { subscriber, delivery = broker.spec.delivery } = trigger.spec;
    const letters = delivery?.deadLetterSink ?? broker.spec.delivery?.deadLetterSink;
    this.trigger = trigger;
    this.options = options;
    this.sink = sinkFor(subscriber);
    this.letters = letters && sinkFor(letters);
    this.policy = deliveryPolicy(delivery);
  }

  /** @param since when the broker got the event, as performance.now() */
  async deliver(event: Message, since: number): Promise<Delivered> {
    const { meter, stopped } = this.options;
    meter.processed({ ...this.labels(event), seconds: (performance.now() - since) / 1000 });
    const onTry = this.watch(event);
    const outcome = await deliver(event, this.sink, this.policy, { onTry, stopped });
    if (!succeeded(outcome)) return { isTaken: await this.bury(event, outcome) };
    return { isTaken: true, ...(outcome.reply ? { reply: outcome.reply } : {}) };
  }

  private watch(event: Message): (attempt: number, status: number, ms: number) => void {
    const { observe, meter } = this.options;
    const told = this.told(event);
    return (attempt, status, ms) => {
      meter.dispatched({ ...this.labels(event), status, seconds: ms / 1000 });
      observe({ kind: 'delivery', ...told, attempt, status, ms });
    };
  }

  /** @returns whether the dead-letter sink has taken it */
  private async bury(event: Message, outcome: Outcome): Promise<boolean> {
    const { observe, stopped } = this.options;
    const error = outcome.body.toString('utf8').slice(0, MAX_ERROR);
    // While stopping, an event that was not delivered is no dead letter: whoever owes it sends it again.
    if (!this.letters || stopped.aborted) return this.lost(event, `status ${outcome.status}: ${error}`);
    observe({ kind: 'dead-letter', ...this.told(event), status: outcome.status, error });
    const letter = deadLetter(event, this.sink.url, outcome);
    const buried = await deliver(letter, this.letters, this.policy, { stopped });
    if (succeeded(buried)) return true;
    return this.lost(event, `the dead-letter sink answered ${buried.status}: ${buried.body}`);
  }

  private lost(event: Message, error: string): false {
    this.options.observe({ kind: 'lost', ...this.told(event), error });
    return false;
  }

  private told({ attributes: { type = '', id = '' } }: Message) {
    return { trigger: this.trigger.metadata.name, type, id };
  }

  private labels({ attributes: { type = '' } }: Message) {
    return { broker: this.options.broker.metadata.name, trigger: this.trigger.metadata.name, type };
  }
}
