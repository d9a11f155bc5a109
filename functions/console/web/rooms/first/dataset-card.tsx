/** A data set on the first page: what is served of it. */
import type { DatasetSummary } from '../../../../../shared/api/datasets.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Fact, Facts } from '../../ui/fact.tsx';
import { number } from '../../ui/format.ts';

export const DatasetCard = ({ name, title, batches, clean, production }: DatasetSummary) => (
  <section class="panel">
    <h2>
      <a href={pathOf('datasets', name)}>{title}</a>
    </h2>
    <p class="large">{production === null ? t().first.noModel : t().first.version(production)}</p>
    <Facts>
      <Fact name={t().first.batches}>{number(batches)}</Fact>
      <Fact name={t().first.rows}>{number(clean)}</Fact>
    </Facts>
  </section>
);
