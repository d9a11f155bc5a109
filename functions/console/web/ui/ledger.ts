/** Where the rows of a batch went: each is clean, a duplicate, or rejected for a reason. */
import type { BatchLine } from '../../../../shared/api/batches.ts';
import { t } from '../texts/texts.ts';
import type { Part } from './parts-bar.tsx';

/** So many reasons have a part of their own; the others are one. */
const MOST = 8;
const TONES = ['bad', 'warn', 'second'] as const;

export function ledgerOf({
  clean,
  duplicate,
  rejected,
  reasons,
}: Pick<BatchLine, 'clean' | 'duplicate' | 'rejected' | 'reasons'>): readonly Part[] {
  const texts = t().batches;
  const largest = Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST);
  const told = largest.reduce((sum, [, rows]) => sum + rows, 0);
  return [
    { name: texts.cleanPart, value: clean, tone: 'good' },
    ...largest.map(([reason, value], index) => ({
      name: texts.rejectedFor(reason),
      value,
      tone: TONES[index % TONES.length] ?? 'bad',
    })),
    { name: texts.rejectedFor(texts.others), value: Math.max(0, rejected - told), tone: 'bad' },
    { name: texts.duplicate, value: duplicate, tone: 'pale' },
  ];
}
