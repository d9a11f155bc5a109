/** CloudEvents 1.0 on HTTP as a broker sees them: attributes to filter on, and a body that it does not look into. */
import type { IncomingHttpHeaders } from 'node:http';

export interface CloudEvent {
  /** Context attributes and extensions, datacontenttype among them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The sender's fault: 400. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
}

/** @throws InvalidEvent saying what is missing or wrong. */
export function readCloudEvent(headers: IncomingHttpHeaders, body: Buffer): CloudEvent {
  const contentType = headers['content-type'] ?? '';
  if (/^application\/cloudevents-batch/i.test(contentType)) {
    throw new InvalidEvent('batches of CloudEvents are not taken: send one event a request');
  }
  const event = /^application\/cloudevents\+json/i.test(contentType)
    ? structured(body)
    : binary(headers, body);
  validate(event.attributes);
  return { ...event, attributes: { ...traceIn(headers), ...event.attributes } };
}

/** An event without a trace of its own is part of the request's, as Knative's brokers have it. */
function traceIn({ traceparent, tracestate }: IncomingHttpHeaders): Record<string, string> {
  if (typeof traceparent !== 'string') return {};
  return { traceparent, ...(typeof tracestate === 'string' ? { tracestate } : {}) };
}

/** Headers of the event in binary mode. */
export function binaryHeaders({ attributes }: CloudEvent): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'datacontenttype') headers['content-type'] = value;
    else headers[`ce-${name}`] = percentEncode(value);
  }
  return headers;
}

/** True when these headers say that a CloudEvent comes. */
export function looksLikeEvent(headers: IncomingHttpHeaders): boolean {
  return (
    headers['ce-specversion'] !== undefined ||
    /^application\/cloudevents\+json/i.test(headers['content-type'] ?? '')
  );
}

function binary(headers: IncomingHttpHeaders, body: Buffer): CloudEvent {
  if (headers['ce-specversion'] === undefined) {
    throw new InvalidEvent(
      'not a CloudEvent: neither a ce-specversion header nor content-type application/cloudevents+json',
    );
  }
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string') attributes[name.slice(3)] = percentDecode(value);
  }
  if (headers['content-type']) attributes.datacontenttype = headers['content-type'];
  return { attributes, body };
}

function structured(body: Buffer): CloudEvent {
  const { data, data_base64: base64, ...rest } = parseObject(body);
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value === null) continue;
    if (typeof value === 'object')
      throw new InvalidEvent(`attribute ${name} must be a string, a number or a boolean`);
    attributes[name] = String(value);
  }
  if (base64 !== undefined) {
    if (typeof base64 !== 'string') throw new InvalidEvent('data_base64 must be a string');
    return { attributes, body: Buffer.from(base64, 'base64') };
  }
  if (data === undefined) return { attributes, body: Buffer.alloc(0) };
  attributes.datacontenttype ??= 'application/json';
  const isText = typeof data === 'string' && !/[/+]json\b/i.test(attributes.datacontenttype);
  return {
    attributes,
    body: Buffer.from(isText ? data : JSON.stringify(data)),
  };
}

function parseObject(body: Buffer): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new InvalidEvent(`the body is not JSON: ${(cause as Error).message}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new InvalidEvent('the body must be one JSON object, the event');
  }
  return parsed as Record<string, unknown>;
}

function validate(attributes: Readonly<Record<string, string>>): void {
  if (attributes.specversion !== '1.0') {
    throw new InvalidEvent(`specversion is "${attributes.specversion ?? ''}", expected "1.0"`);
  }
  for (const name of ['id', 'source', 'type']) {
    if (!attributes[name]) throw new InvalidEvent(`attribute ${name} is missing or empty`);
  }
  if (/\s/.test(attributes.source as string)) {
    throw new InvalidEvent(`source "${attributes.source}" is no URI reference`);
  }
  if (attributes.subject === '') throw new InvalidEvent('subject must not be empty where it is given');
  if (attributes.time !== undefined && !rfc3339.test(attributes.time)) {
    throw new InvalidEvent(`time "${attributes.time}" is no RFC 3339 timestamp`);
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (!/^[a-z0-9]+$/.test(name)) {
      throw new InvalidEvent(`attribute name "${name}" may have lower-case letters and digits only`);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the specification forbids
    if (/[\u0000-\u001f\u007f-\u009f]/.test(value)) {
      throw new InvalidEvent(`attribute ${name} holds a control character`);
    }
  }
}

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** HTTP protocol binding 3.1.3.2: what is no printable ASCII, and space, quote and percent, as %XX of UTF-8. */
function percentEncode(value: string): string {
  return value.replace(/[^!#$&-~]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

function percentDecode(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
