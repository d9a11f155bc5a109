/** Who has changed what, and why. */
import type { Audit, AuditRow } from '../../../../../shared/api/audit.ts';
import { type Paging, usePages } from '../../data/pages.ts';
import { asked, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const LIMIT = 50;
const FILTERS = ['action', 'dataset', 'subject', 'from', 'to'] as const;
const ACTIONS = [
  'key.created',
  'key.rotated',
  'key.revoked',
  'training.requested',
  'version.requested',
  'retraction.requested',
  'letter.replayed',
  'letter.discarded',
  'dataset.reset',
];

export function Page() {
  const { rows, error, at, more } = usePages(paging());
  const texts = t().audit;
  return (
    <div class="page">
      <PageHead title={texts.title} />
      <p class="pale">{texts.text}</p>
      <Filters />
      <Shown live={{ value: rows, error, at }}>
        {(found) =>
          found.length === 0 ? (
            <p class="panel">{FILTERS.some((name) => asked(name)) ? texts.noneSuch : texts.none}</p>
          ) : (
            <Table
              label={texts.list}
              columns={columns()}
              rows={found}
              rowKey={({ id }) => String(id)}
              more={more}
            />
          )
        }
      </Shown>
    </div>
  );
}

function paging(): Paging<Audit, AuditRow> {
  const wanted = FILTERS.flatMap((name) => {
    const value = asked(name);
    return value ? [[name, value] as const] : [];
  });
  return {
    path: (before) =>
      withQuery('/api/audit', {
        ...Object.fromEntries(wanted),
        limit: String(LIMIT),
        ...(before ? { before } : {}),
      }),
    rowsOf: ({ rows }) => rows,
    cursorOf: ({ id }) => String(id),
    limit: LIMIT,
  };
}

function Filters() {
  const texts = t().audit;
  return (
    <div class="filters">
      <Field label={texts.action}>
        {(field) => (
          <select
            {...field}
            value={asked('action') ?? ''}
            onChange={(e) => say({ action: e.currentTarget.value })}
          >
            <option value="">{texts.any}</option>
            {ACTIONS.map((action) => (
              <option key={action}>{action}</option>
            ))}
          </select>
        )}
      </Field>
      {(['dataset', 'subject'] as const).map((name) => (
        <Field key={name} label={name === 'subject' ? texts.who : texts.dataset}>
          {(field) => (
            <input
              {...field}
              value={asked(name) ?? ''}
              onChange={(e) => say({ [name]: e.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      {(['from', 'to'] as const).map((name) => (
        <Field key={name} label={texts[name]}>
          {(field) => (
            <input
              {...field}
              type="date"
              value={asked(name) ?? ''}
              onChange={(e) => say({ [name]: e.currentTarget.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

function columns(): readonly Column<AuditRow>[] {
  const texts = t().audit;
  return [
    { key: 'id', title: texts.number, value: ({ id }) => id, isMinor: true },
    { key: 'at', title: texts.when, value: ({ at }) => at, cell: ({ at }) => <Moment at={at} /> },
    {
      key: 'name',
      title: texts.who,
      value: ({ name }) => name,
      cell: ({ name, subject }) => <span title={subject}>{name}</span>,
    },
    {
      key: 'action',
      title: texts.action,
      value: ({ action }) => action,
      cell: ({ action }) => <code>{action}</code>,
    },
    { key: 'dataset', title: texts.dataset, value: ({ dataset }) => dataset, isMinor: true },
    { key: 'target', title: texts.target, value: ({ target }) => target, isMinor: true },
    { key: 'reason', title: texts.reason, value: ({ reason }) => reason },
  ];
}
