/** Whether a batch is like what the model has learned from: the decision, and each column with both distributions. */
import type { BatchDrift } from '../../../../../shared/api/batch-pages.ts';
import type { BatchReport } from '../../../../../shared/api/batches.ts';
import { useLive } from '../../data/live.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { number, percent } from '../../ui/format.ts';
import { Shown } from '../../ui/states.tsx';
import { ColumnDrift } from './column-drift.tsx';

interface Of {
  readonly batch: BatchReport;
}

export const Drift = ({ batch }: Of) => (
  <section class="part">
    <h2>{t().batches.drift}</h2>
    {batch.drift ? <Checked batch={batch} /> : <p class="pale">{t().batches.driftNone}</p>}
  </section>
);

/** What was found once stays so. */
const EVERY_MS = 60_000;

function Checked({ batch: { dataset, id } }: Of) {
  const live = useLive<BatchDrift>(`/api${pathOf('batches', dataset, id, 'drift')}`, EVERY_MS);
  return <Shown live={live}>{(check) => <Found check={check} />}</Shown>;
}

function Found({ check }: { readonly check: BatchDrift }) {
  const { drifted, train, share, reason, modelVersion, report } = check;
  const texts = t().batches;
  const compared = report.production ?? report.previous;
  const beside = report.production && modelVersion !== null;
  return (
    <div class="panel">
      <p>
        <Badge tone={drifted ? 'warn' : 'good'}>{drifted ? texts.drifted : texts.notDrifted}</Badge>{' '}
        {texts.driftedColumns(percent(share, 0))} · {train ? texts.trains : texts.trainsNot}
      </p>
      <p>{reason}</p>
      <p class="pale">
        {beside ? texts.against(number(modelVersion)) : compared ? texts.againstPrevious : texts.noVersion}
      </p>
      {compared && (
        <ul class="columns">
          {compared.target && <ColumnDrift found={compared.target} isTarget />}
          {compared.columns.map((found) => (
            <ColumnDrift key={found.column} found={found} />
          ))}
        </ul>
      )}
    </div>
  );
}
