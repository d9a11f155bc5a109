import { HTTP, CloudEvent as Reference } from 'cloudevents';
import { expect, test } from 'vitest';
import type { Trigger } from '../manifests/schemas.ts';
import { binaryHeaders, readCloudEvent } from './cloudevent.ts';
import { takes } from './filter.ts';

const reference = new Reference({
  id: '1',
  source: '/test',
  type: 'dev.marea.batch.received',
  time: '2026-01-02T03:04:05.678Z',
  subject: 'batch 7 of Ñandú 100%',
  dataset: 'realtor',
  data: { rows: [{ price: 1 }] },
});

test('both modes, as the CloudEvents SDK writes them, are read to the same event', () => {
  const [binary, structured] = [HTTP.binary(reference), HTTP.structured(reference)].map(({ headers, body }) =>
    readCloudEvent(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      Buffer.from(String(body)),
    ),
  );
  expect(binary?.attributes).toMatchObject({
    id: '1',
    dataset: 'realtor',
    type: 'dev.marea.batch.received',
  });
  expect(JSON.parse(String(binary?.body))).toEqual({ rows: [{ price: 1 }] });
  expect(structured?.attributes.subject).toBe('batch 7 of Ñandú 100%');
  expect(JSON.parse(String(structured?.body))).toEqual({
    rows: [{ price: 1 }],
  });
});

test('what is sent can be read again, whatever is in it', () => {
  const attributes = {
    specversion: '1.0',
    id: 'ü"% 🌊',
    source: 's',
    type: 't',
    datacontenttype: 'text/plain; charset=utf-8',
  };
  const headers = binaryHeaders({ attributes, body: Buffer.from('x') });
  expect(Object.values(headers).join('')).toMatch(/^[\x20-\x7e]*$/);
  expect(readCloudEvent(headers, Buffer.from('x')).attributes).toEqual(attributes);
});

test('an event without a trace of its own is part of the request’s', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/p', 'ce-type': 't', traceparent };
  const traceOf = (more: Record<string, string>) =>
    readCloudEvent({ ...headers, ...more }, Buffer.alloc(0)).attributes.traceparent;
  expect(traceOf({})).toBe(traceparent);
  expect(traceOf({ 'ce-traceparent': 'its own' })).toBe('its own');
});

test('base64 data is read to its bytes', () => {
  const event = {
    specversion: '1.0',
    id: '1',
    source: 's',
    type: 't',
    data_base64: Buffer.from([0, 255]).toString('base64'),
  };
  const read = readCloudEvent(
    { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    Buffer.from(JSON.stringify(event)),
  );
  expect([...read.body]).toEqual([0, 255]);
});

test.each([
  [{}, /ce-specversion/],
  [{ 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': 's' }, /type is missing/],
  [{ 'ce-specversion': '1.0', 'ce-id': '', 'ce-source': 's', 'ce-type': 't' }, /id is missing/],
  [
    {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': 's',
      'ce-type': 't',
      'ce-time': 'today',
    },
    /RFC 3339/,
  ],
  [
    {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': 's',
      'ce-type': 't',
      'ce-data_set': 'x',
    },
    /data_set/,
  ],
  [
    {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': 's',
      'ce-type': 't%00',
    },
    /control character/,
  ],
  [{ 'content-type': 'application/cloudevents-batch+json' }, /one event a request/],
])('%j is no event', (headers, message) => {
  expect(() => readCloudEvent(headers, Buffer.alloc(0))).toThrow(message);
});

const event = {
  type: 'dev.marea.drift.checked',
  train: 'true',
  dataset: 'realtor',
};

const triggers: [Pick<Trigger['spec'], 'filter' | 'filters'>, boolean][] = [
  [
    {
      filter: {
        attributes: { type: 'dev.marea.drift.checked', train: 'true' },
      },
    },
    true,
  ],
  [{ filter: { attributes: { train: 'false' } } }, false],
  [{ filter: { attributes: { nothing: 'x' } } }, false],
  [{}, true],
  [
    {
      filters: [{ prefix: { type: 'dev.marea.' } }, { suffix: { type: '.checked' } }],
    },
    true,
  ],
  [
    {
      filters: [{ any: [{ exact: { type: 'x' } }, { exact: { dataset: 'realtor' } }] }],
    },
    true,
  ],
  [
    {
      filters: [{ all: [{ exact: { type: 'x' } }, { exact: { dataset: 'realtor' } }] }],
    },
    false,
  ],
  [{ filters: [{ not: { exact: { dataset: 'realtor' } } }] }, false],
  [
    {
      filters: [{ exact: { dataset: 'diabetes' } }],
      filter: { attributes: { train: 'true' } },
    },
    false,
  ],
];

test.each(triggers)('%j takes the event: %s', (trigger, expected) => {
  expect(takes(trigger, event)).toBe(expected);
});
