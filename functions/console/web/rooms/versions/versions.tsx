/** The versions of a data set's model: all of them, how they got better, what was in production when. */
import { useState } from 'preact/hooks';
import type { Version } from '../../../../../shared/api/models.ts';
import type { Status } from '../../../../../shared/api/status.ts';
import { useLive } from '../../data/live.ts';
import type { PageProps } from '../../rooms.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { chosen } from './chosen.ts';
import { MetricsOver } from './metrics-over.tsx';
import { Promote } from './promote.tsx';
import { Timeline } from './timeline.tsx';
import { VersionTable } from './version-table.tsx';

export function Page({ parts: { dataset = '' } }: PageProps) {
  const live = useLive<Status>(withQuery('/api/status', { dataset, limit: '1' }));
  const [wanted, setWanted] = useState<Version>();
  const texts = t().versions;
  return (
    <div class="page">
      <PageHead title={texts.of(dataset)}>
        <Compare dataset={dataset} />
      </PageHead>
      <Shown live={live}>
        {(status) =>
          status.models.length === 0 ? (
            <p class="panel">{texts.versionsNone}</p>
          ) : (
            <>
              <VersionTable {...status} onWanted={setWanted} />
              <MetricsOver versions={status.models} />
              {wanted && <Promote {...status} wanted={wanted} onClose={() => setWanted(undefined)} />}
            </>
          )
        }
      </Shown>
      <Timeline dataset={dataset} />
    </div>
  );
}

function Compare({ dataset }: { readonly dataset: string }) {
  const versions = chosen();
  if (versions.length < 2) return <span class="pale">{t().versions.compareHint}</span>;
  const path = withQuery(pathOf('versions', dataset, 'versus'), { versions: versions.join(',') });
  return (
    <a class="button main" href={path}>
      {t().versions.compare(versions.length)}
    </a>
  );
}
