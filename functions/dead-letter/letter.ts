/**
 * What a broker could not deliver, read from the request as leniently as can be: this is where events end that
 * others refused, so nothing here is a reason to refuse one.
 */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { readLeniently } from '../../shared/events/codec.ts';
import { parseJson } from '../../shared/formats/json.ts';
import { failureOf, isErrorAttribute } from './failure.ts';

export interface DeadLetter {
  readonly source: string;
  readonly eventId: string;
  readonly type: string;
  readonly dataset: string | undefined;
  readonly subject: string | undefined;
  /** All attributes and the data, without the broker's error attributes: what a replay sends. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly destination: string | undefined;
  /** Status of the last try; -1 when there was no answer. */
  readonly code: number | undefined;
  readonly error: string | undefined;
}

/** Not for us to keep: they belong to the connection or are made anew when the event is sent. */
const NOT_KEPT = new Set(['specversion', 'datacontenttype']);

export function letterOf(headers: IncomingHttpHeaders, body: Buffer): DeadLetter {
  const { attributes, body: bytes } = readLeniently(headers, body);
  const data = dataIn(bytes);
  const own = Object.entries(attributes).filter(([name]) => !isErrorAttribute(name) && !NOT_KEPT.has(name));
  const kept: Record<string, string> = Object.fromEntries(own);
  const source = kept.source || 'unknown';
  const type = kept.type || 'unknown';
  // Without an id the content stands for it, so that the same oddity twice is one letter.
  const eventId = kept.id || createHash('sha256').update(body).digest('hex').slice(0, 32);
  return {
    source,
    eventId,
    type,
    dataset: kept.dataset,
    subject: kept.subject,
    event: {
      ...kept,
      id: eventId,
      source,
      type,
      ...(data === undefined ? {} : { data }),
    },
    ...failureFor(type, attributes),
  };
}

/** Without the broker's word on it nobody took the event: it was sent here as one of a type that no stage is for. */
function failureFor(
  type: string,
  attributes: Readonly<Record<string, string>>,
): ReturnType<typeof failureOf> {
  const failure = failureOf(attributes);
  const isRefused = failure.code !== undefined || failure.destination !== undefined;
  return isRefused || failure.error
    ? failure
    : { ...failure, error: `no function takes events of type ${type}` };
}

/** JSON, or text where it is none. */
function dataIn(body: Buffer): unknown {
  const text = body.toString('utf8');
  return body.length === 0 ? undefined : (jsonIn(text) ?? text);
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
