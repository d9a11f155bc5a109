/** The data of a data set: how they lie, row by row, and the schema to read them by. */
import type { Declared } from '../../../../../shared/api/data.ts';
import { useLive } from '../../data/live.ts';
import type { PageProps } from '../../rooms.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Code } from '../../ui/copy.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Profile } from './profile.tsx';
import { Rows } from './rows.tsx';

const SELDOM_MS = 30_000;

export function Page({ parts: { dataset = '' } }: PageProps) {
  const declared = useLive<Declared>(pathOf('api', 'datasets', dataset, 'declaration'), SELDOM_MS);
  const texts = t().data;
  return (
    <div class="page">
      <PageHead title={texts.title(dataset)}>
        <a href={pathOf('datasets', dataset)}>{texts.toDataset}</a>
      </PageHead>
      <Shown live={declared}>
        {({ declaration, schema }) => (
          <>
            <Rows dataset={dataset} columns={declaration.columns} />
            <Profile dataset={dataset} />
            <details class="panel">
              <summary>{texts.schema}</summary>
              <p class="pale">{texts.schemaText}</p>
              <Code text={schema} />
            </details>
          </>
        )}
      </Shown>
    </div>
  );
}
