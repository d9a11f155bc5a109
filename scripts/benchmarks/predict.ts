/** How fast a predict function answers: single rows from many connections, and batches of a thousand. */
import autocannon from 'autocannon';

export interface PredictFigures {
  readonly predict: Load;
  /** 1,000 rows a request, one connection. */
  readonly batchPredict: Load;
}

export interface Load {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
  /** Answers that were no 2xx, or none at all. */
  readonly failures: number;
}

export interface PredictBenchmark {
  /** Where the function listens: http://127.0.0.1:8081 */
  readonly url: string;
  /** Rows as a client sends them; they are asked for in turn. */
  readonly rows: readonly object[];
  /** Of each measurement; default 8. */
  readonly seconds?: number;
  readonly connections?: number;
}

const BATCH = 1000;
const WARM_UP_SECONDS = 2;

/** @throws when nothing is answered */
export async function benchmarkPredict({
  url,
  rows,
  seconds = 8,
  connections = 16,
}: PredictBenchmark): Promise<PredictFigures> {
  const single = rows.slice(0, 256).map((row) => ({ body: JSON.stringify(row) }));
  const batch = JSON.stringify(Array.from({ length: BATCH }, (_, index) => rows[index % rows.length]));
  await load(`${url}/predict`, single, connections, WARM_UP_SECONDS);
  const predict = await load(`${url}/predict`, single, connections, seconds);
  await load(`${url}/batch_predict`, [{ body: batch }], 1, WARM_UP_SECONDS);
  const batchPredict = await load(`${url}/batch_predict`, [{ body: batch }], 1, seconds);
  return { predict, batchPredict };
}

/** @throws when nothing is answered */
export async function load(
  url: string,
  requests: readonly { readonly body: string }[],
  connections: number,
  duration: number,
  more: Readonly<Record<string, string>> = {},
): Promise<Load> {
  const headers = { 'content-type': 'application/json', ...more };
  const result = await autocannon({ url, method: 'POST', headers, requests, connections, duration });
  if (result.requests.total === 0) throw new Error(`${url} answered nothing in ${duration} s`);
  return {
    requestsPerSecond: Math.round(result.requests.average),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    answers: result.requests.total,
    failures: result.non2xx + result.errors,
  };
}
