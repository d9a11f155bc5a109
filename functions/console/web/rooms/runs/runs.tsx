/** The list of runs: filtered, sorted by the server, with the metrics and parameters that somebody wants to see. */
import { useState } from 'preact/hooks';
import type { RunPage, RunReport } from '../../../../../shared/api/runs.ts';
import { type Paging, usePages } from '../../data/pages.ts';
import { asked, pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { RunCharts } from './charts.tsx';
import { Columns } from './columns.tsx';
import { Filters, isFiltered } from './filters.tsx';
import { Grammar } from './grammar.tsx';
import { runColumns, sortOf } from './run-columns.tsx';

const LIMIT = 100;

export function Page() {
  const { rows, error, at, more } = usePages(paging());
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const parent = asked('parent');
  const texts = t().runs;
  const fault = error?.status === 422 && asked('filter') ? error.message : undefined;
  return (
    <div class="page">
      <PageHead title={parent ? texts.trialsOf(parent) : texts.title}>
        {parent && <a href={pathOf('runs', parent)}>{texts.one(parent)}</a>}
        <Compare runs={chosen} />
      </PageHead>
      <p class="pale">{texts.text}</p>
      <Filters runs={rows ?? []} />
      <Grammar fault={fault} />
      {fault === undefined && (
        <Shown live={{ value: rows, error, at }} lines={8}>
          {(found) =>
            found.length === 0 ? (
              <p class="panel">{isFiltered() ? texts.noneSuch : texts.none}</p>
            ) : (
              <>
                <Columns runs={found} />
                <RunCharts runs={found} isOpen={asked('mark') !== undefined} />
                <Table
                  label={texts.title}
                  columns={runColumns(found, { chosen, setChosen })}
                  rows={found}
                  rowKey={({ id }) => id}
                  isSorted
                  more={more}
                />
              </>
            )
          }
        </Shown>
      )}
    </div>
  );
}

function paging(): Paging<RunPage, RunReport> {
  const wanted = ['experiment', 'status', 'name', 'parent', 'filter'].flatMap((name) => {
    const value = asked(name);
    return value ? [[name, value] as const] : [];
  });
  return {
    path: (after) =>
      withQuery('/api/runs', {
        ...Object.fromEntries(wanted),
        ...sortOf(asked('sort')),
        limit: String(LIMIT),
        ...(after ? { after } : {}),
      }),
    rowsOf: ({ runs }) => runs,
    cursorOf: ({ id }) => id,
    nextOf: ({ next }) => next,
    limit: LIMIT,
  };
}

function Compare({ runs }: { readonly runs: readonly string[] }) {
  if (runs.length < 2) return <span class="pale">{t().runs.compareHint}</span>;
  return (
    <a class="button main" href={pathOf('runs', runs.join(','))}>
      {t().runs.compare(runs.length)}
    </a>
  );
}
