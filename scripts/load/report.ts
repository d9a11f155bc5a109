/** What a run comes to, for programs; and in words and a table, for people. */
import { count, milliseconds, table } from '../cli/words.ts';
import type { LoopDelay } from './fell-behind.ts';
import type { MemorySample } from './memory.ts';
import type { PodCount } from './pods.ts';
import type { Measured, Percentiles, Window } from './recorder.ts';
import type { Breach } from './thresholds.ts';

export interface RunReport {
  readonly scenario: string;
  readonly at: string;
  readonly dataset: string;
  readonly url: string;
  /** The function whose pods are counted. */
  readonly service: string;
  /** What is counted: "requests" or "trials". */
  readonly unit: string;
  /** How it was asked: "200 connections", "open loop, 20 to 200 a second". */
  readonly driver: string;
  readonly measured: Measured;
  readonly loop: LoopDelay;
  /** Absent when they could not be counted; `noPods` says why. */
  readonly pods?: readonly PodCount[];
  readonly noPods?: string;
  readonly memory?: readonly MemorySample[];
  /** Of a run that is no load: what was looked at, in place of all that is over time. */
  readonly checks?: readonly CheckResult[];
  /** What else the scenario found out, a line each. */
  readonly findings: readonly string[];
  readonly fellBehind: readonly string[];
  readonly breaches: readonly Breach[];
}

export interface CheckResult {
  readonly routes: readonly string[];
  /** What is wrong; absent when nothing is. */
  readonly problem?: string;
  readonly milliseconds: number;
}

export function reportText(report: RunReport): string {
  return report.checks ? checksText(report.checks) : loadText(report);
}

function checksText(checks: readonly CheckResult[]): string {
  const lines = checks.map(({ routes, problem, milliseconds: taken }) => [
    problem === undefined ? 'ok' : 'WRONG',
    routes.length > 3 ? `${routes[0]} and ${routes.length - 1} more` : routes.join(', '),
    problem ?? milliseconds(taken),
  ]);
  const wrong = checks.filter(({ problem }) => problem !== undefined).length;
  return `${table(lines)}\n\n${wrong === 0 ? `all ${checks.length} right` : `${wrong} of ${checks.length} wrong`}`;
}

function loadText(report: RunReport): string {
  const { scenario, dataset, url, driver, measured, unit } = report;
  const { asked, answered, seconds, dropped } = measured;
  const failures = Object.entries(measured.failures).map(([what, times]) => `${count(times)} x ${what}`);
  const lines = [
    ['scenario', `${scenario}, ${dataset} at ${url}`],
    ['asked', `${count(asked)} ${unit} (${driver})`],
    ['answered', `${count(answered)} in ${seconds.toFixed(1)} s (${rate(answered / seconds)} a second)`],
    ['failed', failures.length === 0 ? 'none' : failures.join(', ')],
    ...(dropped > 0 ? [['never sent', count(dropped)]] : []),
    ['latency', percentilesLine(measured.latency)],
    ...(isNear(measured) ? [] : [['from sending', percentilesLine(measured.service)]]),
    ...(report.pods ? [['pods', podsLine(report.pods, report.service)]] : []),
    ...(report.noPods ? [['pods', `not counted: ${report.noPods}`]] : []),
    ...report.findings.map((finding) => ['', finding]),
    ...(report.loop.p99 >= 5
      ? [
          [
            'driver',
            `its event loop was up to ${milliseconds(report.loop.max)} late, p99 ${milliseconds(report.loop.p99)}`,
          ],
        ]
      : []),
  ];
  return `${timeTable(report)}\n\n${table(lines)}`;
}

/** The two differ by what requests waited in the driver. */
const isNear = ({ latency, service }: Measured): boolean => latency.p99 - service.p99 < 0.02 * latency.p99;

const percentilesLine = (values: Percentiles): string =>
  (['p50', 'p90', 'p95', 'p99'] as const).map((name) => `${name} ${milliseconds(values[name])}`).join('  ') +
  `  p99.9 ${milliseconds(values.p999)}  most ${milliseconds(values.max)}`;

const podsLine = (pods: readonly PodCount[], service: string): string => {
  const most = Math.max(0, ...pods.map(({ ready }) => ready));
  const first = pods.find(({ ready }) => ready > 0);
  return `${service}: ${pods[0]?.ready ?? 0} ready at first, ${most} at most${first && first.at > 1 ? `, the first after ${first.at.toFixed(1)} s` : ''}`;
};

const ROWS = 20;

/** Twenty lines at most, each of as many windows as it takes. */
function timeTable({ measured: { windows, windowSeconds }, pods }: RunReport): string {
  const size = Math.max(1, Math.ceil(windows.length / ROWS));
  const rows: string[][] = [['seconds', 'asked/s', 'answered/s', 'failed', 'p50 ms', 'p99 ms', 'pods']];
  for (let first = 0; first < windows.length; first += size) {
    const some = windows.slice(first, first + size);
    const seconds = some.length * windowSeconds;
    const [from, to] = [first * windowSeconds, first * windowSeconds + seconds];
    const total = (of: (window: Window) => number): number => some.reduce((sum, one) => sum + of(one), 0);
    const most = (of: (window: Window) => number | undefined): string => {
      const values = some.flatMap((one) => of(one) ?? []);
      return values.length === 0 ? '' : Number(Math.max(...values).toPrecision(3)).toLocaleString('en-US');
    };
    const there = pods?.filter(({ at }) => at >= from && at < to).map(({ ready }) => ready) ?? [];
    rows.push([
      `${count(from)}-${count(to)}`,
      rate(total((one) => one.asked) / seconds),
      rate(total((one) => one.answered) / seconds),
      count(total((one) => one.failed + one.dropped)),
      most((one) => one.p50),
      most((one) => one.p99),
      there.length === 0 ? '' : String(Math.max(...there)),
    ]);
  }
  return table(rows);
}

const rate = (value: number): string =>
  Number.isFinite(value) ? count(Number(value.toPrecision(value >= 100 ? 4 : 3))) : '0';
