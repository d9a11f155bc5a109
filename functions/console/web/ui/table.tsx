/** Tables: sorted by a click on a heading, copied as CSV, and as long as somebody wants. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { asked, say } from '../shell/place.ts';
import { tell } from '../shell/said.tsx';
import { t } from '../texts/texts.ts';
import { copied } from './copy.tsx';
import { csvOf } from './csv.ts';
import { type Order, orderIn, orderText, sorted, type Value } from './order.ts';

export interface Column<Row> {
  /** In the address, when it is sorted by. */
  readonly key: string;
  readonly title: string;
  /** What it is sorted by and copied as. */
  readonly value: (row: Row) => Value;
  /** How it looks; default the value. */
  readonly cell?: (row: Row) => ComponentChildren;
  /** Numbers stand to the right. */
  readonly isNumeric?: boolean;
  /** Left out where there is little room. */
  readonly isMinor?: boolean;
  /** There is no order of it: a choice, a button. */
  readonly isUnsorted?: boolean;
}

export interface TableProps<Row> {
  /** What is in it, for who does not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Name in the address of what it is sorted by; two tables of a page have two. Default 'sort'. */
  readonly name?: string;
  /** Whether the server sorts: it is told by the address, and rows stay as they come. */
  readonly isSorted?: boolean;
  /** Brings further rows. */
  readonly more?: (() => Promise<void>) | undefined;
}

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, name = 'sort', isSorted = false, more } = props;
  const order = orderIn(asked(name));
  const column = columns.find(({ key }) => key === order?.key);
  const shown = !isSorted && order && column ? sorted(rows, column.value, order.isDown) : rows;
  return (
    <div class="table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached with keys */}
      <section class="wide" aria-label={label} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((one) => (
                <Heading key={one.key} column={one} order={order} name={name} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map((one, index) => (
                  <Cell key={one.key} column={one} row={row} isFirst={index === 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div class="below">
        {more && <More more={more} />}
        <button type="button" class="quiet" onClick={() => void copyCsv(columns, shown)}>
          {t().ui.copyCsv}
        </button>
      </div>
    </div>
  );
}

const classOf = <Row,>({ isNumeric, isMinor }: Column<Row>): string | undefined =>
  [isNumeric && 'n', isMinor && 'minor'].filter(Boolean).join(' ') || undefined;

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly order: Order | undefined;
  readonly name: string;
}

function Heading<Row>({ column, order, name }: HeadingProps<Row>) {
  const isOwn = order?.key === column.key;
  if (column.isUnsorted)
    return (
      <th scope="col" class={classOf(column)}>
        {column.title}
      </th>
    );
  const state = !isOwn ? undefined : order.isDown ? 'descending' : 'ascending';
  return (
    <th scope="col" class={classOf(column)} aria-sort={state}>
      <button
        type="button"
        title={t().ui.sortBy(column.title)}
        onClick={() => say({ [name]: orderText(column.key, order) })}
      >
        {column.title}
        <span aria-hidden="true">{state ? (state === 'descending' ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly isFirst: boolean;
}

function Cell<Row>({ column, row, isFirst }: CellProps<Row>) {
  const content = column.cell ? column.cell(row) : column.value(row);
  if (!isFirst) return <td class={classOf(column)}>{content}</td>;
  return (
    <th scope="row" class={classOf(column)}>
      {content}
    </th>
  );
}

function More({ more }: { readonly more: () => Promise<void> }) {
  const [isUnderWay, setUnderWay] = useState(false);
  const load = async (): Promise<void> => {
    setUnderWay(true);
    await more();
    setUnderWay(false);
  };
  return (
    <button type="button" aria-disabled={isUnderWay} onClick={() => isUnderWay || void load()}>
      {isUnderWay ? t().ui.loading : t().ui.more}
    </button>
  );
}

async function copyCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void> {
  const lines = rows.map((row) => columns.map(({ value }) => value(row)));
  await copied(csvOf([columns.map(({ title }) => title), ...lines]));
  tell(t().ui.csvCopied(rows.length));
}
