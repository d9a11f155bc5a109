/** The picture of a run: rate, latency, failures and pods over the same time. */

import { BLUE, GREEN, GREY, ORANGE, RED } from '../../shared/page/charts/colours.ts';
import { chartSvg } from '../../shared/page/charts/over-time.ts';
import type { Panel } from '../../shared/page/charts/panel.ts';
import type { Series } from '../../shared/page/charts/series.ts';
import { count, milliseconds } from '../cli/words.ts';
import type { RunReport } from './report.ts';

export function runChart(report: RunReport): string {
  const { scenario, dataset, url, measured, pods, memory } = report;
  const seconds = Math.max(measured.windows.length * measured.windowSeconds, pods?.at(-1)?.at ?? 0);
  return chartSvg({
    title: `${scenario}: ${dataset} at ${url}`,
    lines: summary(report),
    seconds,
    panels: [
      ratePanel(report),
      atOnce(report) ? donePanel(report) : latencyPanel(report),
      failurePanel(report),
      ...(pods ? [podPanel(pods, report.service)] : []),
      ...(memory && memory.length > 0 ? [memoryPanel(memory)] : []),
    ],
  });
}

function summary({ measured, driver, fellBehind }: RunReport): string[] {
  const { asked, answered, failed, dropped, latency, seconds } = measured;
  return [
    `${driver}: ${count(asked)} asked, ${count(answered)} answered in ${seconds.toFixed(1)} s, ` +
      `${count(failed)} failed, ${count(dropped)} never sent`,
    `latency p50 ${milliseconds(latency.p50)}, p95 ${milliseconds(latency.p95)}, p99 ${milliseconds(latency.p99)}, ` +
      `at most ${milliseconds(latency.max)}`,
    ...fellBehind.flatMap(wrapped),
  ];
}

const WIDTH = 145;

/** A long sentence on several lines. */
const wrapped = (text: string): string[] =>
  text.match(new RegExp(`.{1,${WIDTH}}(?: |$)`, 'g'))?.map((line) => line.trim()) ?? [text];

function series(
  { measured: { windows, windowSeconds } }: RunReport,
  of: (window: RunReport['measured']['windows'][number]) => number | undefined,
): Series['points'] {
  // In the middle of its window.
  return windows.map((window) => [window.at + windowSeconds / 2, of(window)] as const);
}

function ratePanel(report: RunReport): Panel {
  const each = report.measured.windowSeconds;
  const { unit } = report;
  return {
    title: `Rate of ${unit}`,
    unit: `${unit}/s`,
    scale: 'linear',
    series: [
      { name: 'answered', color: BLUE, kind: 'area', points: series(report, (one) => one.answered / each) },
      { name: 'asked', color: GREY, kind: 'line', points: series(report, (one) => one.asked / each) },
    ],
  };
}

/** Whether all was asked for in one window: then latency over time says nothing, and how far it got does. */
const atOnce = ({ measured: { windows } }: RunReport): boolean =>
  windows.length > 1 && windows.filter(({ asked }) => asked > 0).length === 1;

function donePanel(report: RunReport): Panel {
  let done = 0;
  const points = series(report, ({ answered }) => {
    done += answered;
    return done;
  });
  return {
    title: `How many ${report.unit} are done`,
    unit: report.unit,
    scale: 'linear',
    whole: true,
    series: [{ name: 'done', color: BLUE, kind: 'line', points }],
  };
}

const latencyPanel = (report: RunReport): Panel => ({
  title: 'Latency, by when it was due',
  unit: 'milliseconds (log)',
  scale: 'log',
  series: [
    { name: 'p50', color: BLUE, kind: 'line', points: series(report, (one) => one.p50) },
    { name: 'p99', color: RED, kind: 'line', points: series(report, (one) => one.p99) },
    { name: 'most', color: ORANGE, kind: 'line', dashed: true, points: series(report, (one) => one.max) },
  ],
});

const failurePanel = (report: RunReport): Panel => ({
  title: 'Failures',
  unit: report.unit,
  scale: 'linear',
  whole: true,
  series: [
    { name: 'failed', color: RED, kind: 'bars', points: series(report, (one) => one.failed) },
    { name: 'never sent', color: GREY, kind: 'bars', points: series(report, (one) => one.dropped) },
  ],
});

const podPanel = (pods: NonNullable<RunReport['pods']>, service: string): Panel => ({
  title: `Pods of ${service}`,
  unit: 'pods',
  scale: 'linear',
  whole: true,
  series: [
    { name: 'ready', color: GREEN, kind: 'steps', points: pods.map(({ at, ready }) => [at, ready]) },
    {
      name: 'starting',
      color: ORANGE,
      kind: 'steps',
      points: pods.map(({ at, starting }) => [at, starting]),
    },
    {
      name: 'ending',
      color: GREY,
      kind: 'steps',
      dashed: true,
      points: pods.map(({ at, ending }) => [at, ending]),
    },
  ],
});

const memoryPanel = (memory: NonNullable<RunReport['memory']>): Panel => ({
  title: 'Memory of a process (resident)',
  unit: 'MB',
  scale: 'linear',
  series: [
    {
      name: 'resident',
      color: BLUE,
      kind: 'line',
      points: memory.map(({ at, megabytes }) => [at, megabytes]),
    },
  ],
});
