/**
 * Spans, for who wants them: with OTEL_EXPORTER_OTLP_ENDPOINT set a process has a tracer (see start.ts). Without one
 * nothing is recorded and a trace is passed on as it came, so that what others record of it keeps its parents.
 */
import { newTrace, type Trace } from '../trace.ts';

export type SpanKind = 'server' | 'consumer' | 'producer' | 'internal';
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanOptions {
  /** Of few values: never an id. */
  readonly name: string;
  readonly kind: SpanKind;
  /** Without one a trace begins; an internal span belongs to the span that it is begun in. */
  readonly parent?: Trace | undefined;
  /** Other traces that lead here: what is sent together was asked for apart. */
  readonly links?: readonly Trace[];
  readonly attributes?: SpanAttributes;
}

export interface Span {
  /** To be sent with what follows from the work in this span. */
  readonly trace: Trace;
  set(attributes: SpanAttributes): void;
  /** Something that happened in its course. */
  event(name: string, attributes?: SpanAttributes): void;
  /** It went wrong, though nothing is thrown. */
  fail(message: string): void;
}

export interface Tracer {
  /** Runs the work in a span of its own, which ends with it; spans begun meanwhile are its children. */
  run<T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
  /** The span that this is called in. */
  current(): Span | undefined;
  /** Sends what is waiting to be sent; takes a few seconds at most, whatever the collector does. */
  stop(): Promise<void>;
}

let tracer: Tracer | undefined;

/** From now on; undefined: no longer. */
export function useTracer(made: Tracer | undefined): void {
  tracer = made;
}

export const isTracing = (): boolean => tracer !== undefined;

/** Runs the work in a span, where there is a tracer; else the trace is that of the parent. */
export function inSpan<T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer ? tracer.run(options, work) : work(unrecorded(options.parent ?? newTrace()));
}

/** A part of the work in a span that is under way; without a tracer it costs one call. */
export function inner<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> {
  return tracer ? tracer.run({ name, kind: 'internal', attributes }, work) : work();
}

/** Notes in the span that is under way, if any, that something happened. */
export function happened(name: string, attributes?: SpanAttributes): void {
  tracer?.current()?.event(name, attributes);
}

export async function stopTracing(): Promise<void> {
  const stopped = tracer;
  tracer = undefined;
  await stopped?.stop();
}

const unrecorded = (trace: Trace): Span => ({ trace, set() {}, event() {}, fail() {} });
