/** The models: of each data set the version in production, and the way to all of them. */
import type { DatasetSummary, Datasets } from '../../../../../shared/api/datasets.ts';
import { useLive } from '../../data/live.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

export function Page() {
  const live = useLive<Datasets>('/api/datasets');
  const texts = t().versions;
  return (
    <div class="page">
      <PageHead title={texts.title} />
      <Shown live={live}>
        {({ datasets }) => (
          <Table label={texts.list} columns={columns()} rows={datasets} rowKey={({ name }) => name} />
        )}
      </Shown>
    </div>
  );
}

function columns(): readonly Column<DatasetSummary>[] {
  const texts = t().versions;
  return [
    {
      key: 'name',
      title: texts.dataset,
      value: ({ name }) => name,
      cell: ({ name, title }) => <a href={pathOf('versions', name)}>{title}</a>,
    },
    {
      key: 'production',
      title: texts.production,
      value: ({ production }) => production,
      cell: ({ name, production }) =>
        production === null ? (
          <span class="pale">{texts.none}</span>
        ) : (
          <a href={pathOf('versions', name, production)}>{texts.version(production)}</a>
        ),
    },
  ];
}
