/** The first page. */
import type { Datasets } from '../../../../../shared/api/datasets.ts';
import { useLive } from '../../data/live.ts';
import { t } from '../../texts/texts.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Begin } from './begin.tsx';
import { DatasetCard } from './dataset-card.tsx';

export function Page() {
  const live = useLive<Datasets>('/api/datasets');
  return (
    <div class="page">
      <PageHead title={t().first.title} />
      <Shown live={live}>
        {({ datasets }) => (
          <>
            {datasets.every(({ batches }) => batches === 0) && <Begin dataset={datasets[0]?.name ?? ''} />}
            <div class="panels">
              {datasets.map((dataset) => (
                <DatasetCard key={dataset.name} {...dataset} />
              ))}
            </div>
          </>
        )}
      </Shown>
    </div>
  );
}
