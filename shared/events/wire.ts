/** CloudEvents on HTTP: reading a request in binary or structured mode, and sending an event in binary mode. */
import type { IncomingHttpHeaders } from 'node:http';
import { CloudEvent, HTTP } from 'cloudevents';
import { BadEvent, PermanentError } from './errors.ts';
import type { Envelope, Event, EventType } from './event.ts';

/** What an event may weigh; what is larger goes to the object store and rides as `dataref`. */
export const MAX_EVENT_BYTES = 256 * 1024;

/**
 * @throws BadEvent when the request is no CloudEvent 1.0, or its data is not JSON.
 */
export function readEvent(headers: IncomingHttpHeaders, body: Buffer): Event {
  const parsed = parse(headers, body);
  if (parsed.specversion !== '1.0')
    throw new BadEvent(`specversion is "${parsed.specversion}", expected "1.0"`);
  const attribute = (name: string): string | undefined => {
    const value = parsed[name];
    return value === undefined || value === null ? undefined : String(value);
  };
  return {
    id: parsed.id,
    source: parsed.source,
    type: parsed.type,
    data: parsed.data,
    ...present({
      subject: attribute('subject'),
      time: attribute('time'),
      dataset: attribute('dataset'),
      dataref: attribute('dataref'),
      ...traceIn(attribute('traceparent'), attribute('tracestate'), headers),
      train: attribute('train'),
    }),
  };
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
  const message = HTTP.binary(
    new CloudEvent({ ...attributes, ...trace, datacontenttype: 'application/json', data }),
  );
  const headers = Object.fromEntries(Object.entries(message.headers).map(([k, v]) => [k, String(v)]));
  return { headers: { ...headers, ...(trace as Record<string, string>) }, body: JSON.stringify(data) };
}

function parse(headers: IncomingHttpHeaders, body: Buffer): CloudEvent<unknown> {
  const text = body.toString('utf8');
  try {
    const event = HTTP.toEvent({ headers: { ...headers }, body: text });
    if (Array.isArray(event))
      throw new BadEvent('batched CloudEvents are not taken; send one event a request');
    const one = event as CloudEvent<unknown>;
    one.validate();
    return one;
  } catch (cause) {
    if (cause instanceof BadEvent) throw cause;
    throw new BadEvent(`not a CloudEvent 1.0: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** The event's own trace; that of the request for an event that has none, or an empty one as a broker may leave. */
function traceIn(
  traceparent: string | undefined,
  tracestate: string | undefined,
  headers: IncomingHttpHeaders,
): Pick<Envelope, 'traceparent' | 'tracestate'> {
  if (traceparent) return tracestate ? { traceparent, tracestate } : { traceparent };
  return present({ traceparent: single(headers.traceparent), tracestate: single(headers.tracestate) });
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function present(fields: Partial<Envelope>): Partial<Envelope> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
