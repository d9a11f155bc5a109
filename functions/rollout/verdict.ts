/** Whether one revision of predict does worse than another, by what their pods say of themselves. */

/** As predict answers at /metrics/summary, as far as it counts here. */
export interface Numbers {
  readonly requests: number;
  /** Answers of 5xx. */
  readonly errors: number;
  /** Over the latest requests; null before the first. */
  readonly latency_milliseconds: { readonly count: number; readonly p95: number } | null;
}

/** More failures than this share of the requests are too many, unless the old revision has as many. */
const ERROR_SHARE = 0.01;
/** Latencies of fewer requests say nothing. */
const LEAST_REQUESTS = 20;
/** So many times the old latency, and so much more, is slower and not noise. */
const SLOWER_TIMES = 2;
const SLOWER_MS = 20;

/** Of all pods; the latency is that of the slowest. */
export function sumOf(pods: readonly Numbers[]): Numbers {
  const latencies = pods.flatMap(({ latency_milliseconds: latency }) => (latency ? [latency] : []));
  return {
    requests: pods.reduce((sum, { requests }) => sum + requests, 0),
    errors: pods.reduce((sum, { errors }) => sum + errors, 0),
    latency_milliseconds:
      latencies.length === 0
        ? null
        : {
            count: latencies.reduce((sum, { count }) => sum + count, 0),
            p95: Math.max(...latencies.map(({ p95 }) => p95)),
          },
  };
}

/** @returns what is worse about `now`, or undefined */
export function verdictOn(now: Numbers, before: Numbers): string | undefined {
  const share = now.errors / Math.max(1, now.requests);
  const shareBefore = before.errors / Math.max(1, before.requests);
  if (now.errors > 1 && share > ERROR_SHARE && share > shareBefore)
    return `${now.errors} of ${now.requests} requests failed`;
  const [latency, latencyBefore] = [now.latency_milliseconds, before.latency_milliseconds];
  if (!latency || !latencyBefore) return undefined;
  if (Math.min(latency.count, latencyBefore.count) < LEAST_REQUESTS) return undefined;
  const limit = Math.max(SLOWER_TIMES * latencyBefore.p95, latencyBefore.p95 + SLOWER_MS);
  return latency.p95 > limit
    ? `95 % of its requests take up to ${latency.p95} ms, those of the old revision ${latencyBefore.p95} ms`
    : undefined;
}
