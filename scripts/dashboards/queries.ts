/** The queries of the dashboards, with Grafana's variables filled in as Grafana does: for tests and pictures. */
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
  /** Asked for once, at the end of the time shown; else for each step of it. */
  readonly instant: boolean;
}

export interface Filling {
  /** For $__rate_interval, $__range, $__interval; as Prometheus writes durations. */
  readonly rateInterval: string;
  readonly range: string;
  readonly interval: string;
  /** For variables of the dashboard, as regular expressions; default all. */
  readonly variables?: Readonly<Record<string, string>>;
}

export const panelsOf = ({ panels = [] }: Dashboard): Panel[] =>
  panels.filter((panel): panel is Panel => panel.type !== 'row');

export function queriesOf({ targets = [] }: Panel): PanelQuery[] {
  return (targets as Dataquery[]).map(({ expr, legendFormat = '', instant = false }) => ({
    expr,
    legend: legendFormat,
    instant,
  }));
}

/** @throws Error when the expression has a variable that is not known */
export function filled(expr: string, { rateInterval, range, interval, variables = {} }: Filling): string {
  const known: Record<string, string> = {
    __rate_interval: rateInterval,
    __range: range,
    __interval: interval,
    namespace: '.*',
    service: '.*',
    revision: '.*',
    dataset: '.*',
    slice: '.*',
    ...variables,
  };
  // A label_replace has $1.
  return expr.replace(/\$([a-z_]\w*)/g, (whole, name: string) => {
    const value = known[name];
    if (value === undefined) throw new Error(`${whole} in "${expr}" is none of Grafana's and no variable`);
    return value;
  });
}

/** Names of the metrics that an expression asks for: words before a selector or a range, that are no keywords. */
export function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, '').replaceAll(/\{[^}]*\}/g, '{}');
  const names = bare.match(/\b(?:kn_|http_|marea_|namespace_|up\b|ALERTS\b|process_)[\w:]*/g) ?? [];
  const grouped = new Set(
    [...bare.matchAll(/\b(?:by|on|without|ignoring|group_left|group_right) ?\(([^)]*)\)/g)].flatMap(
      ([, labels = '']) => labels.split(',').map((label) => label.trim()),
    ),
  );
  return [...new Set(names)].filter((name) => !grouped.has(name));
}
