import { describe, expect, test } from 'vitest';
import { milliseconds } from '../cli/words.ts';
import { recorderFrom } from './recorder.ts';
import { type RunReport, reportText } from './report.ts';
import { runChart } from './run-chart.ts';

/** A request of 10 ms each half second for 4 s; from second 2 on one in two fails. */
function report(more: Partial<RunReport> = {}): RunReport {
  const recorder = recorderFrom(0, 1);
  for (let due = 0; due < 4000; due += 500)
    recorder.add({
      due,
      seen: due,
      sent: due,
      ended: due + 10,
      failure: due >= 2000 && due % 1000 === 0 ? '503' : undefined,
    });
  return {
    scenario: 'steps',
    at: '2026-01-02T03:04:05Z',
    dataset: 'realtor',
    url: 'http://127.0.0.1:8080',
    service: 'predict-realtor',
    unit: 'requests',
    driver: 'open loop, 2 a second',
    measured: recorder.measured(),
    loop: { p99: 1, max: 2 },
    findings: ['steady as a rock'],
    fellBehind: [],
    breaches: [],
    ...more,
  };
}

const pods = [
  { at: 0.1, ready: 0, starting: 1, ending: 0 },
  { at: 2.1, ready: 3, starting: 0, ending: 1 },
];
const titles = (svg: string): string[] =>
  [...svg.matchAll(/font-weight="600" fill="#1f2933">([^<]*)</g)].map(([, title = '']) => title);

describe('the picture', () => {
  test('has a panel for what was measured', () => {
    const memory = [{ at: 1, megabytes: 150 }];
    expect(titles(runChart(report()))).toHaveLength(4);
    expect(titles(runChart(report({ pods, memory })))).toEqual([
      'steps: realtor at http://127.0.0.1:8080',
      'Rate of requests',
      'Latency, by when it was due',
      'Failures',
      'Pods of predict-realtor',
      'Memory of a process (resident)',
    ]);
  });

  test('shows how much is done where all was asked for at once', () => {
    const recorder = recorderFrom(0, 1);
    for (const ended of [1500, 2500, 3500])
      recorder.add({ due: 0, seen: 0, sent: 0, ended, failure: undefined });
    const svg = runChart(report({ measured: recorder.measured(), unit: 'trials' }));
    expect(titles(svg)).toContain('How many trials are done');
    expect(titles(svg)).not.toContain('Latency, by when it was due');
  });

  test('says when the driver fell behind, in lines that fit', () => {
    const svg = runChart(report({ fellBehind: ['the driver fell behind: '.repeat(20).trim()] }));
    const lines = [...svg.matchAll(/fill="#3e4c59">([^<]*)</g)].map(([, line = '']) => line);
    expect(lines.join(' ')).toContain('the driver fell behind: '.repeat(20).trim());
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(150);
  });
});

test('in words: counts, failures by what was wrong, pods, findings', () => {
  const text = reportText(report({ pods }));
  for (const words of [
    '8 requests (open loop, 2 a second)',
    '6 in 3.5 s',
    '2 x 503',
    'predict-realtor: 0 ready at first, 3 at most, the first after 2.1 s',
    'steady as a rock',
  ])
    expect(text).toContain(words);
});

test.each([
  [0.4567, '0.457 ms'],
  [12.3456, '12.3 ms'],
  [999.4, '999 ms'],
  [1234, '1.23 s'],
])('%d ms is %s', (value, text) => {
  expect(milliseconds(value)).toBe(text);
});
