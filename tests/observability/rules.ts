/** The rules for Prometheus, read; and made faster, for tests that wait for an alert. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const FOLDER = resolve(import.meta.dirname, '../../knative/observability/rules');

export const ruleFiles = (): string[] =>
  ['recording.yaml', 'alerts.yaml'].map((name) => resolve(FOLDER, name));

export interface Rule {
  readonly name: string;
  readonly expr: string;
  readonly alert?: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

interface Written {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function rulesIn(files: readonly string[] = ruleFiles()): Rule[] {
  return files.flatMap((file) => {
    const { groups } = parse(readFileSync(file, 'utf8')) as { groups: { rules: Written[] }[] };
    return groups.flatMap(({ rules }) => rules.map(readRule));
  });
}

function readRule({ record, alert, expr, labels = {}, annotations = {} }: Written): Rule {
  return alert ? { name: alert, expr, alert: { labels, annotations } } : { name: record ?? '', expr };
}

/** The shortest range in which a rate finds samples, with a scrape every second. */
const LEAST_RANGE = 5;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** All the same, sooner: `for`, ranges and limits of ages divided, so that a minute becomes a second at 60. */
export function sooner(text: string, times: number): string {
  const seconds = (count: string, unit: string): number => (Number(count) * (SECONDS[unit] ?? 1)) / times;
  return text
    .replaceAll(
      /\[(\d+)([smh])\]/g,
      (_, count: string, unit: string) => `[${Math.max(LEAST_RANGE, seconds(count, unit))}s]`,
    )
    .replaceAll(
      /\bfor: (\d+)([smh])/g,
      (_, count: string, unit: string) => `for: ${seconds(count, unit) * 1000}ms`,
    )
    .replaceAll(/(_age_seconds\) > )(\d+)/g, (_, what: string, age: string) => what + Number(age) / times);
}
