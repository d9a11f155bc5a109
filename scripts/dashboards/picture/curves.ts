/** Panels over time: lines, and bars or areas upon one another. */
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { seriesColor } from '../../../shared/page/charts/colours.ts';
import type { Frame } from '../../../shared/page/charts/frame.ts';
import { type Scale, scaleOf } from '../../../shared/page/charts/scale.ts';
import { seriesSvg } from '../../../shared/page/charts/series.ts';
import { short, text, valueMark } from '../../../shared/page/charts/text.ts';
import { type Html, html } from '../../../shared/page/html.ts';
import type { Series } from './data.ts';
import { limitsOf, valueText } from './words.ts';

const AXIS = 58;
const LEGEND = 30;
const NAMED = 6;

interface Look {
  readonly drawStyle?: string;
  readonly stacking?: { readonly mode: string };
  readonly thresholdsStyle?: unknown;
  readonly scaleDistribution?: { readonly type: string };
}

export function curves(panel: Panel, series: readonly Series[], frame: Frame, seconds: number): Html {
  const {
    drawStyle = 'line',
    stacking,
    thresholdsStyle,
    scaleDistribution,
  } = (panel.fieldConfig?.defaults.custom ?? {}) as Look;
  const drawn = stacking ? stacked(series, stacking.mode === 'percent') : series;
  const limits = thresholdsStyle ? limitsOf(panel) : [];
  const inside: Frame = { ...frame, left: frame.left + AXIS, bottom: frame.bottom - LEGEND };
  const x = scaleOf({ scale: 'linear', from: 0, to: seconds }, [inside.left, inside.right]);
  const y = scaleDistribution?.type === 'log' ? logScale(drawn, inside) : yScale(drawn, inside);
  const kind = drawStyle === 'bars' ? 'bars' : stacking ? 'area' : 'line';
  // The highest of a stack first, so that the lower ones are seen before it.
  const order = drawn.map((one, index) => ({ one, color: seriesColor(index) }));
  if (stacking) order.reverse();
  const paths = order.map(({ one: { name, points }, color }) =>
    seriesSvg({ name, color, kind, points }, x, y, inside.bottom),
  );
  return html`${axis(panel, y, inside, stacking?.mode === 'percent')}${limits.map((limit) => limitLine(limit, y, inside))}${paths}${legend(series, frame)}`;
}

function yScale(series: readonly Series[], { top, bottom }: Frame): Scale {
  const values = series.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const least = Math.min(0, ...values);
  const most = Math.max(...values, least);
  return scaleOf({ scale: 'linear', from: least, to: most === least ? least + 1 : most * 1.05 }, [
    bottom,
    top,
  ]);
}

function logScale(series: readonly Series[], { top, bottom }: Frame): Scale {
  const values = series.flatMap(({ points }) =>
    points.flatMap(([, value]) => (value && value > 0 ? value : [])),
  );
  const [from, to] = [Math.min(...values) / 2, Math.max(...values) * 2];
  return scaleOf({ scale: 'log', from, to }, [bottom, top]);
}

function axis(panel: Panel, y: Scale, frame: Frame, inPercent: boolean): Html[] {
  return y.ticks.map((tick) => {
    const words = inPercent ? `${Math.round(100 * tick)} %` : valueText(tick, panel);
    return valueMark(y.at(tick), frame, words, { size: 9, gap: 5 });
  });
}

/** Only those within what is drawn: Grafana does not stretch the axis for them either. */
function limitLine(
  { value, color }: { value: number; color: string },
  y: Scale,
  { left, right, top, bottom }: Frame,
) {
  const at = y.at(value);
  if (at < top || at > bottom) return null;
  return html`<path d="M${left} ${at}H${right}" stroke="${color}" stroke-dasharray="5 4"/>`;
}

function legend(series: readonly Series[], { left, right, bottom }: Frame): Html[] {
  const each = (right - left) / 3;
  const more = series.length > NAMED ? ` and ${series.length - NAMED} more` : '';
  return series.slice(0, NAMED).map(({ name }, index) => {
    const x = left + (index % 3) * each;
    const y = bottom - (index < 3 ? 14 : 2);
    const words = short(name, each - 22 - (index === NAMED - 1 ? 6 * more.length : 0));
    return html`<rect x="${x}" y="${y - 7}" width="9" height="3" fill="${seriesColor(index)}"/>${text(x + 13, y, index === NAMED - 1 ? words + more : words, { size: 9 })}`;
  });
}

/** Each series with those before it added. */
function stacked(series: readonly Series[], inPercent: boolean): Series[] {
  const lengths = series.map(({ points }) => points.length);
  const sums = new Array<number>(Math.max(0, ...lengths)).fill(0);
  const totals = sums.map((_, i) => series.reduce((sum, { points }) => sum + (points[i]?.[1] ?? 0), 0));
  return series.map((one) => ({
    ...one,
    points: one.points.map(([at, value], i) => {
      sums[i] = (sums[i] ?? 0) + (value ?? 0);
      const whole = inPercent ? totals[i] || undefined : 1;
      return [at, value === undefined || whole === undefined ? undefined : (sums[i] ?? 0) / whole] as const;
    }),
  }));
}
