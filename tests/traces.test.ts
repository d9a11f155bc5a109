/** One batch is one trace, from the producer's POST to the rollout; and without a collector nothing of it is loaded. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../scripts/platform/processes/ports.ts';
import type { BatchTrace } from '../shared/api/trace.ts';
import { run } from './beds/stand-in.ts';
import { type CollectedSpan, type Collector, startCollector } from './collector.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { tinyBatch } from './tiny.ts';

const TRIALS = 3;
const flat = { flat: '77', size: 60, rooms: 3, district: 'harbour' };
const callers = { trace: 'c0ffee00c0ffee00c0ffee00c0ffee00', span: 'ca11e400ca11e400' };

let collector: Collector;
let platform: TestPlatform;
/** The story of the batch, as the console tells it. */
let story: BatchTrace;
let all: CollectedSpan[];
/** Of the batch. */
let spans: CollectedSpan[];

beforeAll(async () => {
  collector = await startCollector();
  // The producer is a process of its own, which is told of the collector too.
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
  platform = await startTestPlatform({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, SEARCH_TRIALS: String(TRIALS) },
  });
  const { csv } = tinyBatch({ rows: 1500, seed: 1 });
  const posted = await run(platform.url, 'ingest', ['tiny', '-', '--id', 'b1', '--wait'], csv);
  expect(posted, posted.err).toMatchObject({ code: 0 });
  await fetch(`${platform.url}/services/predict-tiny/predict`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${callers.trace}-${callers.span}-01`,
      tracestate: 'theirs=1',
    },
    body: JSON.stringify(flat),
  });
  await eventually(async () => {
    const [row] = await platform.sql<
      { logged: number }[]
    >`select count(*)::int as logged from marea.inference_logs`;
    return row?.logged === 1;
  }, 'the prediction in the log');
  story = await platform.get('/api/batches/tiny/b1/trace');
  // Every function is told to end, and sends what it has.
  await platform.stop();
  all = collector.spans;
  const [first] = all.filter(({ service }) => service === 'marea-cli');
  spans = all.filter(({ traceId }) => traceId === first?.traceId);
});

afterAll(async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await collector.stop();
});

const parentOf = (span: CollectedSpan | undefined): CollectedSpan | undefined =>
  all.find(({ spanId }) => spanId === span?.parentSpanId);
const said = ({ service, name }: CollectedSpan): string => `${service}: ${name.replace('dev.marea.', '')}`;
/** From a span up to the first of its trace. */
function wayTo(span: CollectedSpan | undefined): string[] {
  return span ? [...wayTo(parentOf(span)), said(span)] : [];
}
const find = (service: string, name: string): CollectedSpan[] =>
  spans.filter((span) => span.service === service && span.name === name);

describe('a batch', () => {
  test('is one trace with one beginning: the producer’s POST', () => {
    expect(spans.filter(({ parentSpanId }) => parentSpanId === '').map(said)).toEqual([
      'marea-cli: send batch.received',
    ]);
    const orphans = spans.filter((span) => span.parentSpanId !== '' && !parentOf(span));
    expect(orphans.map(said)).toEqual([]);
  });

  test('each stage is below the event that it handled, which is below the stage that sent it', () => {
    const [rollout] = find('rollout', 'process dev.marea.model.approved');
    expect(wayTo(rollout)).toEqual([
      'marea-cli: send batch.received',
      'ingest: process batch.received',
      'ingest: send batch.stored',
      'clean: process batch.stored',
      'clean: send batch.cleaned',
      'drift: process batch.cleaned',
      'drift: send drift.checked',
      'train: process drift.checked',
      'train: send trial.requested',
      'trial: process trial.requested',
      'trial: send trial.completed',
      'train: process trial.completed',
      'train: send training.searched',
      'assemble: process training.searched',
      'assemble: send training.completed',
      'promote: process training.completed',
      'promote: send model.approved',
      'rollout: process model.approved',
    ]);
    expect(rollout?.events.at(-1)).toMatch(/^100 % to predict-tiny-\d+$/);
  });

  test('its trials are side by side below one training, each with its fit', () => {
    const trials = find('trial', 'process dev.marea.trial.requested');
    expect(trials).toHaveLength(TRIALS);
    expect(new Set(trials.map((span) => parentOf(parentOf(span))?.spanId)).size).toBe(1);
    expect(new Set(find('trial', 'fit').map((span) => span.parentSpanId))).toEqual(
      new Set(trials.map(({ spanId }) => spanId)),
    );
  });

  test('spans say what they are about, and end after they begin', () => {
    const [clean] = find('clean', 'process dev.marea.batch.stored');
    expect(clean).toMatchObject({
      kind: 'consumer',
      attributes: {
        'cloudevents.event_type': 'dev.marea.batch.stored',
        'cloudevents.event_source': '/marea/ingest',
        'cloudevents.event_subject': 'b1',
        'marea.dataset': 'tiny',
      },
    });
    expect(parentOf(clean)?.kind).toBe('producer');
    for (const span of spans) expect(span.end).toBeGreaterThanOrEqual(span.start);
  });

  test('the console tells the same story, with the same trace, from what the stages have stored', () => {
    expect(story.trace).toBe(spans[0]?.traceId);
    const handled = spans.filter(({ name }) => name.startsWith('process '));
    const eventOf = (span: CollectedSpan | undefined) => span?.attributes['cloudevents.event_id'];
    const cause = (span: CollectedSpan) => eventOf(parentOf(parentOf(span))) ?? null;
    expect(story.steps.map((step) => [step.stage, step.event, step.cause]).sort()).toEqual(
      handled.map((span) => [span.service, eventOf(span), cause(span)]).sort(),
    );
    expect(story.trials.map(({ trial, status }) => [trial, status])).toEqual([
      [0, 'finished'],
      [1, 'finished'],
      [2, 'finished'],
    ]);
    // The first model: there is nothing to hold it against, so that it goes live at once.
    expect(
      story.history.map(({ event, reason }) => `${event} ${/^\d+ %/.exec(reason) ?? ''}`.trim()),
    ).toEqual(['approved', 'traffic moved 100 %', 'promoted']);
  });
});

describe('a prediction', () => {
  test('continues its caller’s trace, into the log of predictions', () => {
    const recorded = all.find(({ service, traceId }) => service === 'record' && traceId === callers.trace);
    expect(wayTo(recorded)).toEqual([
      'predict-tiny: POST /predict',
      'predict-tiny: send inference.logged',
      'record: process inference.logged',
    ]);
    const [request] = all.filter(({ name }) => name === 'POST /predict');
    expect(request).toMatchObject({
      kind: 'server',
      parentSpanId: callers.span,
      traceState: 'theirs=1',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/predict',
        'http.response.status_code': 200,
      },
    });
    expect(all.filter(({ name }) => name === 'model run').map(({ parentSpanId }) => parentSpanId)).toEqual([
      request?.spanId,
    ]);
  });

  test('asking a function how it is makes no span', () => {
    expect(all.filter(({ name }) => /health|ready|metrics/.test(name))).toEqual([]);
  });
});

/** A function by itself, from a folder in which its bundle is alone. @returns what it logged until it was ready */
async function startedAlone(environment: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-alone-'));
  copyFileSync(bundle('collect'), join(folder, 'collect.js'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  const env = { PATH: process.env.PATH, PORT: String(await freePort()), HOST: '127.0.0.1', ...environment };
  const child = spawn(process.execPath, [join(folder, 'collect.js')], { env });
  let logged = '';
  child.stdout.on('data', (chunk) => (logged += chunk));
  child.stderr.on('data', (chunk) => (logged += chunk));
  await eventually(() => logged.includes('"msg":"ready"') || child.exitCode !== null, 'the function');
  child.kill('SIGTERM');
  await once(child, 'exit');
  rmSync(folder, { recursive: true });
  return logged;
}

const bundle = (name: string): string => resolve(import.meta.dirname, `../dist/functions/${name}.js`);

describe('without a collector', () => {
  test('the SDK is in no bundle of a function, but beside them', () => {
    const text = (name: string): string => readFileSync(bundle(name), 'utf8');
    expect(text('tracing')).toContain('BatchSpanProcessor');
    for (const name of ['predict', 'clean', 'train', 'console'])
      expect(text(name)).not.toMatch(/BatchSpanProcessor|OTLPTraceExporter/);
  });

  test('a function does not look for it', async () => {
    const logged = await startedAlone({});
    expect(logged).toContain('"msg":"ready"');
    expect(logged).not.toContain('OpenTelemetry');
  });

  test('one that is told of a collector does, and works without traces where it cannot be had', async () => {
    const logged = await startedAlone({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    expect(logged).toContain('"msg":"ready"');
    expect(logged).toContain('no traces: OpenTelemetry cannot be started');
    expect(
      await startedAlone({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: 'true' }),
    ).not.toContain('OpenTelemetry');
  });
});
