/** What would be forgotten, as lines to read. */
import type { Forgotten } from '../../shared/tracking/retention/retention.ts';

/** One line for each: how many, of what, and for how long they are kept. */
export function retentionText(forgotten: readonly Forgotten[]): string {
  const counts = forgotten.map(({ count }) => count.toLocaleString('en-US'));
  const width = Math.max(...counts.map((count) => count.length));
  return forgotten
    .map(
      ({ what, unit, days }, index) =>
        `${counts[index]?.padStart(width)} ${unit} of ${what}, kept for ${days} days`,
    )
    .join('\n');
}
