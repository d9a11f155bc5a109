/** Whether latency and memory stayed as they were over a long run. */
import { median } from '../../shared/stats/median.ts';
import { milliseconds } from '../cli/words.ts';
import type { MemorySample } from './memory.ts';
import type { Measured } from './recorder.ts';

/** What a process does at its beginning (compile, fill caches) says nothing of a long run. */
const WARM_UP_SHARE = 0.1;
const PART = 0.2;

/** The first fifth after the warm-up against the last, each by its median, a sentence each. */
export function steadiness({ windows }: Measured, memory: readonly MemorySample[]): string[] {
  const of = (name: 'p50' | 'p99') =>
    parts(windows.flatMap((window) => window[name] ?? [])).map((part) => median(part)) as [number, number];
  const megabytes = parts(memory.map((sample) => sample.megabytes)).map((part) => median(part)) as [
    number,
    number,
  ];
  return [
    changed('p50', of('p50'), milliseconds),
    changed('p99', of('p99'), milliseconds),
    changed('resident memory', megabytes, (value) => `${Math.round(value)} MB`),
  ].filter((sentence) => sentence !== undefined);
}

function parts(values: readonly number[]): [number[], number[]] {
  const warm = values.slice(Math.floor(WARM_UP_SHARE * values.length));
  const size = Math.max(1, Math.floor(PART * warm.length));
  return [warm.slice(0, size), warm.slice(-size)];
}

function changed(
  what: string,
  [first, last]: readonly [number, number],
  text: (value: number) => string,
): string | undefined {
  if (Number.isNaN(first) || Number.isNaN(last)) return undefined;
  const percent = 100 * (last / first - 1);
  return `${what}: ${text(first)} in the first fifth, ${text(last)} in the last (${percent >= 0 ? '+' : ''}${percent.toFixed(0)} %)`;
}
