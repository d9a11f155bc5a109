import { expect, test } from 'vitest';
import { letterOf } from './letter.ts';

/** As a Knative 1.23 dispatcher sends it: the answer's body in base64, at most 1,024 characters. */
const base64 = (text: string): string => Buffer.from(text).toString('base64').slice(0, 1024);
const attributes = {
  specversion: '1.0',
  id: 'e1',
  source: '/marea/ingest',
  type: 'dev.marea.batch.stored',
  dataset: 'realtor',
  subject: 'b1',
  traceparent: '00-aa-bb-01',
  team: 'blue',
  knativeerrordest: 'http://clean.marea.svc.cluster.local/',
  knativeerrorcode: '422',
  knativeerrordata: base64('{"error":"the header has no column \\"price\\""}'),
};
const binary = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
const kept = {
  source: '/marea/ingest',
  eventId: 'e1',
  type: 'dev.marea.batch.stored',
  dataset: 'realtor',
  subject: 'b1',
  destination: 'http://clean.marea.svc.cluster.local/',
  code: 422,
  error: 'the header has no column "price"',
  event: {
    id: 'e1',
    source: '/marea/ingest',
    type: 'dev.marea.batch.stored',
    dataset: 'realtor',
    subject: 'b1',
    traceparent: '00-aa-bb-01',
    team: 'blue',
    data: { batch: 'b1', received: 3 },
  },
};
const data = JSON.stringify(kept.event.data);

test('in binary mode: why it failed, and the event as it was', () => {
  const headers = { ...binary, 'content-type': 'application/json', host: 'x' };
  expect(letterOf(headers, Buffer.from(data))).toMatchObject(kept);
});

test('in structured mode as well', () => {
  const body = JSON.stringify({
    ...attributes,
    datacontenttype: 'application/json',
    data: kept.event.data,
  });
  expect(
    letterOf({ 'content-type': 'application/cloudevents+json; charset=utf-8' }, Buffer.from(body)),
  ).toMatchObject(kept);
});

test('a reason that was cut off in a character or an escape, and one with replacement characters, is told', () => {
  const reasonOf = (body: Buffer): string | undefined =>
    letterOf({ ...binary, 'ce-knativeerrordata': body.toString('base64') }, Buffer.from(data)).error;
  const unknown = '{"error":"unknown columns: ';
  expect(reasonOf(Buffer.from(`${unknown}\uFFFD\uFFFDb`))).toBe('unknown columns: \uFFFD\uFFFDb');
  expect(reasonOf(Buffer.from(`${unknown}\\u0041\\u00`))).toBe('unknown columns: A');
  expect(reasonOf(Buffer.from(`${unknown}\\\\u00`))).toBe('unknown columns: \\u00');
  expect(reasonOf(Buffer.from(`${unknown}b\u00fc`).subarray(0, -1))).toBe('unknown columns: b');
});

test('an event that no function takes says so', () => {
  const { destination, code, error } = letterOf(
    { 'ce-id': '1', 'ce-source': 's', 'ce-type': 't' },
    Buffer.alloc(0),
  );
  expect([destination, code]).toEqual([undefined, undefined]);
  expect(error).toBe('no function takes events of type t');
});

test.each([
  ['text as it is', 'connection refused', 'connection refused'],
  ['base64 of text', base64('stage timed out'), 'stage timed out'],
  ['cut off in the middle', base64(`{"error":"${'x'.repeat(2000)}"}`), 'x'.repeat(768 - '{"error":"'.length)],
])('the reason is read from %s', (_, knativeerrordata, error) => {
  const headers = { ...binary, 'ce-knativeerrordata': knativeerrordata };
  expect(letterOf(headers, Buffer.from(data)).error).toBe(error);
});

test.each([
  ['no event at all', {}, 'hello', { type: 'unknown', source: 'unknown', event: { data: 'hello' } }],
  [
    'data that is no JSON',
    { 'ce-id': '1', 'ce-type': 't' },
    '{"a":',
    { type: 't', eventId: '1', event: { data: '{"a":' } },
  ],
  ['a broken structured event', { 'content-type': 'application/cloudevents+json' }, '[', { type: 'unknown' }],
  ['an odd code', { ...binary, 'ce-knativeerrorcode': 'many' }, data, { code: undefined }],
  ['a broken escape', { 'ce-id': '100%', 'ce-type': 't' }, '', { eventId: '100%' }],
])('%s is kept as far as it can be', (_, headers, body, expected) => {
  expect(letterOf(headers, Buffer.from(body))).toMatchObject(expected);
});

test('the same oddity twice is one letter', () => {
  const id = (body: string): string => letterOf({}, Buffer.from(body)).eventId;
  expect(id('hello')).toBe(id('hello'));
  expect(id('hello')).not.toBe(id('hallo'));
});
