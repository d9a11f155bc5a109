/** What was found in a file, before anybody is asked. */
import type { ComponentChildren } from 'preact';
import { t } from '../../../texts/texts.ts';
import { Fact, Facts } from '../../../ui/fact.tsx';
import { number } from '../../../ui/format.ts';
import { type Column, Table } from '../../../ui/table.tsx';
import type { UnreadableColumn } from './look.ts';
import type { FileColumn } from './table.ts';
import type { Looked } from './work.ts';

export interface LookPanelProps {
  readonly looked: Looked;
  readonly onAsk: () => void;
  readonly onAway: () => void;
  /** What else is to be chosen. */
  readonly children: ComponentChildren;
}

export function LookPanel({ looked: { name, table, look }, onAsk, onAway, children }: LookPanelProps) {
  const texts = t().predictFile;
  const known = table.columns.filter(({ field }) => field);
  return (
    <section class="panel in-file" aria-label={texts.looked}>
      <h2>{name}</h2>
      <Facts>
        <Fact name={texts.rows}>{number(look.rows)}</Fact>
        <Fact name={texts.readable}>{number(look.readable)}</Fact>
        <Fact name={texts.used}>{known.map(({ field }) => field?.label).join(', ')}</Fact>
        {look.missing.length > 0 && (
          <Fact name={texts.missing}>{look.missing.map(({ label }) => label).join(', ')}</Fact>
        )}
      </Facts>
      <Passed columns={table.columns.filter(({ field }) => !field)} />
      {look.ragged > 0 && <p class="problem">{texts.ragged(look.ragged)}</p>}
      {look.unreadable.length > 0 && <Unread columns={look.unreadable} />}
      {children}
      <p class="hint">{texts.noted}</p>
      <div class="actions">
        <button type="button" onClick={onAway}>
          {texts.another}
        </button>
        {look.readable > 0 && (
          <button type="button" class="main" onClick={onAsk}>
            {texts.ask(look.rows)}
          </button>
        )}
      </div>
    </section>
  );
}

/** They stay in the result, as they came. */
function Passed({ columns }: { readonly columns: readonly FileColumn[] }) {
  if (columns.length === 0) return null;
  const texts = t().predictFile;
  const named = columns.map(({ name, near }) => (near ? texts.near(name, near) : name));
  return <p class="pale">{texts.passed(named.join(', '))}</p>;
}

function Unread({ columns }: { readonly columns: readonly UnreadableColumn[] }) {
  const texts = t().predictFile;
  const shown: readonly Column<UnreadableColumn>[] = [
    { key: 'column', title: texts.column, value: ({ field }) => field.label },
    { key: 'count', title: texts.unreadable, value: ({ count }) => count, isNumeric: true },
    { key: 'row', title: texts.firstRow, value: ({ row }) => row, isNumeric: true },
    { key: 'text', title: texts.text, value: ({ text }) => text },
    { key: 'why', title: texts.why, value: ({ message }) => message },
  ];
  return (
    <>
      <p class="problem">{texts.unreadText}</p>
      <Table label={texts.unreadable} columns={shown} rows={columns} rowKey={({ field }) => field.name} />
    </>
  );
}
