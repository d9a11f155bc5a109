/** What runs: each function with its revisions, their traffic and their pods. */
import type { FunctionLine, Functions } from '../../../../../shared/api/pipeline.ts';
import { useLive } from '../../data/live.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { number, percent } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

type Revision = FunctionLine['revisions'][number];

export function Page() {
  const live = useLive<Functions>('/api/functions');
  const texts = t().functions;
  return (
    <div class="page">
      <PageHead title={texts.title} />
      <Shown live={live} lines={8}>
        {({ functions }) => (functions ? <All functions={functions} /> : <Untold />)}
      </Shown>
    </div>
  );
}

const Untold = () => (
  <Notice title={t().functions.untold} isPart>
    <p>{t().functions.untoldText}</p>
  </Notice>
);

const All = ({ functions }: { readonly functions: readonly FunctionLine[] }) => (
  <>
    <p class="pale">{t().functions.costs}</p>
    {functions.length === 0 && <p class="panel">{t().functions.none}</p>}
    {functions.length > 0 && (
      <Table
        label={t().functions.title}
        columns={columns()}
        rows={functions.flatMap(rowsOf)}
        rowKey={({ name, revision }) => `${name} ${revision?.name}`}
      />
    )}
  </>
);

interface Row {
  readonly name: string;
  readonly revision: Revision | undefined;
  /** Of the revision, or of a function without one. */
  readonly pods: number | null;
  readonly wanted: number | null;
}

const rowsOf = ({ name, pods, wanted, revisions }: FunctionLine): readonly Row[] =>
  revisions.length === 0
    ? [{ name, revision: undefined, pods, wanted }]
    : revisions.map((revision) => ({
        name,
        revision,
        pods: revision.pods,
        wanted: revision.wanted,
      }));

const known = (count: number | null): string => (count === null ? t().pipeline.notKnown : number(count));

function columns(): readonly Column<Row>[] {
  const texts = t().functions;
  return [
    { key: 'name', title: texts.name, value: ({ name }) => name },
    { key: 'revision', title: texts.revision, value: ({ revision }) => revision?.name, isMinor: true },
    {
      key: 'version',
      title: texts.version,
      value: ({ revision }) => revision?.version,
      isNumeric: true,
      isMinor: true,
    },
    {
      key: 'traffic',
      title: texts.traffic,
      value: ({ revision }) => revision?.percent,
      cell: ({ revision }) => revision && percent(revision.percent / 100),
      isNumeric: true,
    },
    {
      key: 'pods',
      title: t().pipeline.podsName,
      value: ({ pods }) => pods,
      cell: ({ pods }) => known(pods),
      isNumeric: true,
    },
    {
      key: 'wanted',
      title: t().pipeline.wantedName,
      value: ({ wanted }) => wanted,
      cell: ({ wanted }) => known(wanted),
      isNumeric: true,
      isMinor: true,
    },
    {
      key: 'state',
      title: texts.state,
      value: ({ revision }) => revision?.message,
      cell: ({ revision }) => revision && <State {...revision} />,
    },
    {
      key: 'since',
      title: texts.since,
      value: ({ revision }) => revision?.since,
      cell: ({ revision }) => revision && <Moment at={revision.since} />,
      isMinor: true,
    },
  ];
}

const State = ({ ready, message }: Revision) => (
  <>
    <Badge tone={ready ? 'good' : 'bad'}>{ready ? t().functions.ready : t().functions.notReady}</Badge>
    {!ready && message && <span class="reason">{message}</span>}
  </>
);
