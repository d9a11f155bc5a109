/** What every function tells of itself. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { httpRequest } from '../../tests/http-request.ts';
import { complaints, hasPromtool } from '../../tests/promtool.ts';

type Modules = Awaited<ReturnType<typeof modules>>;
const modules = async () => ({
  ...(await import('./function.ts')),
  ...(await import('./cold-start.ts')),
  ...(await import('./metrics.ts')),
});
let marea: Modules;
/** As a process that has just begun. */
beforeEach(async () => {
  vi.resetModules();
  (await import('prom-client')).register.clear();
  marea = await modules();
});
afterEach(() => vi.restoreAllMocks());

async function metrics(accept = '*/*'): Promise<string> {
  const answer = await marea.metricsAnswer(httpRequest('GET', '/metrics', { headers: { accept } }));
  return String(answer.body);
}
const serve = () =>
  marea.serveRoutes('test', {
    'GET /a/*': { needs: 'view', about: 'all', handle: () => ({ status: 200, body: 'a' }) },
    'POST /b': {
      needs: 'view',
      about: 'all',
      handle: () => {
        throw new TypeError('no');
      },
    },
  });

describe('requests', () => {
  it('are counted by route and status, never by path', async () => {
    process.env.LOG_LEVEL = 'silent';
    const { handle } = serve();
    for (const path of ['/a/1', '/a/2', '/none/3']) await handle(httpRequest('GET', path));
    await handle(httpRequest('POST', '/b'));
    const text = await metrics();
    expect(text).toContain('marea_requests_total{route="GET /a/*",status="200"} 2\n');
    expect(text).toContain('marea_requests_total{route="none",status="404"} 1\n');
    expect(text).toContain('marea_requests_total{route="POST /b",status="500"} 1\n');
    expect(text).toContain('marea_request_duration_seconds_count{route="GET /a/*"} 2\n');
    expect(text).not.toMatch(/\/a\/1|none\/3/);
  });

  it('that are traced are exemplars', async () => {
    const { handle } = serve();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await handle(httpRequest('GET', '/a/1', { headers: { traceparent } }));
    expect(await metrics('application/openmetrics-text; version=1.0.0')).toMatch(
      /^marea_request_duration_seconds_bucket\{.*le="0.\d+"\} 1 # \{trace_id="0af7651916cd43dd8448eb211c80319c"\} /m,
    );
    expect(await metrics()).not.toContain('trace_id');
  });
});

describe('a cold start', () => {
  const coldStart = async (phase: string) =>
    (await metrics()).match(new RegExp(`marea_cold_start_duration_seconds_sum{phase="${phase}"} (.*)`))?.[1];
  const at = (seconds: number) => vi.spyOn(process, 'uptime').mockReturnValue(seconds);

  it('is told when the function is ready, and when its first request is answered', async () => {
    const { handle } = serve();
    at(0.25);
    marea.becameReady();
    at(0.5);
    for (const path of ['/health', '/ready', '/metrics']) await handle(httpRequest('GET', path));
    expect(await coldStart('first_answer')).toBeUndefined();
    at(0.75);
    await handle(httpRequest('GET', '/a/1'));
    at(9);
    await handle(httpRequest('GET', '/a/1'));
    expect([await coldStart('ready'), await coldStart('first_answer')]).toEqual(['0.25', '0.75']);
    expect(await metrics()).toContain('marea_start_duration_seconds 0.25\n');
  });

  it('is none for a request that came when the function had long been ready', async () => {
    const { handle } = serve();
    at(0.25);
    marea.becameReady();
    at(60);
    await handle(httpRequest('GET', '/a/1'));
    expect([await coldStart('ready'), await coldStart('first_answer')]).toEqual(['0.25', undefined]);
  });
});

it.skipIf(!hasPromtool)('promtool finds no fault with what a stage tells', async () => {
  const { handle } = serve();
  marea.becameReady();
  marea.stageSeconds.observe({ stage: 'clean', outcome: 'done' }, 0.5);
  marea.eventsSent.inc({ type: 'dev.marea.batch.cleaned', outcome: '202' });
  await handle(httpRequest('GET', '/a/1'));
  const text = await metrics();
  for (const name of ['marea_stage_duration_seconds', 'marea_events_sent_total', 'process_cpu_seconds_total'])
    expect(text).toContain(`\n# HELP ${name} `);
  expect(complaints(text)).toBe('');
});
