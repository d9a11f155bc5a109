/**
 * Spans by OTLP over HTTP, as JSON, with the OpenTelemetry SDK. Only start.ts imports this, and only where there is a
 * collector: in production it is a bundle of its own. The environment variables are those of the specification.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import {
  type Attributes,
  createTraceState,
  DiagLogLevel,
  diag,
  type Link,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Configuration } from '../configuration.ts';
import { placeIn, type Trace } from '../trace.ts';
import { samplerFrom } from './sampler.ts';
import type { Span, SpanAttributes, SpanOptions, Tracer } from './tracing.ts';

/** What the SDK does not read itself. */
type Told = Pick<
  Configuration,
  | 'FUNCTION'
  | 'K_SERVICE'
  | 'K_REVISION'
  | 'HOSTNAME'
  | 'OTEL_EXPORTER_OTLP_PROTOCOL'
  | 'OTEL_TRACES_SAMPLER'
  | 'OTEL_TRACES_SAMPLER_ARG'
>;

export interface OpenTelemetryOptions {
  /** service.name, unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES has another; default that of the Service. */
  readonly name?: string | undefined;
  readonly told: Told;
  /** Told when spans get lost: at once, then at most once a minute. */
  readonly onProblem: (message: string) => void;
}

/** Spans wait in a queue of 2,048 at most; what does not fit is left out, and nobody waits for it. */
const SEND_EVERY_MS = 1000;
/** How long the end of a process may be held up by a collector that does not answer. */
const STOP_MS = 2000;
const PROBLEM_EVERY_MS = 60_000;

export function openTelemetry({ name, told, onProblem }: OpenTelemetryOptions): Tracer {
  const problem = atMostEvery(PROBLEM_EVERY_MS, onProblem);
  const say = (text: string): void => problem(`spans are lost: ${reasonIn(text).slice(0, 500)}`);
  const { OTEL_EXPORTER_OTLP_PROTOCOL: protocol } = told;
  if (protocol !== 'http/json')
    onProblem(`OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}": spans go out as http/json`);
  diag.setLogger(
    { error: say, warn: say, info() {}, debug() {}, verbose() {} },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new TracerProvider({
    resource: resourceOf(name, told),
    sampler: samplerFrom(told, onProblem),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: SEND_EVERY_MS }),
    ],
  });
  const tracer = provider.getTracer('marea');
  const active = new AsyncLocalStorage<OtelSpan>();
  return {
    run: (options, work) => {
      const span = begun(tracer, options, active.getStore());
      return active.run(span, () => ending(span, work));
    },
    current: () => {
      const span = active.getStore();
      return span && spanOf(span);
    },
    stop: () => Promise.race([provider.shutdown().catch(() => {}), paused(STOP_MS)]),
  };
}

/** What the environment says wins over what we know. */
function resourceOf(name: string | undefined, { FUNCTION, K_SERVICE, K_REVISION: revision, HOSTNAME }: Told) {
  const service = name ?? K_SERVICE ?? FUNCTION;
  const own = resourceFromAttributes({
    'service.name': service ?? 'marea',
    ...(service ? { 'faas.name': service } : {}),
    'service.namespace': 'marea',
    // In a container the name of the pod.
    'service.instance.id': HOSTNAME ?? hostname(),
    ...(revision ? { 'faas.version': revision } : {}),
  });
  return defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }));
}

const KINDS = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  internal: SpanKind.INTERNAL,
} as const;

function begun(
  tracer: OtelTracer,
  { name, kind, parent, links = [], attributes = {} }: SpanOptions,
  around: OtelSpan | undefined,
): OtelSpan {
  const above = kind === 'internal' ? around?.spanContext() : parent && contextOf(parent);
  const context = above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT;
  const options = {
    kind: KINDS[kind],
    attributes: given(attributes),
    links: links.map((link): Link => ({ context: contextOf(link) })),
  };
  return tracer.startSpan(name, options, context);
}

async function ending<T>(span: OtelSpan, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(spanOf(span));
  } catch (error) {
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
    throw error;
  } finally {
    span.end();
  }
}

function spanOf(span: OtelSpan): Span {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  return {
    trace: placeIn(traceId, spanId, (traceFlags & TraceFlags.SAMPLED) !== 0, traceState?.serialize()),
    set: (attributes) => void span.setAttributes(given(attributes)),
    event: (name, attributes = {}) => void span.addEvent(name, given(attributes)),
    fail: (message) => void span.setStatus({ code: SpanStatusCode.ERROR, message }),
  };
}

const contextOf = ({ traceId, spanId, sampled, tracestate }: Trace) => ({
  traceId,
  spanId,
  traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  isRemote: true,
  ...(tracestate ? { traceState: createTraceState(tracestate) } : {}),
});

function given(attributes: SpanAttributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** The SDK tells errors as JSON, with a stack that is its own. */
function reasonIn(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? text);
  } catch {
    return text;
  }
}

function atMostEvery(milliseconds: number, tell: (message: string) => void): (message: string) => void {
  let next = 0;
  return (message) => {
    if (performance.now() < next) return;
    next = performance.now() + milliseconds;
    tell(message);
  };
}

const paused = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());
