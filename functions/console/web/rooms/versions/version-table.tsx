/** Versions as a table: each can be chosen to be compared and, by who may, brought into production. */
import type { Version } from '../../../../../shared/api/models.ts';
import type { Status } from '../../../../../shared/api/status.ts';
import { mayFor, useMe } from '../../data/me.ts';
import { pathOf, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { metricTitle, metricTold } from '../../ui/metric.ts';
import { Moment } from '../../ui/moment.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { VERSION_TONES } from '../../ui/version-state.ts';
import { chosen } from './chosen.ts';
import { isBack } from './promote.tsx';

export interface VersionTableProps extends Pick<Status, 'dataset' | 'models' | 'production'> {
  readonly onWanted: (version: Version) => void;
}

const MOST_METRICS = 4;
/** The server compares so many. */
const MOST_CHOSEN = 10;

export function VersionTable(props: VersionTableProps) {
  const { dataset, models } = props;
  const mayPromote = mayFor(useMe().value, 'promote', dataset);
  return (
    <section class="part">
      <Table
        name="versions"
        label={t().versions.of(dataset)}
        columns={[
          ...columns(dataset),
          ...metricColumns(models),
          ...reasons(),
          ...(mayPromote ? changes(props) : []),
        ]}
        rows={[...models].reverse()}
        rowKey={({ version }) => String(version)}
      />
    </section>
  );
}

function columns(dataset: string): readonly Column<Version>[] {
  const texts = t().versions;
  return [
    {
      key: 'version',
      title: texts.number,
      value: ({ version }) => version,
      cell: ({ version }) => <a href={pathOf('versions', dataset, version)}>{version}</a>,
    },
    {
      key: 'chosen',
      isUnsorted: true,
      title: texts.choose,
      value: ({ version }) => chosen().includes(String(version)),
      cell: ({ version }) => <Choice version={version} />,
    },
    {
      key: 'state',
      title: texts.state,
      value: ({ state }) => texts.states[state],
      cell: ({ state }) => <Badge tone={VERSION_TONES[state]}>{texts.states[state]}</Badge>,
    },
    {
      key: 'made',
      title: texts.made,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
      isMinor: true,
    },
  ];
}

function Choice({ version }: { readonly version: number }) {
  const [all, own] = [chosen(), String(version)];
  const isChosen = all.includes(own);
  const others = all.filter((one) => one !== own);
  return (
    <input
      type="checkbox"
      aria-label={t().versions.chooseOne(version)}
      checked={isChosen}
      disabled={!isChosen && all.length >= MOST_CHOSEN}
      onChange={() => say({ chosen: (isChosen ? others : [...all, own]).join(',') })}
    />
  );
}

/** Those that the newest version has first: names that all have are few. */
function metricColumns(models: readonly Version[]): readonly Column<Version>[] {
  const names = [...new Set([...models].reverse().flatMap(({ metrics }) => Object.keys(metrics)))];
  return names.slice(0, MOST_METRICS).map((name) => ({
    key: name,
    title: metricTitle(name),
    value: ({ metrics }) => metrics[name],
    cell: ({ metrics }) => metricTold(name, metrics[name]),
    isNumeric: true,
    isMinor: true,
  }));
}

const reasons = (): readonly Column<Version>[] => [
  { key: 'why', title: t().versions.why, value: ({ reason }) => reason, isMinor: true },
];

const changes = ({ production, onWanted }: VersionTableProps): readonly Column<Version>[] => [
  {
    key: 'change',
    isUnsorted: true,
    title: t().versions.actions,
    value: () => '',
    cell: (version) =>
      version.version === production?.version ? null : (
        <button type="button" class="quiet" onClick={() => onWanted(version)}>
          {isBack(version, production) ? t().versions.rollBack : t().versions.promote}
          <span class="unseen"> {t().versions.version(version.version)}</span>
        </button>
      ),
  },
];
