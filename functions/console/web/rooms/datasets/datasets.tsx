/** The list of data sets. */
import type { DatasetSummary, Datasets } from '../../../../../shared/api/datasets.ts';
import { useLive } from '../../data/live.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { number } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

export function Page() {
  const live = useLive<Datasets>('/api/datasets');
  const texts = t().datasets;
  return (
    <div class="page">
      <PageHead title={texts.title} />
      <Shown live={live}>
        {({ datasets, apart: { unserved, undeclared } }) => (
          <>
            <Table label={texts.list} columns={columns()} rows={datasets} rowKey={({ name }) => name} />
            {unserved.length > 0 && <p class="banner">{texts.unserved(unserved.join(', '))}</p>}
            {undeclared.length > 0 && (
              <p class="banner">{texts.undeclared(undeclared.map(({ name }) => name).join(', '))}</p>
            )}
          </>
        )}
      </Shown>
    </div>
  );
}

function columns(): readonly Column<DatasetSummary>[] {
  const texts = t().datasets;
  return [
    {
      key: 'name',
      title: texts.name,
      value: ({ name }) => name,
      cell: ({ name, title }) => (
        <>
          <a href={pathOf('datasets', name)}>{title}</a>
          <br />
          <code class="pale">{name}</code>
        </>
      ),
    },
    {
      key: 'target',
      title: texts.predicts,
      value: ({ target }) => target,
      cell: ({ target, task }) => (
        <>
          <code>{target}</code>, {texts.task[task]}
        </>
      ),
      isMinor: true,
    },
    {
      key: 'batches',
      title: texts.batches,
      value: ({ batches }) => batches,
      cell: ({ batches }) => number(batches),
      isNumeric: true,
    },
    {
      key: 'clean',
      title: texts.clean,
      value: ({ clean }) => clean,
      cell: ({ clean }) => number(clean),
      isNumeric: true,
    },
    {
      key: 'production',
      title: texts.production,
      value: ({ production }) => production,
      cell: ({ production }) =>
        production === null ? <span class="pale">{texts.none}</span> : texts.version(production),
    },
  ];
}
