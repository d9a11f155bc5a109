/** Prometheus metrics that every function has. Labels are bounded: never an id, never free text. */
import { Counter, collectDefaultMetrics, Histogram, register } from 'prom-client';
import { answeredFirst } from './cold-start.ts';
import { type Family, formatFor } from './exposition.ts';
import type { Answer, HttpRequest } from './http/http.ts';
import {
  type CounterSeries,
  counter,
  familiesCounted,
  type HistogramSeries,
  histogram,
} from './instruments.ts';

collectDefaultMetrics();
// Gauges by names that only counters may have.
for (const kind of ['handles', 'requests', 'resources'])
  register.removeSingleMetric(`nodejs_active_${kind}_total`);

export const requests = counter({
  name: 'marea_requests_total',
  help: 'HTTP requests answered, by route and status',
  labelNames: ['route', 'status'],
});

const requestSeconds = histogram({
  name: 'marea_request_duration_seconds',
  help: 'Time from a request to its answer',
  labelNames: ['route'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10],
});

export const stageSeconds = new Histogram({
  name: 'marea_stage_duration_seconds',
  help: 'Time that a stage took for an event',
  labelNames: ['stage', 'outcome'] as const,
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
});

export const eventsSent = new Counter({
  name: 'marea_events_sent_total',
  help: 'Events sent to the sink, by type and outcome',
  labelNames: ['type', 'outcome'] as const,
});

/** The series of a route, so that a request has two look-ups to do. */
interface Route {
  readonly seconds: HistogramSeries;
  readonly statuses: Map<number, CounterSeries>;
}
const routes = new Map<string, Route>();

/**
 * Counts a request that has its answer.
 *
 * @param route the pattern, not the path
 * @param traceId where the request is traced
 */
export function answered(route: string, status: number, seconds: number, traceId: string | undefined): void {
  const { statuses, seconds: taken } = routes.get(route) ?? seriesOf(route);
  const series = statuses.get(status);
  if (series) series.value += 1;
  else firstOf(route, status, statuses);
  taken.observe(seconds, traceId);
  answeredFirst(route, seconds, traceId);
}

function seriesOf(route: string): Route {
  const made: Route = { seconds: requestSeconds.with({ route }), statuses: new Map() };
  routes.set(route, made);
  return made;
}

function firstOf(route: string, status: number, statuses: Map<number, CounterSeries>): void {
  const series = requests.with({ route, status: String(status) });
  series.value += 1;
  statuses.set(status, series);
}

/** GET /metrics. @param more what the process knows beside its own metrics */
export async function metricsAnswer({ headers }: HttpRequest, more: readonly Family[] = []): Promise<Answer> {
  const { contentType, write } = formatFor(headers.accept);
  const own = (await register.getMetricsAsJSON()) as unknown as Family[];
  return {
    status: 200,
    headers: { 'content-type': contentType },
    body: write([...familiesCounted(), ...own, ...more]),
  };
}
