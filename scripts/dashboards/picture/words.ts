/** Values in words, as Grafana writes them for the units that the dashboards use; and their colours. */
import type { Panel, ThresholdsConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { GRID } from '../../../shared/page/charts/colours.ts';

/** Grafana's names of colours. */
const COLORS: Readonly<Record<string, string>> = {
  green: '#56a64b',
  orange: '#ff9830',
  red: '#e02f44',
  blue: '#3274d9',
  'semi-dark-blue': '#3274d9',
  transparent: GRID,
};

export function valueText(value: number | undefined, { fieldConfig }: Panel): string {
  const { unit = '', noValue = 'no data', decimals } = fieldConfig?.defaults ?? {};
  if (value === undefined) return noValue;
  return wordOf(value, fieldConfig)?.text ?? unitText(value, unit, decimals);
}

function unitText(value: number, unit: string, decimals?: number): string {
  if (unit === 'percentunit') return `${(100 * value).toFixed(decimals ?? 1)} %`;
  if (unit === 's') return seconds(value);
  if (['reqps', 'cps', 'eps'].includes(unit)) return `${plain(value)} /s`;
  return plain(value);
}

function seconds(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0 s';
  if (size < 1) return `${Number((1000 * value).toPrecision(3))} ms`;
  if (size < 120) return `${Number(value.toPrecision(3))} s`;
  if (size < 7200) return `${Number((value / 60).toPrecision(3))} min`;
  return `${Number((value / 3600).toPrecision(3))} h`;
}

function plain(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))} K`;
  return String(Number(value.toPrecision(3)));
}

/** By the panel's words, else by its thresholds. */
export function colorOf(value: number | undefined, { fieldConfig }: Panel): string {
  if (value === undefined) return '#9fa7b3';
  const color = wordOf(value, fieldConfig)?.color ?? stepOf(value, fieldConfig?.defaults.thresholds);
  return COLORS[color] ?? color;
}

/** From here on it is not well: thresholds with a colour of warning. */
export const limitsOf = ({ fieldConfig }: Panel): { value: number; color: string }[] =>
  (fieldConfig?.defaults.thresholds?.steps ?? []).flatMap(({ value, color }) =>
    value === null ? [] : [{ value, color: COLORS[color] ?? color }],
  );

interface Word {
  readonly text?: string;
  readonly color?: string;
}

function wordOf(
  value: number,
  fieldConfig: Panel['fieldConfig'],
): { text: string; color: string } | undefined {
  const [mapping] = fieldConfig?.defaults.mappings ?? [];
  const words = mapping?.type === 'value' ? (mapping.options as Readonly<Record<string, Word>>) : {};
  const { text, color } = words[String(value)] ?? {};
  return text === undefined ? undefined : { text, color: color ?? 'blue' };
}

function stepOf(value: number, thresholds: ThresholdsConfig | undefined): string {
  const reached = thresholds?.steps.filter((step) => step.value === null || value >= step.value);
  return reached?.at(-1)?.color ?? 'blue';
}
