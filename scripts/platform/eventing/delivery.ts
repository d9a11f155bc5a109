/** Delivering one event to one subscriber: which answers are tried again, when, and what a dead letter carries. */
import { setTimeout as sleep } from 'node:timers/promises';
import { binaryHeaders, type Message, readMessage, saysEvent } from '../../../shared/events/codec.ts';
import { isoDuration } from '../manifests/durations.ts';
import type { Delivery } from '../manifests/schemas.ts';
import type { Answer } from '../serving/post.ts';

/** Sends a body somewhere, once. @throws when there was no answer. */
export type Send = (
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  timeoutMs?: number,
) => Promise<Answer>;

export interface Sink {
  /** For messages, and for knativeerrordest. */
  readonly url: string;
  readonly send: Send;
}

export interface Policy {
  readonly retry: number;
  /** Milliseconds before the nth retry, from 1. */
  readonly pause: (retry: number) => number;
  readonly timeoutMs: number | undefined;
}

export interface Outcome {
  /** Of the last try; -1 when there was no answer, as Knative has it. */
  readonly status: number;
  readonly body: Buffer;
  /** What the subscriber answered: an event that goes back to the broker. */
  readonly reply?: Message;
}

/** Defaults as in Knative's config-br-defaults. Linear: the first retry comes at once. */
export function deliveryPolicy(delivery: Delivery | undefined): Policy {
  const { retry = 10, backoffPolicy = 'exponential', backoffDelay = 'PT0.2S', timeout } = delivery ?? {};
  const delay = isoDuration(backoffDelay);
  return {
    retry,
    pause: (n) => (backoffPolicy === 'linear' ? delay * (n - 1) : delay * 2 ** (n - 1)),
    timeoutMs: timeout ? isoDuration(timeout) : undefined,
  };
}

export const succeeded = ({ status }: Pick<Outcome, 'status'>): boolean => status >= 200 && status < 300;

/** Network errors, 5xx, 404, 408, 409, 429: the rest will not get better. */
export function isRetried(status: number): boolean {
  return status === -1 || status >= 500 || [404, 408, 409, 429].includes(status);
}

/** Tries until it succeeds, is refused for good, or the retries are over. `stopped` ends the pauses. */
export async function deliver(
  event: Message,
  sink: Sink,
  policy: Policy,
  {
    onTry,
    stopped,
  }: {
    onTry?: (attempt: number, status: number, ms: number) => void;
    stopped?: AbortSignal;
  } = {},
): Promise<Outcome> {
  for (let attempt = 0; ; attempt++) {
    const start = performance.now();
    const outcome = await tryOnce(event, sink, policy);
    onTry?.(attempt + 1, outcome.status, performance.now() - start);
    if (!isRetried(outcome.status) || attempt >= policy.retry || stopped?.aborted) return outcome;
    await sleep(policy.pause(attempt + 1), undefined, {
      signal: stopped,
    }).catch(() => {});
    if (stopped?.aborted) return outcome;
  }
}

async function tryOnce(event: Message, sink: Sink, { timeoutMs }: Policy): Promise<Outcome> {
  try {
    return judge(await sink.send(binaryHeaders(event.attributes), event.body, timeoutMs));
  } catch (cause) {
    return {
      status: -1,
      body: Buffer.from(cause instanceof Error ? cause.message : String(cause)),
    };
  }
}

/** A broker takes a body for an event: one that is none is a bad gateway, and is tried again. */
function judge({ status, headers, body }: Answer): Outcome {
  if (status < 200 || status >= 300 || body.length === 0) {
    if (status >= 200 && status < 300 && headers['ce-specversion'] !== undefined)
      return withReply(status, headers, body);
    return { status, body };
  }
  if (!saysEvent(headers)) {
    return {
      status: 502,
      body: Buffer.from('the answer has a body that is no CloudEvent; answer with an empty one'),
    };
  }
  return withReply(status, headers, body);
}

function withReply(status: number, headers: Answer['headers'], body: Buffer): Outcome {
  try {
    return { status, body, reply: readMessage(headers, body) };
  } catch (cause) {
    return {
      status: 502,
      body: Buffer.from(`the answer is no valid CloudEvent: ${(cause as Error).message}`),
    };
  }
}

/** Knative cuts the error data off here, after base64. */
const MAX_ERROR_DATA = 1024;

/** The event as the dead-letter sink gets it. */
export function deadLetter(event: Message, destination: string, { status, body }: Outcome): Message {
  const data = body.subarray(0, (MAX_ERROR_DATA / 4) * 3).toString('base64');
  return {
    attributes: {
      ...event.attributes,
      knativeerrordest: destination,
      knativeerrorcode: String(status),
      ...(data ? { knativeerrordata: data } : {}),
    },
    body: event.body,
  };
}
