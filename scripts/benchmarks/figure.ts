/** A measured figure beside its goal. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { table } from '../cli/words.ts';

export interface Figure {
  readonly what: string;
  /** undefined: not measured, and `note` says why. */
  readonly value: number | undefined;
  readonly unit: string;
  readonly goal: string;
  readonly note?: string;
}

export function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, unit, goal, note = '' }) => [
    what,
    value === undefined ? 'left out' : `${shown(value)} ${unit}`,
    goal,
    note,
  ]);
  return table([['what', 'measured', 'goal', ''], ...rows]);
}

const shown = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** A real file beside the project, or undefined: it is never part of it. */
export function realFile(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

export const leftOut = (what: string, unit: string, goal: string, file: string): Figure => ({
  what,
  value: undefined,
  unit,
  goal,
  note: `needs ../shared/data/${file}`,
});
