/** Metrics as people read them: by a name of their language, and as a share where they are one. */
import { t } from '../texts/texts.ts';
import { number, percent } from './format.ts';

/** Metrics that are shares, under the names that versions and runs have them by. */
const SHARES: ReadonlySet<string> = new Set(['mdape', 'coverage', 'accuracy']);

export function metricTitle(name: string): string {
  const titles: Readonly<Record<string, string>> = t().metrics;
  return Object.hasOwn(titles, name) ? (titles[name] ?? name) : name;
}

/** @param value a text is what no number of JSON is, as "NaN" */
export function metricTold(name: string, value: number | string | null | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return value;
  return SHARES.has(name) ? percent(value) : number(value);
}
