/** Panels that are no curves: figures, words over time, values side by side, bands of values. */
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { INK } from '../../../shared/page/charts/colours.ts';
import type { Frame } from '../../../shared/page/charts/frame.ts';
import { short, text } from '../../../shared/page/charts/text.ts';
import { type Html, html } from '../../../shared/page/html.ts';
import type { Series } from './data.ts';
import { colorOf, valueText } from './words.ts';

type Drawn = (panel: Panel, series: readonly Series[], frame: Frame, seconds: number) => Html | Html[];

const last = ({ points }: Series): number | undefined => points.at(-1)?.[1];

/** One tile for each series; one that says so where there is none. */
export const figures: Drawn = (panel, series, { left, right, top, bottom }) => {
  const shown: readonly (Series | undefined)[] = series.length > 0 ? series.slice(0, 4) : [undefined];
  const height = (bottom - top) / shown.length;
  return shown.map((one, index) => {
    const value = one && last(one);
    const y = top + index * height;
    const name = shown.length > 1 && one ? `${one.name}: ` : '';
    const size = shown.length > 1 ? 12 : 22;
    const words = short(`${name}${valueText(value, panel)}`, ((right - left) * 11) / size);
    return html`<rect x="${left}" y="${y}" width="${right - left}" height="${height - 2}" rx="3" fill="${colorOf(value, panel)}"/>${text((left + right) / 2, y + height / 2 + size / 3, words, { fill: '#ffffff', size, anchor: 'middle' })}`;
  });
};

const NAMES = 150;

export const timeline: Drawn = (panel, series, { left, right, top, bottom }, seconds) => {
  const start = left + NAMES;
  const height = Math.min(22, (bottom - top) / Math.max(1, series.length));
  return series.map((one, index) => {
    const y = top + index * height;
    const step = (one.points[1]?.[0] ?? seconds) - (one.points[0]?.[0] ?? 0);
    const cells = one.points.flatMap(([at, value]) => {
      if (value === undefined) return [];
      const x = start + (at / seconds) * (right - start);
      const width = (step / seconds) * (right - start);
      return html`<rect x="${x.toFixed(1)}" y="${y}" width="${(width + 0.3).toFixed(1)}" height="${height - 2}" fill="${colorOf(value, panel)}"/>`;
    });
    return html`${text(left, y + height - 4, short(one.name, NAMES), { size: 10 })}${cells}`;
  });
};

export const ranking: Drawn = (panel, series, { left, right, top, bottom }) => {
  const most = panel.fieldConfig?.defaults.max ?? Math.max(...series.map((one) => last(one) ?? 0), 1e-9);
  const height = Math.min(24, (bottom - top) / Math.max(1, series.length));
  const room = right - left - NAMES - 70;
  return series.map((one, index) => {
    const value = last(one);
    const y = top + index * height;
    const width = Math.max(1, Math.min(1, (value ?? 0) / most) * room);
    return html`${text(left, y + height - 5, short(one.name, NAMES), { size: 10 })}<rect x="${left + NAMES}" y="${y}" width="${width.toFixed(1)}" height="${height - 3}" fill="${colorOf(value, panel)}"/>${text(left + NAMES + width + 5, y + height - 5, valueText(value, panel), { size: 10 })}`;
  });
};

/** Of cumulative buckets: how many are in each, the darker the more. */
export const bands: Drawn = (_panel, series, { left, right, top, bottom }, seconds) => {
  const byLimit = series
    .map((one) => ({
      one,
      limit: Number(one.labels.le === '+Inf' ? Number.POSITIVE_INFINITY : one.labels.le),
    }))
    .sort((a, b) => a.limit - b.limit);
  const counts = byLimit.map(({ one }, index) =>
    one.points.map(
      ([at, value], i) => [at, (value ?? 0) - (byLimit[index - 1]?.one.points[i]?.[1] ?? 0)] as const,
    ),
  );
  const most = Math.max(1e-9, ...counts.flat().map(([, count]) => count));
  const height = (bottom - top) / Math.max(1, byLimit.length);
  const start = left + 60;
  return byLimit.map(({ limit }, index) => {
    const y = bottom - (index + 1) * height;
    const cells = (counts[index] ?? []).flatMap(([at, count], _, all) => {
      if (!(count > 1e-9)) return [];
      const x = start + (at / seconds) * (right - start);
      const width = (((all[1]?.[0] ?? seconds) - (all[0]?.[0] ?? 0)) / seconds) * (right - start);
      return html`<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${(height - 0.5).toFixed(1)}" fill="#0072b2" fill-opacity="${(0.1 + (0.9 * count) / most).toFixed(2)}"/>`;
    });
    const label = index % 2 === 0 ? text(left, y + height, String(limit), { size: 9, fill: INK }) : null;
    return html`${label}${cells}`;
  });
};
