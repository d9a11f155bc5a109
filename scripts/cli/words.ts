/** Numbers, times and tables for a terminal. */

/** 12000 -> "12,000" */
export const count = (value: number): string => value.toLocaleString('en-US');

/** Seconds between two moments: "1.2 s", "2 min 5 s". */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** The time of a moment: "12:03:20 UTC". */
export const clock = (moment: string): string => `${moment.slice(11, 19)} UTC`;

/** The day of a moment: "2026-01-31". */
export const day = (moment: string): string => moment.slice(0, 10);

/** Metrics in a line: "r2 0.712, rmse 181,204". */
export function metricsLine(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(
      ([name, value]) =>
        `${name} ${Math.abs(value) >= 1000 ? count(Math.round(value)) : Number(value.toPrecision(3))}`,
    )
    .join(', ');
}

/** Columns padded to their widest cell; the first to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, i) => padded(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const padded = (cell: string, width: number): string =>
  /^[\d,.]+( s)?$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);

/** To three digits: "12.3 ms", from a second on in seconds. */
export const milliseconds = (value: number): string =>
  value >= 1000 ? `${(value / 1000).toPrecision(3)} s` : `${Number(value.toPrecision(3))} ms`;
