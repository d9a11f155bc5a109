/** The tracer against a collector over HTTP: one that takes what comes, one that fails, one that never answers. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CollectedSpan, type Collector, startCollector } from '../../../tests/collector.ts';
import { configurationFrom } from '../configuration.ts';
import { readTrace } from '../trace.ts';
import { openTelemetry } from './opentelemetry.ts';
import type { Tracer } from './tracing.ts';

const caller = readTrace({
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: 'a=b',
});
const environment = { ...process.env };
let collector: Collector;
const problems: string[] = [];

beforeEach(async () => {
  problems.length = 0;
  collector = await startCollector();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
});
afterEach(async () => {
  await collector.stop();
  process.env = { ...environment };
});

const tracerWith = (variables: Record<string, string> = {}): Tracer => {
  Object.assign(process.env, variables);
  return openTelemetry({
    told: configurationFrom({ K_SERVICE: 'clean', K_REVISION: 'clean-00001', ...variables }),
    onProblem: (problem) => void problems.push(problem),
  });
};

/** The spans that get to the collector, by name. */
async function told(tracer: Tracer, work: () => Promise<unknown>): Promise<Record<string, CollectedSpan>> {
  await work();
  await tracer.stop();
  return Object.fromEntries(collector.spans.map((span) => [span.name, span]));
}

test('a span continues the trace of its parent, and its own parts are below it', async () => {
  const tracer = tracerWith();
  const { outer, part } = await told(tracer, () =>
    tracer.run({ name: 'outer', kind: 'consumer', parent: caller }, async (span) => {
      expect(span.trace).toMatchObject({ traceId: caller?.traceId, sampled: true, tracestate: 'a=b' });
      expect(span.trace.spanId).not.toBe(caller?.spanId);
      await tracer.run({ name: 'part', kind: 'internal' }, () => Promise.resolve());
    }),
  );
  expect(outer).toMatchObject({ kind: 'consumer', traceId: caller?.traceId, parentSpanId: caller?.spanId });
  expect(part).toMatchObject({ kind: 'internal', traceId: caller?.traceId, parentSpanId: outer?.spanId });
});

test('what is sent later, from within a request that was its occasion, is not a part of that request', async () => {
  const tracer = tracerWith();
  const { request, flush } = await told(tracer, () =>
    tracer.run({ name: 'request', kind: 'server' }, () =>
      tracer.run({ name: 'flush', kind: 'producer', links: caller ? [caller] : [] }, () => Promise.resolve()),
    ),
  );
  expect(flush?.traceId).not.toBe(request?.traceId);
  expect(flush).toMatchObject({ parentSpanId: '', links: [caller?.spanId] });
});

test('what is thrown passes through and marks the span', async () => {
  const tracer = tracerWith();
  const failing = () =>
    tracer.run({ name: 'fails', kind: 'server' }, () => Promise.reject(new Error('no space left')));
  const { fails } = await told(tracer, () => expect(failing()).rejects.toThrow('no space left'));
  expect(fails).toMatchObject({ error: 'no space left', events: ['exception'] });
});

test('the environment says who we are, and what the collector wants to be told', async () => {
  const tracer = tracerWith({
    OTEL_SERVICE_NAME: 'named',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging,team=blue%20whale',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x1',
  });
  const { a } = await told(tracer, () => tracer.run({ name: 'a', kind: 'server' }, async () => {}));
  expect(a?.service).toBe('named');
  expect(a?.resource).toMatchObject({
    'deployment.environment.name': 'staging',
    team: 'blue whale',
    'faas.name': 'clean',
    'faas.version': 'clean-00001',
  });
  expect(collector.requests[0]?.authorization).toBe('Bearer x1');
});

test.each([
  // [sampler, argument, whether a trace that begins here is kept, one whose caller keeps it, one whose caller does not]
  ['always_on', '', [true, true, true]],
  ['always_off', '', [false, false, false]],
  ['traceidratio', '0', [false, false, false]],
  ['parentbased_always_on', '', [true, true, false]],
  ['parentbased_always_off', '', [false, true, false]],
  ['parentbased_traceidratio', '0', [false, true, false]],
  ['parentbased_traceidratio', '1', [true, true, false]],
  ['parentbased_traceidratio', 'half', [true, true, false]],
  ['jaeger_remote', '', [true, true, false]],
])('sampler %s %s', async (name, argument, kept) => {
  const tracer = tracerWith({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument });
  const not = readTrace({ traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00' });
  const seen: boolean[] = [];
  for (const [index, parent] of [undefined, caller, not].entries())
    await tracer.run(
      { name: `${index}`, kind: 'server', parent },
      async (span) => void seen.push(span.trace.sampled),
    );
  await tracer.stop();
  expect(seen).toEqual(kept);
  expect(collector.spans.map((span) => span.name).sort()).toEqual(
    ['0', '1', '2'].filter((_, index) => kept[index]),
  );
  expect(problems).toHaveLength(name === 'jaeger_remote' || argument === 'half' ? 1 : 0);
});

test.each(['silent', 'failing'] as const)(
  'a collector that is %s holds up neither the work nor the end',
  async (mood) => {
    collector.mood = mood;
    const tracer = tracerWith();
    // Far more than the queue holds: the rest is left out, not waited for.
    for (let i = 0; i < 10_000; i++) await tracer.run({ name: 'work', kind: 'server' }, async () => i);
    await tracer.stop();
    expect(collector.spans).toEqual([]);
    expect(collector.requests.length).toBeGreaterThan(0);
    if (mood === 'failing') expect(problems).toEqual(['spans are lost: Internal Server Error']);
  },
);

test('a collector that is not there holds up neither the work nor the end', async () => {
  await collector.stop();
  const tracer = tracerWith();
  expect(await tracer.run({ name: 'work', kind: 'server' }, async () => 7)).toBe(7);
  await tracer.stop();
});
