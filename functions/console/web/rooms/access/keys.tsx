/** The API keys, and what can be done with them. */
import { useState } from 'preact/hooks';
import type { Me } from '../../../../../shared/api/access.ts';
import type { Keys as Answer, Key } from '../../../../../shared/api/keys.ts';
import { usePages } from '../../data/pages.ts';
import { asked, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { type Change, KeyChange } from './key-change.tsx';

const LIMIT = 100;

export function Keys({ me }: { readonly me: Me }) {
  const [change, setChange] = useState<Change>();
  const isAll = asked('ended') === 'true';
  const { rows, error, at, more } = usePages<Answer, Key>({
    path: (before) =>
      withQuery('/api/keys', {
        limit: String(LIMIT),
        ...(isAll ? { ended: 'true' } : {}),
        ...(before ? { before } : {}),
      }),
    rowsOf: ({ keys }) => keys,
    cursorOf: ({ id }) => id,
    limit: LIMIT,
  });
  const texts = t().access;
  return (
    <section class="part">
      <header class="page-head">
        <h2>{texts.keys}</h2>
        <button type="button" class="main" onClick={() => setChange({ kind: 'make' })}>
          {texts.make}
        </button>
      </header>
      <label class="check">
        <input
          type="checkbox"
          checked={isAll}
          onChange={({ currentTarget }) => say({ ended: currentTarget.checked ? 'true' : undefined })}
        />{' '}
        {texts.ended}
      </label>
      <Shown live={{ value: rows, error, at }}>
        {(keys) =>
          keys.length === 0 ? (
            <p class="panel">{texts.keysNone}</p>
          ) : (
            <Table
              name="keys"
              label={texts.keys}
              columns={columns(setChange)}
              rows={keys}
              rowKey={({ id }) => id}
              more={more}
            />
          )
        }
      </Shown>
      {change && <KeyChange change={change} isFirst={me.open} onClose={() => setChange(undefined)} />}
    </section>
  );
}

type Standing = 'live' | 'revoked' | 'expired';

function standingOf({ revokedAt, expiresAt }: Key): Standing {
  if (revokedAt) return 'revoked';
  return expiresAt && new Date(expiresAt).getTime() <= Date.now() ? 'expired' : 'live';
}

function columns(setChange: (change: Change) => void): readonly Column<Key>[] {
  const texts = t().access;
  return [
    {
      key: 'name',
      title: texts.name,
      value: ({ name }) => name,
      cell: ({ name, id }) => (
        <>
          {name} <code class="pale">{id}</code>
        </>
      ),
    },
    { key: 'roles', title: texts.roles, value: ({ roles }) => roles.join(', ') },
    {
      key: 'datasets',
      title: texts.forDatasets,
      value: ({ datasets }) => (datasets === '*' ? texts.allDatasets : datasets.join(', ')),
      isMinor: true,
    },
    {
      key: 'state',
      title: texts.state,
      value: (key) => texts[standingOf(key)],
      cell: (key) => (
        <Badge tone={standingOf(key) === 'live' ? 'good' : 'plain'}>{texts[standingOf(key)]}</Badge>
      ),
    },
    {
      key: 'used',
      title: texts.used,
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} />,
      isMinor: true,
    },
    {
      key: 'ends',
      title: texts.ends,
      value: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => <Moment at={expiresAt} />,
      isMinor: true,
    },
    {
      key: 'change',
      title: '',
      value: () => null,
      cell: (key) => standingOf(key) === 'live' && <Buttons subject={key} setChange={setChange} />,
    },
  ];
}

interface ButtonsProps {
  readonly subject: Key;
  readonly setChange: (change: Change) => void;
}

const Buttons = ({ subject, setChange }: ButtonsProps) => (
  <div class="row-actions">
    <button type="button" class="quiet" onClick={() => setChange({ kind: 'rotate', key: subject })}>
      {t().access.rotate}
    </button>
    <button type="button" class="quiet" onClick={() => setChange({ kind: 'revoke', key: subject })}>
      {t().access.revoke}
    </button>
  </div>
);
