/** A real Prometheus, where one is installed, beside the embedded platform: for tests that ask it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseEnvironment, startChild } from '../../scripts/platform/processes/child.ts';
import { onLines } from '../../scripts/platform/processes/lines.ts';
import { freePort } from '../../scripts/platform/processes/ports.ts';
import { eventually } from '../platform.ts';

export const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus {
  readonly url: string;
  /** Values now, without those that are not a number. @throws Error with Prometheus' words */
  ask(expr: string): Promise<Sample[]>;
  /** All values of the last seconds, a list for each series, without those that are not a number. */
  askRange(expr: string, seconds: number, step: number): Promise<number[][]>;
  stop(): Promise<void>;
}

/** Prometheus does not mind its stdin: whoever does ends it, when we stop it and when we die. */
const WITH_US = 'prometheus "$@" & cat > /dev/null; kill $!; wait $!';

/** @param config the text of a prometheus.yml */
export async function startPrometheus(config: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-prometheus-'));
  writeFileSync(join(folder, 'prometheus.yml'), config);
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const options = [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--enable-feature=exemplar-storage',
    '--log.level=error',
  ];
  const child = await startChild('sh', ['-c', WITH_US, 'prometheus', ...options], { env: baseEnvironment() });
  onLines(child.process.stderr, (line) => console.error(`prometheus: ${line}`));
  await eventually(async () => (await fetch(`${url}/-/ready`)).ok, 'Prometheus');
  return {
    url,
    ask: async (expr) => {
      const samples = await answer<{ metric: Sample['metric']; value: [number, string] }[]>(url, 'query', {
        query: expr,
      });
      return samples
        .map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
        .filter(({ value }) => !Number.isNaN(value));
    },
    askRange: async (expr, seconds, step) => {
      const end = Date.now() / 1000;
      const asked = { query: expr, start: String(end - seconds), end: String(end), step: String(step) };
      const series = await answer<{ values: [number, string][] }[]>(url, 'query_range', asked);
      return series.map(({ values }) =>
        values.map(([, value]) => Number(value)).filter((value) => !Number.isNaN(value)),
      );
    },
    stop: async () => {
      child.process.stdin?.end();
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Answer<T> {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: T };
}

async function answer<T>(url: string, path: string, parameters: Record<string, string>): Promise<T> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
  });
  const { status, error, data } = (await response.json()) as Answer<T>;
  if (status !== 'success' || !data) throw new Error(`${error ?? response.status}: ${parameters.query}`);
  return data.result;
}
