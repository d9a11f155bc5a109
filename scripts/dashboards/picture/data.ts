/** What a Prometheus answers to the queries of a panel, as the picture draws it. */
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { filled, queriesOf } from '../queries.ts';

export interface Span {
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the beginning, and the value; undefined where there is none. */
  readonly points: readonly (readonly [number, number | undefined])[];
}

const MARKS = 120;
const LEAST_MARKS = 12;
/** As Grafana has it: four scrapes at least. */
const RATE_SECONDS = 60;

export function spanOf(minutes: number): Span {
  const to = Math.floor(Date.now() / 1000);
  return { from: to - minutes * 60, to, step: Math.max(1, Math.round((minutes * 60) / MARKS)) };
}

/** @throws Error with the words of Prometheus, and the query */
export async function dataOf(url: string, panel: Panel, span: Span): Promise<Series[]> {
  const { from, to } = span;
  const step = stepOf(panel, span);
  const filling = {
    rateInterval: `${Math.max(RATE_SECONDS, step)}s`,
    range: `${to - from}s`,
    interval: `${step}s`,
  };
  const answers = queriesOf(panel).map(async ({ expr, legend, instant }) => {
    const query = filled(expr, filling);
    const steps = { query, start: String(from), end: String(to), step: String(step) };
    const results = await (instant
      ? answer(url, 'query', { query, time: String(to) })
      : answer(url, 'query_range', steps));
    return results.map(({ metric, values, value }) => ({
      name: named(legend, metric),
      labels: metric,
      points: values ? onSteps(values, { from, to, step }) : pointsOf(value ? [value] : [], from),
    }));
  });
  return (await Promise.all(answers)).flat();
}

/** The panel's own, but always some marks. */
function stepOf({ interval = '' }: Panel, { from, to, step }: Span): number {
  const [, count = '0', unit = 's'] = /^(\d+)([smhd])$/.exec(interval) ?? [];
  const own = Number(count) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? 1);
  return Math.min(Math.max(own, step), Math.ceil((to - from) / LEAST_MARKS));
}

type Told = readonly [at: number, value: string];

interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly values?: readonly Told[];
  readonly value?: Told;
}

async function answer(url: string, path: string, asked: Record<string, string>): Promise<Result[]> {
  const response = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(asked) });
  const { data, error } = (await response.json()) as { data?: { result: Result[] }; error?: string };
  if (!data) throw new Error(`${url} answered ${response.status} to ${asked.query}: ${error ?? ''}`);
  return data.result;
}

function named(legend: string, metric: Result['metric']): string {
  if (legend) return legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? '');
  return Object.values(metric).join(' ') || 'value';
}

/** A step without a value is a gap. */
function onSteps(values: readonly Told[], { from, to, step }: Span): Series['points'] {
  const known = new Map(values.map(([at, value]) => [Math.round(at), number(value)]));
  const points: [number, number | undefined][] = [];
  for (let at = from; at <= to; at += step) points.push([at - from, known.get(at)]);
  return points;
}

const pointsOf = (values: readonly Told[], from: number): Series['points'] =>
  values.map(([at, value]) => [at - from, number(value)]);

function number(value: string): number | undefined {
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
}
