/** The versions of a data set's model. */
import type { Version } from '../../../../../shared/api/models.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Moment } from '../../ui/moment.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { VERSION_TONES } from '../../ui/version-state.ts';

export interface VersionsProps {
  readonly dataset: string;
  readonly versions: readonly Version[];
}

export const Versions = ({ dataset, versions }: VersionsProps) => (
  <section class="part">
    <h2>{t().datasets.versions}</h2>
    {versions.length === 0 ? (
      <p class="pale">{t().datasets.versionsNone}</p>
    ) : (
      <Table
        name="versions"
        label={t().datasets.versions}
        columns={columns(dataset)}
        rows={[...versions].reverse()}
        rowKey={({ version }) => String(version)}
      />
    )}
  </section>
);

function columns(dataset: string): readonly Column<Version>[] {
  const texts = t().datasets;
  return [
    {
      key: 'version',
      title: texts.versionNumber,
      value: ({ version }) => version,
      cell: ({ version }) => <a href={pathOf('versions', dataset, version)}>{version}</a>,
    },
    {
      key: 'state',
      title: texts.state,
      value: ({ state }) => t().versions.states[state],
      cell: ({ state }) => <Badge tone={VERSION_TONES[state]}>{t().versions.states[state]}</Badge>,
    },
    {
      key: 'made',
      title: texts.made,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    { key: 'why', title: texts.why, value: ({ reason }) => reason, isMinor: true },
  ];
}
