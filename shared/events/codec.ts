/**
 * CloudEvents 1.0 on HTTP, in binary and in structured mode: attributes, and the bytes of the data, into which nobody
 * looks here. For brokers, for functions, and for whatever ends in dead letters.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../formats/json.ts';
import { decoded, encoded, NotUtf8 } from './attribute.ts';
import { BadEvent } from './errors.ts';
import { type Attributes, validate } from './validate.ts';

export interface Message {
  /** Context attributes and extensions, by their names; specversion and datacontenttype among them. */
  readonly attributes: Attributes;
  readonly body: Buffer;
}

const STRUCTURED = /^application\/cloudevents\+json\b/i;
const OTHERS = /^application\/cloudevents\b/i;
const JSON_TYPE = /[/+]json\b/i;

/** @throws BadEvent saying what is missing or wrong, when the request is no CloudEvent 1.0 */
export function readMessage(headers: IncomingHttpHeaders, body: Buffer): Message {
  const type = headers['content-type'] ?? '';
  const message = STRUCTURED.test(type) ? fromJson(body) : fromHeaders(headers, body);
  validate(message.attributes);
  return { ...message, attributes: inTrace(message.attributes, headers) };
}

/** What there is to be read, for a place where nothing is a reason to refuse an event. Nothing may be there. */
export function readLeniently(headers: IncomingHttpHeaders, body: Buffer): Message {
  const event = STRUCTURED.test(headers['content-type'] ?? '') ? objectIn(body) : undefined;
  const { attributes, body: data } = event
    ? partsOf(event, (value) => JSON.stringify(value))
    : { attributes: attributesIn(headers, asItIs), body };
  return { attributes: inTrace(attributes, headers), body: data };
}

/** Whether these say that a CloudEvent comes. */
export const saysEvent = (headers: IncomingHttpHeaders): boolean =>
  headers['ce-specversion'] !== undefined || OTHERS.test(headers['content-type'] ?? '');

/** Headers of an event in binary mode; the body is that of the message. */
export function binaryHeaders(attributes: Attributes): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'datacontenttype') headers['content-type'] = value;
    else headers[`ce-${name}`] = encoded(value);
  }
  return headers;
}

/** Headers and body of an event in structured mode. */
export function structured({ attributes, body }: Message): {
  headers: Record<string, string>;
  body: string;
} {
  const data = isJson(attributes)
    ? { data: parseJson(body.toString('utf8')) }
    : { data_base64: body.toString('base64') };
  return {
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({ ...attributes, ...(body.length === 0 ? {} : data) }),
  };
}

/** Whether the data is JSON, as it is where nothing is said. */
export const isJson = ({ datacontenttype = 'application/json' }: Attributes): boolean =>
  JSON_TYPE.test(datacontenttype);

function fromHeaders(headers: IncomingHttpHeaders, body: Buffer): Message {
  const type = headers['content-type'] ?? '';
  if (OTHERS.test(type))
    throw new BadEvent(`${type} is not taken: send one event a request, in application/cloudevents+json`);
  if (headers['ce-specversion'] === undefined)
    throw new BadEvent(
      'not a CloudEvent: neither a ce-specversion header nor content-type application/cloudevents+json',
    );
  return { attributes: attributesIn(headers, refuse), body };
}

function attributesIn(
  headers: IncomingHttpHeaders,
  orElse: (name: string, value: string) => string,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [header, value] of Object.entries(headers))
    if (header.startsWith('ce-') && typeof value === 'string')
      attributes[header.slice(3)] = textOf(header, value, orElse);
  const type = headers['content-type'];
  if (type) attributes.datacontenttype = type;
  return attributes;
}

function textOf(header: string, value: string, orElse: (name: string, value: string) => string): string {
  try {
    return decoded(value);
  } catch (error) {
    if (error instanceof NotUtf8) return orElse(header, value);
    throw error;
  }
}

const asItIs = (_: string, value: string): string => value;

function refuse(header: string, value: string): never {
  throw new BadEvent(`${header} is "${value}", whose bytes are no UTF-8: percent-encode those of the text`);
}

function fromJson(body: Buffer): Message {
  const event = objectIn(body);
  if (!event) throw new BadEvent('the body must be one JSON object, the event');
  return partsOf(event, (value, name) => {
    throw new BadEvent(`attribute ${name} is ${JSON.stringify(value)}, expected a text, number or boolean`);
  });
}

/** @param odd says what an attribute is worth that has no value of CloudEvents */
function partsOf(
  { data, data_base64: base64, ...rest }: Readonly<Record<string, unknown>>,
  odd: (value: object, name: string) => string,
): Message {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest))
    if (value !== null && value !== undefined)
      attributes[name] = typeof value === 'object' ? odd(value, name) : String(value);
  if (typeof base64 === 'string') return { attributes, body: Buffer.from(base64, 'base64') };
  if (data === undefined) return { attributes, body: Buffer.alloc(0) };
  attributes.datacontenttype ??= 'application/json';
  const isText = typeof data === 'string' && !isJson(attributes);
  return { attributes, body: Buffer.from(isText ? data : JSON.stringify(data)) };
}

function objectIn(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseJson(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
  } catch {}
  return undefined;
}

/** An event without a trace of its own (or with an empty one) is part of the request's, as Knative's brokers have it. */
function inTrace(attributes: Attributes, { traceparent, tracestate }: IncomingHttpHeaders): Attributes {
  if (attributes.traceparent || typeof traceparent !== 'string') return attributes;
  const { tracestate: _, ...rest } = attributes;
  return { ...rest, traceparent, ...(typeof tracestate === 'string' ? { tracestate } : {}) };
}
