/** What a Prometheus beside the embedded platform is told: where to look, how often, and which rules to judge by. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';

const RULES = resolve(import.meta.dirname, '../../../knative/observability/rules');

export interface PrometheusOptions {
  /** The platform's. */
  readonly url: string;
  /** Holds what the platform asks of whoever reads the metrics of pods. */
  readonly tokenFile: string;
  /** Files with rules; default those of the project. */
  readonly rules?: readonly string[];
  /** Between two scrapes; a pod may live for 20 seconds only. */
  readonly everySeconds?: number;
}

/** @returns a prometheus.yml: jobs `functions` (each pod's own metrics) and `platform` (what Knative tells elsewhere) */
export function prometheusConfig(options: PrometheusOptions): string {
  const { url, tokenFile, rules = rulesFiles(), everySeconds = 5 } = options;
  const every = `${everySeconds}s`;
  return stringify({
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: rules,
    scrape_configs: [
      {
        job_name: 'functions',
        authorization: { credentials_file: tokenFile },
        http_sd_configs: [{ url: `${url}/prometheus/targets`, refresh_interval: '1s' }],
      },
      // Labels of pods are in what it answers.
      { job_name: 'platform', honor_labels: true, static_configs: [{ targets: [new URL(url).host] }] },
    ],
  });
}

/** Writes prometheus.yml beside the data. @returns the command that starts a Prometheus with it */
export function writePrometheusConfig(
  data: string,
  place: Pick<PrometheusOptions, 'url' | 'tokenFile'>,
): string {
  const file = join(data, 'prometheus.yml');
  writeFileSync(file, prometheusConfig(place));
  return [
    `prometheus --config.file=${file}`,
    `--storage.tsdb.path=${join(data, 'prometheus')}`,
    '--web.listen-address=127.0.0.1:9090',
    '--enable-feature=exemplar-storage',
  ].join(' ');
}

function rulesFiles(): string[] {
  const names = existsSync(RULES) ? readdirSync(RULES) : [];
  return names
    .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .sort()
    .map((name) => join(RULES, name));
}
