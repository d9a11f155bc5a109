/**
 * What a broker could not deliver, read from the request as leniently as can be: this is where events end that
 * others refused, so nothing here is a reason to refuse one.
 */
import { isUtf8 } from 'node:buffer';
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
  /** As it was delivered. */
  readonly body: Buffer;
  /** Whether the event tells all of the body. */
  readonly isWhole: boolean;
}

/** Not for us to keep: they belong to the connection or are made anew when the event is sent. */
const NOT_KEPT = new Set(['specversion', 'datacontenttype']);

export function letterOf(headers: IncomingHttpHeaders, body: Buffer): DeadLetter {
  const { attributes, body: bytes } = readLeniently(headers, body);
  const { data, isWhole } = dataIn(bytes);
  const own = Object.entries(attributes).filter(([name]) => !isErrorAttribute(name) && !NOT_KEPT.has(name));
  const kept: Record<string, string> = Object.fromEntries(own);
  const source = keyOf(kept.source || 'unknown');
  const type = keyOf(kept.type || 'unknown');
  // Without an id the content stands for it, so that the same oddity twice is one letter.
  const eventId = keyOf(kept.id || hashOf(body));
  return {
    source,
    eventId,
    type,
    dataset: kept.dataset && keyOf(kept.dataset),
    subject: kept.subject && keyOf(kept.subject),
    event: {
      ...kept,
      id: eventId,
      source,
      type,
      ...(data === undefined ? {} : { data }),
    },
    ...failureFor(type, attributes),
    body,
    isWhole,
  };
}

const hashOf = (bytes: Buffer | string): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 32);

/** What an event of any size may have here: it is kept in an index. */
const LONGEST = 1000;

/** Too long, it is told by its beginning, and told apart by its hash. */
const keyOf = (text: string): string =>
  Buffer.byteLength(text) <= LONGEST ? text : `${text.slice(0, 200)}... ${hashOf(text)}`;

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

/** JSON, or text where it is none, or is nested too deep. */
function dataIn(body: Buffer): { readonly data: unknown; readonly isWhole: boolean } {
  const text = body.toString('utf8');
  return { data: body.length === 0 ? undefined : (jsonIn(text) ?? text), isWhole: isUtf8(body) };
}

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
