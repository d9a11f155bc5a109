/** Spans of events: of their handling, and of their being sent. */
import type { Envelope, Event } from '../../events/event.ts';
import { readTrace, type Trace, type TraceHeaders, traceHeaders } from '../trace.ts';
import { inSpan, isTracing, type Span, type SpanAttributes } from './tracing.ts';

/** What a span tells of an event. */
type Told = Pick<Envelope, 'id' | 'source' | 'type'> &
  TraceHeaders & { readonly subject?: string | undefined; readonly dataset?: string | undefined };

/** Handles an event in its trace: that of whoever sent it, or one that begins here. */
export function handling<T>(event: Told, work: (span: Span) => Promise<T>): Promise<T> {
  const attributes = { ...attributesOf(event), 'messaging.operation.type': 'process' };
  return inSpan(
    { name: `process ${event.type}`, kind: 'consumer', parent: readTrace(event), attributes },
    work,
  );
}

/**
 * Sends an event. Its receiver's parent is this sending of it, where that is recorded, and what caused the event
 * otherwise: the event itself, which may be sent again, keeps its cause.
 *
 * @param links other traces that the event tells of
 */
export async function sending(
  event: Event,
  send: (event: Event) => Promise<void>,
  links: readonly Trace[] = [],
): Promise<void> {
  const parent = readTrace(event);
  const { traceparent: _, tracestate: __, ...rest } = event;
  const inTrace = (trace: Trace | undefined): Event => ({ ...rest, ...(trace && traceHeaders(trace)) });
  // What is malformed is not passed on: it may not even be fit for a header.
  if (!isTracing()) return await send(inTrace(parent));
  const attributes = { ...attributesOf(event), 'messaging.operation.type': 'send' };
  await inSpan({ name: `send ${event.type}`, kind: 'producer', parent, links, attributes }, ({ trace }) =>
    send(inTrace(trace)),
  );
}

function attributesOf({ id, source, type, subject, dataset }: Told): SpanAttributes {
  return {
    'messaging.system': 'cloudevents',
    'messaging.message.id': id,
    'cloudevents.event_id': id,
    'cloudevents.event_source': source,
    'cloudevents.event_type': type,
    'cloudevents.event_subject': subject,
    'marea.dataset': dataset,
  };
}
