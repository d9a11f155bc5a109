/** Several runs as pictures; the tables of the page have the same in numbers. */
import type { RunReport } from '../../../../../shared/api/runs.ts';
import { t } from '../../texts/texts.ts';
import { Against } from './against.tsx';
import { Parallel } from './parallel.tsx';

export function RunCharts({
  runs,
  isOpen,
}: {
  readonly runs: readonly RunReport[];
  readonly isOpen: boolean;
}) {
  const texts = t().runs;
  if (runs.length < 2) return null;
  return (
    <details class="panel" open={isOpen}>
      <summary>{texts.charts}</summary>
      <h2>{texts.parallel}</h2>
      <Parallel runs={runs} />
      <h2>{texts.against}</h2>
      <Against runs={runs} />
    </details>
  );
}
