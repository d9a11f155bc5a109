import { describe, expect, test } from 'vitest';
import { chartSvg } from './over-time.ts';
import type { Panel } from './panel.ts';

const panel: Panel = {
  title: 'Requests <each> & all',
  unit: 'requests/s',
  scale: 'linear',
  series: [
    {
      name: 'asked',
      color: '#000',
      kind: 'line',
      points: [
        [0, 1],
        [1, undefined],
        [2, 4],
      ],
    },
    {
      name: 'pods',
      color: '#111',
      kind: 'steps',
      points: [
        [0, 0],
        [1, 2],
        [2, 1],
      ],
    },
    { name: 'failed', color: '#222', kind: 'bars', points: [[1, 3]] },
    { name: 'nothing', color: '#333', kind: 'area', points: [] },
  ],
};

describe('a chart', () => {
  const svg = chartSvg({
    title: 'A "run"',
    lines: ['p99 < 2 s'],
    seconds: 2,
    panels: [panel, { ...panel, scale: 'log' }],
  });

  test('is well formed: every element is closed in order, nothing is left unescaped', () => {
    const open: string[] = [];
    for (const [, close, name = '', attributes = '', alone] of svg.matchAll(
      /<(\/?)([\w]+)((?:\s[\w-]+="[^"<]*")*)\s*(\/?)>/g,
    )) {
      if (close) expect(open.pop()).toBe(name);
      else if (!alone) open.push(name);
      expect(attributes).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(open).toEqual([]);
    const texts = svg.replace(/<\/?[\w]+(?:\s[\w-]+="[^"<]*")*\s*\/?>/g, '');
    expect(texts).not.toMatch(/[<>]|&(?!#\d+;)/);
  });

  test('names its axes with units, and every series', () => {
    for (const words of [
      'requests/s',
      'time since the beginning (seconds)',
      'asked',
      'pods',
      'failed',
      'p99 &#60; 2 s',
    ])
      expect(svg).toContain(`>${words}<`);
  });

  test('draws a gap as a gap, and a point alone as a dot', () => {
    const [path = ''] = /<path d="M[^"]*" fill="none" stroke="#000"/.exec(svg) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).toMatch(/M84 \d+(\.\d+)?L84 /);
  });

  test('of nothing at all is drawn too', () => {
    const empty = chartSvg({ title: '', lines: [], seconds: 0, panels: [{ ...panel, series: [] }] });
    expect(empty).not.toMatch(/NaN|Infinity|undefined/);
  });
});
