/** The dead letters of a kind, that is of a type and a data set: each can be replayed or discarded, or all of them. */
import { useState } from 'preact/hooks';
import type { DeadLetter } from '../../../../../shared/api/dead-letters.ts';
import { may, useMe } from '../../data/me.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { number } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { type Change, LetterChange } from './letter-change.tsx';

export interface Kind {
  readonly type: string;
  readonly dataset: string | null;
  readonly letters: readonly DeadLetter[];
}

export function LetterKind({ kind }: { readonly kind: Kind }) {
  const { value: me } = useMe();
  const [change, setChange] = useState<Change>();
  const texts = t().letters;
  const called = texts.kind(kind.type, kind.dataset ?? texts.noDataset);
  const isOperator = may(me, 'operate');
  const hopeful = { ...kind, letters: kind.letters.filter(({ hopeless }) => !hopeless) };
  return (
    <section class="part" aria-label={called}>
      <div class="page-head">
        <h2>
          {called} <span class="count">{number(kind.letters.length)}</span>
        </h2>
        {isOperator && (
          <div class="page-actions">
            {hopeful.letters.length > 0 && (
              <button type="button" onClick={() => setChange({ what: 'replay all', kind: hopeful })}>
                {texts.replayAll}
              </button>
            )}
            <button type="button" onClick={() => setChange({ what: 'discard all', kind })}>
              {texts.discardAll}
            </button>
          </div>
        )}
      </div>
      <Advice letters={kind.letters} />
      <Table
        name="letters"
        label={texts.list(called)}
        columns={columns(isOperator ? setChange : undefined)}
        rows={kind.letters}
        rowKey={({ id }) => String(id)}
      />
      {change && <LetterChange change={change} onClose={() => setChange(undefined)} />}
    </section>
  );
}

const Advice = ({ letters }: Pick<Kind, 'letters'>) => (
  <>
    {letters.some(({ hopeless }) => hopeless) && <p>{t().letters.hopeless}</p>}
    {letters.some(({ hopeless }) => !hopeless) && <p>{t().letters.again}</p>}
  </>
);

function columns(onChange: ((change: Change) => void) | undefined): readonly Column<DeadLetter>[] {
  const texts = t().letters;
  return [
    { key: 'id', title: texts.number, value: ({ id }) => id },
    {
      key: 'batch',
      title: texts.batch,
      value: ({ batch }) => batch,
      cell: (letter) => <OfBatch {...letter} />,
    },
    { key: 'reason', title: texts.reason, value: ({ error }) => error },
    {
      key: 'advice',
      title: texts.advice,
      value: ({ hopeless }) => (hopeless ? texts.hopelessShort : texts.againShort),
      cell: ({ hopeless }) => (
        <Badge tone={hopeless ? 'bad' : 'warn'}>{hopeless ? texts.hopelessShort : texts.againShort}</Badge>
      ),
      isMinor: true,
    },
    { key: 'from', title: texts.from, value: ({ destination }) => destination, isMinor: true },
    { key: 'code', title: texts.code, value: ({ code }) => code, isMinor: true },
    {
      key: 'times',
      title: texts.times,
      value: ({ deliveries }) => deliveries,
      isNumeric: true,
      isMinor: true,
    },
    {
      key: 'came',
      title: texts.came,
      value: ({ receivedAt }) => receivedAt,
      cell: ({ receivedAt }) => <Moment at={receivedAt} />,
      isMinor: true,
    },
    ...(onChange ? [actions(onChange)] : []),
  ];
}

const OfBatch = ({ dataset, batch }: DeadLetter) =>
  dataset && batch ? <a href={pathOf('batches', dataset, batch)}>{batch}</a> : <span>{batch}</span>;

const actions = (onChange: (change: Change) => void): Column<DeadLetter> => ({
  key: 'do',
  title: t().letters.decide,
  value: () => '',
  cell: (letter) => (
    <div class="row-actions">
      <button type="button" class="quiet" onClick={() => onChange({ what: 'replay', letter })}>
        {t().letters.replay}
        <span class="unseen"> {letter.id}</span>
      </button>
      <button type="button" class="quiet" onClick={() => onChange({ what: 'discard', letter })}>
        {t().letters.discard}
        <span class="unseen"> {letter.id}</span>
      </button>
    </div>
  ),
});
