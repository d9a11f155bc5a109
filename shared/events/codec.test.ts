import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { binaryHeaders, readLeniently, readMessage, saysEvent, structured } from './codec.ts';

const required = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/p', 'ce-type': 't' };
const read = (more: IncomingHttpHeaders) => readMessage({ ...required, ...more }, Buffer.alloc(0)).attributes;
const nothing = Buffer.alloc(0);

describe('an attribute in a header', () => {
  // The first two are the examples of the binding, 3.1.3.2.
  test.each([
    ['Euro € 😀', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
    ['北京 ü', '%E5%8C%97%E4%BA%AC%20%C3%BC'],
    ['100% "so"', '100%25%20%22so%22'],
    ["!#$&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~", "!#$&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~"],
  ])('%j is written as %s, and read again', (value, header) => {
    const headers = binaryHeaders({ subject: value });
    expect(headers).toEqual({ 'ce-subject': header });
    expect(read(headers).subject).toBe(value);
  });

  test.each([
    ['%41%62', 'Ab'],
    ['%c3%bc', 'ü'],
    ['100% of it', '100% of it'],
    ['%2525', '%25'],
    ['"quoted, with \\"one\\" inside"', 'quoted, with "one" inside'],
    // Raw bytes of UTF-8, as Node shows a header to be.
    [Buffer.from('北京 ü').toString('latin1'), '北京 ü'],
  ])('%j is read as %j', (header, value) => {
    expect(read({ 'ce-subject': header }).subject).toBe(value);
  });

  test.each(['%ff', '%e5%8c', 'caf\u00e9', '%ed%a0%80'])('%j is no text, and refused', (header) => {
    expect(() => read({ 'ce-subject': header })).toThrow('no UTF-8');
  });

  test('of a source may be escaped as a URI is', () => {
    expect(read({ 'ce-source': '/my%20source' }).source).toBe('/my source');
  });
});

test('over a socket, whatever text there is comes out as it went in', async () => {
  const server = createServer((incoming, response) => {
    response.end(JSON.stringify(readMessage(incoming.headers, nothing).attributes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sent = { specversion: '1.0', id: '1', source: '/a b', type: 't', subject: '北京 ü', team: '🌊"%\\' };
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, host: '127.0.0.1', headers: binaryHeaders(sent), agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  server.close();
  expect(JSON.parse(Buffer.concat(chunks).toString('utf8'))).toEqual(sent);
});

test('both modes, as the CloudEvents SDK writes them, are read to the same event', () => {
  const time = '2026-01-02T03:04:05.678Z';
  const sent = { id: '1', source: '/s', type: 't', time, subject: 'batch 7', dataset: 'realtor' };
  const reference = new CloudEvent({ ...sent, datacontenttype: 'application/json', data: { rows: [1] } });
  const messages = [HTTP.binary(reference), HTTP.structured(reference)].map(({ headers, body }) =>
    readMessage(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      Buffer.from(String(body)),
    ),
  );
  for (const { attributes, body } of messages) {
    expect(attributes).toMatchObject({ ...sent, specversion: '1.0' });
    expect(JSON.parse(body.toString('utf8'))).toEqual({ rows: [1] });
  }
});

test.each([
  ['application/json', '{"a":"ü"}'],
  ['text/plain', Buffer.from([0, 255])],
])(
  'data of type %s written in structured mode has the same bytes when it is read',
  (datacontenttype, data) => {
    const attributes = { specversion: '1.0', id: '1', source: 's', type: 't', datacontenttype, team: '北' };
    const { headers, body } = structured({ attributes, body: Buffer.from(data) });
    expect(saysEvent(headers)).toBe(true);
    expect(readMessage(headers, Buffer.from(body))).toEqual({ attributes, body: Buffer.from(data) });
  },
);

test('an event without a trace of its own is part of the request’s', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  expect(read({ traceparent }).traceparent).toBe(traceparent);
  expect(read({ traceparent, 'ce-traceparent': 'its own' }).traceparent).toBe('its own');
});

describe('refused', () => {
  const json = { 'content-type': 'application/cloudevents+json' };
  const event = { specversion: '1.0', id: '1', source: 's', type: 't' };
  test.each<[string, IncomingHttpHeaders, unknown, string]>([
    ['no event', {}, '', 'not a CloudEvent'],
    ['another version', { ...required, 'ce-specversion': '0.3' }, '', 'specversion is "0.3"'],
    ['no type', { ...required, 'ce-type': undefined }, '', 'type is missing'],
    ['an empty id', { ...required, 'ce-id': '' }, '', 'id is missing or empty'],
    ['an empty subject', { ...required, 'ce-subject': '' }, '', 'subject must not be empty'],
    ['a time that is none', { ...required, 'ce-time': 'today' }, '', 'RFC 3339'],
    ['a schema that is no URI', { ...required, 'ce-dataschema': 'a b' }, '', 'dataschema "a b" is no URI'],
    ['a name that is none', { ...required, 'ce-data_set': 'x' }, '', 'data_set'],
    ['a control character', { ...required, 'ce-type': 't%00' }, '', 'control character'],
    ['a batch', { 'content-type': 'application/cloudevents-batch+json' }, [], 'one event a request'],
    ['a structured event that is a list', json, [event], 'one JSON object'],
    ['a structured event that is no JSON', json, undefined, 'one JSON object'],
    ['an attribute that is an object', json, { ...event, team: {} }, 'attribute team is {}'],
    ['half a character', json, { ...event, team: '\ud800' }, 'half a character'],
  ])('%s', (_, headers, body, message) => {
    expect(() => readMessage(headers, Buffer.from(JSON.stringify(body) ?? '{'))).toThrow(message);
  });
});

test('where nothing is refused, what cannot be read stays as it is', () => {
  expect(readLeniently({ 'ce-id': '%ff', 'ce-data_set': 'x' }, nothing).attributes).toEqual({
    id: '%ff',
    data_set: 'x',
  });
  const type = { 'content-type': 'application/cloudevents+json' };
  const told = readLeniently(type, Buffer.from('{"id": 7, "team": {"a": 1}, "data": [1]}'));
  expect(told.attributes).toMatchObject({ id: '7', team: '{"a":1}' });
  expect(told.body.toString()).toBe('[1]');
  expect(readLeniently({ ...type, 'ce-id': '8' }, Buffer.from('[')).attributes.id).toBe('8');
});
