/** The versions of a data set's model. */
import type { Version } from '../../../../../shared/api/models.ts';
import { t } from '../../texts/texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Moment } from '../../ui/moment.tsx';
import { type Column, Table } from '../../ui/table.tsx';

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

const TONES: Readonly<Record<Version['state'], Tone>> = {
  'in production': 'good',
  archived: 'plain',
  rejected: 'warn',
  'rolled back': 'bad',
  candidate: 'busy',
  registered: 'plain',
};

function columns(dataset: string): readonly Column<Version>[] {
  const texts = t().datasets;
  return [
    {
      key: 'version',
      title: texts.versionNumber,
      value: ({ version }) => version,
      cell: ({ version }) => <a href={`/models/${dataset}/${version}/card`}>{version}</a>,
    },
    {
      key: 'state',
      title: texts.state,
      value: ({ state }) => texts.states[state],
      cell: ({ state }) => <Badge tone={TONES[state]}>{texts.states[state]}</Badge>,
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
