/** A collector of traces, as far as tests need one: takes OTLP over HTTP as JSON and remembers the spans. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Kind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export interface CollectedSpan {
  readonly service: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly kind: Kind;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentSpanId: string;
  readonly traceState: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  readonly links: readonly string[];
  readonly error: string | undefined;
}

export interface Collector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: CollectedSpan[];
  /** Of each request to /v1/traces. */
  readonly requests: IncomingHttpHeaders[];
  /** 'silent' takes what comes and never answers. */
  mood: 'well' | 'silent' | 'failing';
  stop(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const collector: { -readonly [K in keyof Collector]: Collector[K] } = {
    url: '',
    spans: [],
    requests: [],
    mood: 'well',
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url !== '/v1/traces') return void response.writeHead(404).end();
    collector.requests.push(request.headers);
    if (collector.mood === 'silent') return;
    if (collector.mood === 'failing') return void response.writeHead(500).end();
    collector.spans.push(...spansIn(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Export));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return collector;
}

/** ExportTraceServiceRequest of opentelemetry-proto, in its JSON form; 64-bit numbers are strings there. */
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Told[] }[];
  }[];
}
interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface Told {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events?: readonly { readonly name: string }[];
  readonly links?: readonly { readonly spanId: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

const KINDS: readonly Kind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];
const ERROR = 2;

function spansIn({ resourceSpans }: Export): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => collected(valuesOf(resource.attributes), span))),
  );
}

function collected(resource: Record<string, unknown>, span: Told): CollectedSpan {
  const { name, traceId, spanId, parentSpanId = '', traceState = '', status } = span;
  return {
    service: String(resource['service.name']),
    resource,
    name,
    kind: KINDS[span.kind] ?? 'internal',
    traceId,
    spanId,
    parentSpanId,
    traceState,
    start: Number(BigInt(span.startTimeUnixNano) / 1_000_000n),
    end: Number(BigInt(span.endTimeUnixNano) / 1_000_000n),
    attributes: valuesOf(span.attributes),
    events: (span.events ?? []).map((event) => event.name),
    links: (span.links ?? []).map((link) => link.spanId),
    error: status?.code === ERROR ? (status.message ?? '') : undefined,
  };
}

const valuesOf = (attributes: readonly Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
