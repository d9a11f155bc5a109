/** Changes the first line and the headers. */
import { below, type Random } from '../../shared/ml/random.ts';
import type { Mutator } from './mutator.ts';
import { withHeader } from './sent.ts';
import { oneOf, TEXTS } from './values.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND', 'BREW'] as const;
const SEGMENTS = [
  '..',
  '.',
  '%00',
  '%ff',
  '%ed%a0%80',
  '%2e%2e%2f',
  '%',
  '%zz',
  '%25%30%30',
  'a'.repeat(4000),
  ';x=y',
  '*',
  '%F0%9F%8C%8A',
  '__proto__',
  '9'.repeat(40),
] as const;
const QUERIES = [
  'limit',
  'dataset',
  'type',
  'k',
  'method',
  'state',
  'filename',
  'district',
  '__proto__',
] as const;
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/csv',
  'application/x-ndjson',
  'application/octet-stream',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/vnd.apache.parquet',
  'application/json; charset=utf-16',
  'application/json;;;',
  '/',
  'x'.repeat(2000),
] as const;
const HEADERS = [
  'accept',
  'accept-encoding',
  'x-request-id',
  'traceparent',
  'tracestate',
  'host',
  'x-forwarded-host',
  'origin',
  'sec-fetch-site',
  'authorization',
  'x-api-key',
  'x-marea-platform',
  'inference-header-content-length',
  'ce-id',
  'ce-source',
  'ce-type',
  'ce-specversion',
  'ce-subject',
  'ce-dataset',
  'ce-dataref',
  'ce-time',
  'expect',
] as const;

/** A text as a header may hold it: no line is ended by it. */
const inHeader = (text: string): string =>
  Buffer.from(text.slice(0, 4000), 'utf8')
    .toString('latin1')
    .replaceAll(/[\r\n]/g, ' ');

const encoded = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?').slice(0, 3000));

const withSegment = (random: Random, path: string): string => {
  const parts = path.split('/');
  parts[1 + below(random, parts.length)] = oneOf(random, SEGMENTS);
  return parts.map((part) => part ?? '').join('/');
};

export const headMutators: Readonly<Record<string, Mutator>> = {
  'another method': (random, sent) => ({ ...sent, method: oneOf(random, METHODS) }),
  'another part of the path': (random, sent) => ({ ...sent, path: withSegment(random, sent.path) }),
  'a longer path': (random, sent) => ({ ...sent, path: `${sent.path}/${oneOf(random, SEGMENTS)}` }),
  'a query': (random, sent) => ({
    ...sent,
    path: `${sent.path}${sent.path.includes('?') ? '&' : '?'}${oneOf(random, QUERIES)}=${encoded(oneOf(random, TEXTS))}`,
  }),
  'a query that is none': (random, sent) => ({
    ...sent,
    path: `${sent.path}?${oneOf(random, ['%', '&&&', '=', 'a[b]=c', '%00=%00', '\xff'])}`,
  }),
  'another type': (random, sent) => withHeader(sent, 'content-type', oneOf(random, TYPES)),
  'no type': (_, sent) => ({ ...sent, headers: sent.headers.filter(([name]) => name !== 'content-type') }),
  'a header': (random, sent) => withHeader(sent, oneOf(random, HEADERS), inHeader(oneOf(random, TEXTS))),
  'a header twice': (random, sent) => ({
    ...sent,
    headers: [...sent.headers, [oneOf(random, HEADERS), inHeader(oneOf(random, TEXTS))]],
  }),
  'many headers': (random, sent) => ({
    ...sent,
    headers: [
      ...sent.headers,
      ...Array.from({ length: oneOf(random, [50, 500]) }, (_, i): [string, string] => [`x-${i}`, 'y']),
    ],
  }),
};
