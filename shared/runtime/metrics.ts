/** Prometheus metrics that every function has. Labels are bounded: never an id, never free text. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, register } from 'prom-client';

collectDefaultMetrics();

export const requests = new Counter({
  name: 'marea_requests_total',
  help: 'HTTP requests answered, by route and status',
  labelNames: ['route', 'status'] as const,
});

export const requestSeconds = new Histogram({
  name: 'marea_request_duration_seconds',
  help: 'Time from a request to its answer',
  labelNames: ['route'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
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

export const startSeconds = new Gauge({
  name: 'marea_start_duration_seconds',
  help: 'Time from the start of the process until it was ready',
});

export const metricsText = (): Promise<string> => register.metrics();
export const METRICS_TYPE = register.contentType;
