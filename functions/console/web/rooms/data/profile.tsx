/** How the clean data lie, column by column, and which columns rise together. */
import type { Correlation, DataProfile } from '../../../../../shared/api/data.ts';
import { useLive } from '../../data/live.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { number } from '../../ui/format.ts';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { ColumnPanel } from './column-panel.tsx';

/** It is of all rows, and they change with a batch. */
const SELDOM_MS = 30_000;
const MOST_CORRELATIONS = 20;

export function Profile({ dataset }: { readonly dataset: string }) {
  const live = useLive<DataProfile>(pathOf('api', 'datasets', dataset, 'profile'), SELDOM_MS);
  const texts = t().data;
  return (
    <section class="part">
      <h2>{texts.profile}</h2>
      <Shown live={live} lines={8}>
        {({ rows, looked, columns, correlations }) =>
          rows === 0 ? (
            <p class="pale">{texts.nothing}</p>
          ) : (
            <>
              <p class="pale">{texts.looked(number(looked), number(rows))}</p>
              <div class="panels">
                {columns.map((column) => (
                  <ColumnPanel key={column.name} column={column} />
                ))}
              </div>
              <Correlations correlations={correlations} />
            </>
          )
        }
      </Shown>
    </section>
  );
}

function Correlations({ correlations }: Pick<DataProfile, 'correlations'>) {
  if (correlations.length === 0) return null;
  const texts = t().data;
  const strongest = [...correlations].sort((a, b) => Math.abs(b.rank) - Math.abs(a.rank));
  return (
    <>
      <h3>{texts.correlations}</h3>
      <p class="pale">{texts.correlationsText}</p>
      <Table
        name="correlations"
        label={texts.correlations}
        columns={correlationColumns()}
        rows={strongest.slice(0, MOST_CORRELATIONS)}
        rowKey={({ a, b }) => `${a} ${b}`}
      />
    </>
  );
}

function correlationColumns(): readonly Column<Correlation>[] {
  const texts = t().data;
  return [
    { key: 'a', title: texts.one, value: ({ a }) => a, cell: ({ a }) => <code>{a}</code> },
    { key: 'b', title: texts.another, value: ({ b }) => b, cell: ({ b }) => <code>{b}</code> },
    {
      key: 'rank',
      title: texts.rank,
      value: ({ rank }) => rank,
      cell: ({ rank }) => (
        <>
          <meter class="rank" min={0} max={1} value={Math.abs(rank)} aria-hidden="true" /> {number(rank)}
        </>
      ),
      isNumeric: true,
    },
  ];
}
