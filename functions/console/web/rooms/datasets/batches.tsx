/** The newest batches of a data set. */
import type { BatchLine } from '../../../../../shared/api/batches.ts';
import { withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { whatCame, whereRowsWent } from '../../ui/batch-columns.tsx';
import { Table } from '../../ui/table.tsx';

export interface BatchesProps {
  readonly dataset: string;
  readonly batches: readonly BatchLine[];
}

export const Batches = ({ dataset, batches }: BatchesProps) => (
  <section class="part">
    <div class="page-head">
      <h2>{t().datasets.newest}</h2>
      {batches.length > 0 && <a href={withQuery('/batches', { dataset })}>{t().batches.all}</a>}
    </div>
    {batches.length === 0 ? (
      <p class="pale">{t().batches.none}</p>
    ) : (
      <Table
        name="batches"
        label={t().datasets.newest}
        columns={[...whatCame(dataset), ...whereRowsWent()]}
        rows={[...batches].reverse()}
        rowKey={({ id }) => id}
      />
    )}
  </section>
);
