/** The first page: what is served, what needs somebody, and the last day; how to begin where there is nothing yet. */
import type { Overview } from '../../../../../shared/api/overview.ts';
import { useLive } from '../../data/live.ts';
import { t } from '../../texts/texts.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Begin } from './begin.tsx';
import { Day } from './day.tsx';
import { Needs } from './needs.tsx';
import { Served } from './served.tsx';

export function Page() {
  const live = useLive<Overview>('/api/overview');
  return (
    <div class="page">
      <PageHead title={t().first.title} />
      <Shown live={live} lines={8}>
        {(overview) => (isEmpty(overview) ? <Begin datasets={overview.datasets} /> : <Full {...overview} />)}
      </Shown>
    </div>
  );
}

const isEmpty = ({ datasets, needs, batches }: Overview): boolean =>
  datasets.every((dataset) => dataset.batches === 0) && needs.length === 0 && batches.length === 0;

const Full = ({ datasets, needs, batches }: Overview) => (
  <>
    <Needs needs={needs} />
    <section class="part">
      <h2>{t().first.served}</h2>
      <div class="panels">
        {datasets.map((dataset) => (
          <Served key={dataset.name} {...dataset} />
        ))}
      </div>
    </section>
    <Day batches={batches} />
  </>
);
