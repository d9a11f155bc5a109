import { expect, test } from 'vitest';
import type { Event } from './event.ts';
import { readEvent, writeEvent } from './wire.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const tracestate = 'congo=t61rcWkgMzE';
const event: Event = { id: '1', source: '/p', type: 't', time: '2026-01-01T00:00:00.000Z', data: { n: 1 } };

test('the trace of an event comes back as it was sent, and is told on the way too', () => {
  const traced = { ...event, traceparent, tracestate };
  const { headers, body } = writeEvent(traced);
  expect(headers).toMatchObject({ traceparent, tracestate, 'ce-traceparent': traceparent });
  expect(readEvent(headers, Buffer.from(body))).toEqual(traced);
});

test('an event without a trace is sent without one', () => {
  expect(Object.keys(writeEvent(event).headers).filter((name) => name.includes('trace'))).toEqual([]);
});

test('an event without a trace of its own, or an empty one, is part of the request’s', () => {
  const { headers, body } = writeEvent(event);
  const read = (more: Record<string, string>) => readEvent({ ...headers, ...more }, Buffer.from(body));
  expect(read({ traceparent, tracestate })).toMatchObject({ traceparent, tracestate });
  expect(read({ 'ce-traceparent': '', traceparent })).toMatchObject({ traceparent });
  expect(read({ tracestate })).not.toHaveProperty('traceparent');
});

test('its own trace wins over what stands between it and its sender', () => {
  const { headers, body } = writeEvent({ ...event, traceparent });
  const hop = { traceparent: traceparent.replace('00f067aa0ba902b7', 'b7ad6b7169203331'), tracestate };
  expect(readEvent({ ...headers, ...hop }, Buffer.from(body))).toEqual({ ...event, traceparent });
});

test('a subject in any script, and a source that is escaped, come through read and sent on', () => {
  const told = { ...event, subject: '北京 ü', source: '/my source', dataref: 's3://data-raw/ü 100%.csv' };
  const { headers, body } = writeEvent(told);
  expect(Object.values(headers).join('')).toMatch(/^[ -~]*$/);
  expect(readEvent(headers, Buffer.from(body))).toEqual(told);
});

test('codes of more digits than a double has come through in the rows of an event, binary and structured', () => {
  const data = '{"rows":[{"street":9007199254740993},{"street":9007199254740992}]}';
  const attributes = { specversion: '1.0', id: '1', source: '/p', type: 't' };
  const structured = JSON.stringify({ ...attributes, data: 0 }).replace('"data":0', `"data":${data}`);
  const headers = { ...writeEvent(event).headers };
  const read = [
    readEvent({ 'content-type': 'application/cloudevents+json' }, Buffer.from(structured)),
    readEvent(headers, Buffer.from(data)),
  ];
  for (const { data: rows } of read)
    expect(rows).toEqual({ rows: [{ street: '9007199254740993' }, { street: '9007199254740992' }] });
});
