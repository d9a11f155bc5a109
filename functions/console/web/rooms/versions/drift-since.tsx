/** Whether the batches that came since look as the rows did that a version has learned from. */
import type { DriftCheck, DriftChecks } from '../../../../../shared/api/drift.ts';
import { useLive } from '../../data/live.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { percent } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

export interface DriftSinceProps {
  readonly dataset: string;
  readonly version: number;
}

export function DriftSince({ dataset, version }: DriftSinceProps) {
  const live = useLive<DriftChecks>(withQuery('/api/drift', { dataset }), 10_000);
  const texts = t().versions;
  return (
    <section class="part">
      <h2>{texts.drift}</h2>
      <Shown live={live}>
        {({ checks }) => {
          const own = checks.filter(({ modelVersion }) => modelVersion === version);
          if (own.length === 0) return <p class="pale">{texts.driftNone}</p>;
          return (
            <Table
              name="drift"
              label={texts.drift}
              columns={columns(dataset)}
              rows={own}
              rowKey={({ batch }) => batch}
            />
          );
        }}
      </Shown>
    </section>
  );
}

function columns(dataset: string): readonly Column<DriftCheck>[] {
  const texts = t().versions;
  const wordFor = ({ drifted }: DriftCheck): string => (drifted ? texts.drifted : texts.same);
  return [
    {
      key: 'batch',
      title: texts.batch,
      value: ({ batch }) => batch,
      cell: ({ batch }) => <a href={pathOf('batches', dataset, batch)}>{batch}</a>,
    },
    {
      key: 'at',
      title: texts.when,
      value: ({ checkedAt }) => checkedAt,
      cell: ({ checkedAt }) => <Moment at={checkedAt} />,
    },
    {
      key: 'drifted',
      title: texts.what,
      value: wordFor,
      cell: (check) => <Badge tone={check.drifted ? 'warn' : 'good'}>{wordFor(check)}</Badge>,
    },
    {
      key: 'share',
      title: texts.share,
      value: ({ share }) => share,
      cell: ({ share }) => percent(share),
      isNumeric: true,
    },
    { key: 'why', title: texts.why, value: ({ reason }) => reason, isMinor: true },
  ];
}
