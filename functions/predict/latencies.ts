/** The latest latencies of this replica, for a summary that people read; Prometheus has the long view. */
import { quantile } from '../../shared/stats/quantile.ts';

export interface Latencies {
  /** @param milliseconds from the request to its answer */
  add(milliseconds: number): void;
  /** Over the latest requests; null before the first. */
  summary(): {
    readonly count: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  } | null;
}

export function latencies(latest = 1024): Latencies {
  const ring = new Float64Array(latest);
  let count = 0;
  return {
    add(milliseconds) {
      ring[count % latest] = milliseconds;
      count += 1;
    },
    summary() {
      if (count === 0) return null;
      const sorted = ring.slice(0, Math.min(count, latest)).sort();
      const at = (share: number): number => Math.round(quantile(sorted, share) * 1000) / 1000;
      return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    },
  };
}
