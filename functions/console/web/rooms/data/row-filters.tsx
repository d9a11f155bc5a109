/** Filters of rows: "state" is a value, "price.from" and "price.to" are bounds; the address says them as the server does. */
import { useState } from 'preact/hooks';
import type { ColumnDeclaration } from '../../../../../shared/datasets/declaration.ts';
import { place, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';

type Columns = Readonly<Record<string, ColumnDeclaration>>;
const CONDITIONS = ['is', 'from', 'to'] as const;
type Condition = (typeof CONDITIONS)[number];

const columnOf = (name: string): string => name.replace(/\.(from|to)$/, '');

/** What the address says of columns that there are. */
export const filtersIn = (columns: Columns): readonly (readonly [name: string, value: string])[] =>
  [...place.value.query].filter(([name]) => Object.hasOwn(columns, columnOf(name)));

export function RowFilters({ columns }: { readonly columns: Columns }) {
  const texts = t().data;
  return (
    <>
      <Adding columns={columns} />
      <ul class="legend filters-on">
        {filtersIn(columns).map(([name, value]) => {
          const told = wordsFor(columns, name, value);
          return (
            <li key={name}>
              <button
                type="button"
                aria-label={texts.remove(told)}
                onClick={() => say({ [name]: undefined })}
              >
                {told} <span aria-hidden="true">×</span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function wordsFor(columns: Columns, name: string, value: string): string {
  const column = columnOf(name);
  const condition: Condition = name.endsWith('.from') ? 'from' : name.endsWith('.to') ? 'to' : 'is';
  return `${columns[column]?.label ?? column} ${t().data.conditions[condition]} ${value}`;
}

function Adding({ columns }: { readonly columns: Columns }) {
  const names = Object.keys(columns);
  const [column, setColumn] = useState(names[0] ?? '');
  const [condition, setCondition] = useState<Condition>('is');
  const [value, setValue] = useState('');
  const texts = t().data;
  const add = (): void => {
    if (value.trim() === '') return;
    say({ [condition === 'is' ? column : `${column}.${condition}`]: value.trim() });
    setValue('');
  };
  return (
    <form
      class="filters"
      aria-label={texts.filter}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field label={texts.column}>
        {(field) => (
          <select {...field} value={column} onChange={(e) => setColumn(e.currentTarget.value)}>
            {names.map((name) => (
              <option key={name} value={name}>
                {columns[name]?.label ?? name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={texts.condition}>
        {(field) => (
          <select
            {...field}
            value={condition}
            onChange={(e) => setCondition(CONDITIONS.find((one) => one === e.currentTarget.value) ?? 'is')}
          >
            {CONDITIONS.map((one) => (
              <option key={one} value={one}>
                {texts.conditions[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={texts.value}>
        {(field) => <input {...field} value={value} onInput={(e) => setValue(e.currentTarget.value)} />}
      </Field>
      <button type="submit">{texts.add}</button>
    </form>
  );
}
