import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { writePrometheusConfig } from './prometheus.ts';

const noPromtool = spawnSync('promtool', ['--version']).status !== 0;

const place = (data: string) => ({ url: 'http://127.0.0.1:8080', tokenFile: join(data, 'token') });

test('prometheus.yml asks the platform, and through it each pod; the command names what was written', () => {
  const data = mkdtempSync(join(tmpdir(), 'marea-prometheus-'));
  const command = writePrometheusConfig(data, place(data));
  expect(command).toContain(`--config.file=${data}/prometheus.yml --storage.tsdb.path=${data}/prometheus`);
  const { scrape_configs: jobs } = parse(readFileSync(join(data, 'prometheus.yml'), 'utf8')) as {
    scrape_configs: Record<string, unknown>[];
  };
  expect(jobs.map(({ job_name }) => job_name)).toEqual(['functions', 'platform']);
  expect(jobs[0]).toMatchObject({
    authorization: { credentials_file: join(data, 'token') },
    http_sd_configs: [{ url: 'http://127.0.0.1:8080/prometheus/targets' }],
  });
  expect(jobs[1]).toMatchObject({ honor_labels: true, static_configs: [{ targets: ['127.0.0.1:8080'] }] });
  rmSync(data, { recursive: true });
});

test.skipIf(noPromtool)('promtool finds nothing wrong with it, nor with the rules that it names', () => {
  const data = mkdtempSync(join(tmpdir(), 'marea-prometheus-'));
  writeFileSync(join(data, 'token'), 'secret');
  writePrometheusConfig(data, place(data));
  const said = execFileSync('promtool', ['check', 'config', join(data, 'prometheus.yml')], {
    encoding: 'utf8',
  });
  expect(said).toMatch(/SUCCESS: .*prometheus\.yml is valid/);
  rmSync(data, { recursive: true });
});
