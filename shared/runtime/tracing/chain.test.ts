/** Where the trace of an event goes: through a stage and its outbox, and out again, with a tracer and without. */

import { pino } from 'pino';
import Type from 'typebox';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Collector, startCollector } from '../../../tests/collector.ts';
import { httpRequest } from '../../../tests/http-request.ts';
import { type Services, startServices } from '../../../tests/services.ts';
import { startSink, type TestSink } from '../../../tests/sink.ts';
import { type Event, eventType } from '../../events/event.ts';
import { configurationFrom } from '../configuration.ts';
import { json } from '../http/http.ts';
import { sendOverdue } from '../outbox.ts';
import { type StageResources, stage } from '../stage.ts';
import { readTrace } from '../trace.ts';
import { handling } from './events.ts';
import { openTelemetry } from './opentelemetry.ts';
import { stopTracing, useTracer } from './tracing.ts';

const asked = eventType('test.asked', 'asks', Type.Object({}));
const answered = eventType('test.answered', 'answers', Type.Object({}));
const answering = stage({ name: 'answering', on: asked, emits: [answered] }, async (_, { emit }) =>
  emit(answered, {}),
);

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const tracestate = 'theirs=1';
const event = (more: Partial<Event> = {}): Event => ({
  id: crypto.randomUUID(),
  source: 'test',
  type: asked.type,
  dataset: 'realtor',
  data: {},
  ...more,
});

let services: Services;
let sink: TestSink;
let resources: StageResources;
let collector: Collector;

beforeAll(async () => {
  process.env.LOG_LEVEL = 'silent';
  [services, sink, collector] = await Promise.all([startServices(), startSink(), startCollector()]);
  resources = {
    sql: services.sql,
    objects: services.objects,
    log: pino({ level: 'silent' }),
    sink: sink.url,
  };
});
afterAll(async () => {
  await Promise.all([services.stop(), sink.stop(), collector.stop()]);
});
beforeEach(async () => {
  sink.events.length = 0;
  collector.spans.length = 0;
  await services.sql`truncate marea.stages, marea.outbox`;
});
afterEach(stopTracing);

/** Handles the event as a function does. */
const handled = (given: Event): Promise<unknown> =>
  handling(given, ({ trace }) => answering.take(given, { ...resources, trace }));

async function sentAgain(): Promise<void> {
  await services.sql`update marea.outbox set sent_at = null, created_at = now() - interval '1 hour'`;
  expect(await sendOverdue(services.sql, { pipeline: sink.url, ingest: undefined }, 30)).toBe(1);
}

function withTracer(): void {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
  useTracer(openTelemetry({ told: configurationFrom({ K_SERVICE: 'answering' }), onProblem: () => {} }));
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
}

test('what a stage sends, and sends again, goes on in the trace of what it took', async () => {
  await handled(event({ traceparent, tracestate }));
  await sentAgain();
  expect(sink.events).toHaveLength(2);
  for (const sent of sink.events) expect(sent).toMatchObject({ traceparent, tracestate });
});

test.each([undefined, '', 'garbage', '00-0-0-00', 'x'.repeat(10_000)])(
  'an event with the trace %j begins one',
  async (malformed) => {
    await handled(event(malformed === undefined ? {} : { traceparent: malformed }));
    expect(readTrace(sink.events[0] ?? {})).toMatchObject({ sampled: true });
  },
);

test('with a tracer each sending is a span, below that of the stage, and its receiver’s parent', async () => {
  withTracer();
  await handled(event({ traceparent, tracestate }));
  await sentAgain();
  await stopTracing();
  const [stage] = collector.spans.filter(({ kind }) => kind === 'consumer');
  const sendings = collector.spans.filter(({ kind }) => kind === 'producer');
  expect(stage).toMatchObject({ name: 'process test.asked', parentSpanId: '00f067aa0ba902b7' });
  // The second time it is another process that sends, which knows no more than what was stored.
  expect(sendings.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
    ['send test.answered', stage?.spanId],
    ['send test.answered', stage?.spanId],
  ]);
  expect(sink.events.map((sent) => readTrace(sent)?.spanId)).toEqual(sendings.map(({ spanId }) => spanId));
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(
    new Set(['4bf92f3577b34da6a3ce929d0e0e4736']),
  );
});

test('a trace that its beginner does not keep is passed on as such, and leaves no spans', async () => {
  withTracer();
  await handled(event({ traceparent: traceparent.replace(/01$/, '00') }));
  await stopTracing();
  expect(collector.spans).toEqual([]);
  expect(readTrace(sink.events[0] ?? {})).toMatchObject({
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    sampled: false,
  });
});

test('a refused event fails its sending and the stage, in the trace as in the outbox', async () => {
  withTracer();
  sink.status = 503;
  await expect(handled(event({ traceparent }))).rejects.toThrow('the sink answered 503');
  sink.status = 202;
  await stopTracing();
  expect(collector.spans.map(({ kind, error }) => [kind, error?.slice(0, 21)]).sort()).toEqual([
    ['consumer', 'the sink answered 503'],
    ['producer', 'the sink answered 503'],
  ]);
});

test('an HTTP request is a span of its route, whatever traceparent it brings; a probe is none', async () => {
  withTracer();
  const { serveRoutes } = await import('../function.ts');
  const { handle } = serveRoutes('routes', {
    'GET /values/*': { needs: 'view', about: 'all', handle: () => json({}) },
    'POST /broken': {
      needs: 'view',
      about: 'all',
      handle: () => {
        throw new Error('broken');
      },
    },
  });
  for (const given of [traceparent, 'garbage', '', '00-00-00-00'])
    expect((await handle(httpRequest('GET', '/values/a', { headers: { traceparent: given } }))).status).toBe(
      200,
    );
  expect((await handle(httpRequest('POST', '/broken'))).status).toBe(500);
  for (const probe of ['/health', '/ready', '/metrics']) await handle(httpRequest('GET', probe));
  await stopTracing();
  expect(collector.spans.map(({ name, error }) => [name, error])).toEqual([
    ...Array.from({ length: 4 }, () => ['GET /values/*', undefined]),
    ['POST /broken', 'status 500'],
  ]);
  const parents = collector.spans.map(({ parentSpanId }) => parentSpanId);
  expect(parents).toEqual(['00f067aa0ba902b7', '', '', '', '']);
});
