/**
 * Cold starts, which Knative has no metric for: how long after the start of its process a function was ready, and
 * how long after it the request that woke it was answered.
 */
import { Gauge } from 'prom-client';
import { histogram } from './instruments.ts';

const startSeconds = new Gauge({
  name: 'marea_start_duration_seconds',
  help: 'Time from the start of the process until it was ready',
});

const coldStart = histogram({
  name: 'marea_cold_start_duration_seconds',
  help: 'Time from the start of the process until it was ready, and until the request that it was started for had its answer',
  labelNames: ['phase'],
  buckets: [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30],
});

/** A request that comes later than this after the process was ready did not wait for its start. */
const WAITED_SECONDS = 5;

/** What asks whether a function is there does not use it. */
const PROBES = ['GET /health', 'GET /ready', 'GET /metrics'];

/** Since when the process is ready, until its first request has been answered; in seconds of its life. */
let awaitedSince: number | undefined;

/** The host listens. */
export function becameReady(): void {
  awaitedSince = process.uptime();
  startSeconds.set(awaitedSince);
  coldStart.with({ phase: 'ready' }).observe(awaitedSince);
}

/** A request has its answer. @param seconds that it took */
export function answeredFirst(route: string, seconds: number, traceId: string | undefined): void {
  if (awaitedSince === undefined || PROBES.some((probe) => route.startsWith(probe))) return;
  const now = process.uptime();
  if (now - seconds - awaitedSince <= WAITED_SECONDS)
    coldStart.with({ phase: 'first_answer' }).observe(now, traceId);
  awaitedSince = undefined;
}
