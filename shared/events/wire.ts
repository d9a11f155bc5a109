/** Events of Marea on HTTP: CloudEvents whose data is JSON, and of whose attributes some are the platform's. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../formats/json.ts';
import { binaryHeaders, isJson, type Message, readMessage } from './codec.ts';
import { BadEvent, PermanentError } from './errors.ts';
import type { Event, EventType } from './event.ts';

/** What an event may weigh; what is larger goes to the object store and rides as `dataref`. */
export const MAX_EVENT_BYTES = 256 * 1024;

/**
 * @throws BadEvent when the request is no CloudEvent 1.0, or its data is not JSON.
 */
export const readEvent = (headers: IncomingHttpHeaders, body: Buffer): Event =>
  eventOf(readMessage(headers, body));

/** @throws BadEvent when the data is not the JSON that it is said to be */
export function eventOf({ attributes, body: data }: Message): Event {
  const { id = '', source = '', type = '', subject, time, dataset, dataref, by, train } = attributes;
  const { traceparent, tracestate } = attributes;
  return {
    id,
    source,
    type,
    data: dataIn(attributes, data),
    ...present({ subject, time, dataset, dataref, by, train }),
    ...(traceparent ? present({ traceparent, tracestate }) : {}),
  };
}

function dataIn(attributes: Message['attributes'], data: Buffer): unknown {
  if (data.length === 0) return undefined;
  const text = data.toString('utf8');
  if (!isJson(attributes)) return text;
  try {
    return parseJson(text);
  } catch (cause) {
    throw new BadEvent(`the data is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** The event with its data checked against the type's schema. @throws PermanentError naming the wrong fields. */
export function checkData<T extends EventType>(type: T, event: Event): Event {
  const data = event.data ?? {};
  if (type.validator.Check(data)) return { ...event, data };
  const errors = type.validator.Errors(data).slice(0, 10);
  const what = errors.map((e) => `${e.instancePath || 'data'} ${e.message}`).join('; ');
  throw new PermanentError(`data of ${type.type} does not fit its schema: ${what}`);
}

/**
 * Headers and body of an event in binary mode, as JSON. The trace is told twice: as attributes, which a broker keeps
 * with the event, and as headers of HTTP, for what is on the way and knows nothing of events.
 */
export function writeEvent(event: Event): { headers: Record<string, string>; body: string } {
  const { data, traceparent, tracestate, ...attributes } = event;
  const trace = present({ traceparent, tracestate });
  const told = {
    specversion: '1.0',
    ...present({ ...attributes }),
    ...trace,
    datacontenttype: 'application/json',
  };
  return { headers: { ...binaryHeaders(told), ...trace }, body: JSON.stringify(data) };
}

function present(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}
