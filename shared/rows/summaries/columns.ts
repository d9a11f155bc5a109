/** Each declared column: how much of it is there, and how it is distributed. */
import type { ColumnDeclaration, Dataset } from '../../datasets/declaration.ts';
import type { Column, Table } from '../../ml/table.ts';
import { textProfile } from '../../stats/profile/text-profile.ts';
import type { ColumnSummary, NumberColumn, TextColumn } from './column-summary.ts';
import { histogram } from './histogram.ts';
import { presentSorted, summaryOf } from './summary.ts';

/** Values listed of a text column. */
const LISTED = 6;
/** A value that fewer rows have is not listed: it may tell of one person. */
const LEAST_ROWS = 10;

/** @param inputs names of the columns that the model takes */
export function columnSummaries(
  { columns, target, identity, group }: Dataset,
  table: Table,
  inputs: readonly string[],
): ColumnSummary[] {
  return Object.entries(columns).map(([name, declaration]) => {
    const column = table.columns[name];
    if (!column) throw new Error(`the rows have no column "${name}"`);
    const isInput = inputs.includes(name);
    const role = name === target.column ? 'target' : isInput ? 'input' : 'not used';
    const tellsWho = role === 'not used' && (identity.includes(name) || group.includes(name));
    const facts = factsOf(name, declaration, role);
    return column instanceof Float64Array
      ? numberColumn(facts, declaration, column)
      : textColumn(facts, column, tellsWho);
  });
}

type Facts = Pick<ColumnSummary, 'name' | 'label' | 'description' | 'unit' | 'role'>;

const factsOf = (name: string, declared: ColumnDeclaration, role: ColumnSummary['role']): Facts => ({
  name,
  label: declared.label,
  description: declared.description ?? null,
  unit: declared.unit ?? null,
  role,
});

function numberColumn(facts: Facts, { type }: ColumnDeclaration, column: Float64Array): NumberColumn {
  const sorted = presentSorted(column);
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  return {
    ...facts,
    kind: type === 'date' ? 'date' : 'number',
    count: sorted.length,
    missing: column.length - sorted.length,
    distinct,
    summary: summaryOf(sorted),
    bins: histogram(sorted),
  };
}

function textColumn(facts: Facts, column: Exclude<Column, Float64Array>, tellsWho: boolean): TextColumn {
  const { count, missing, distinct, values } = textProfile(column);
  const listed = tellsWho ? [] : values.slice(0, LISTED).filter(([, rows]) => rows >= LEAST_ROWS);
  const shown = listed.reduce((sum, [, rows]) => sum + rows, 0);
  return { ...facts, kind: 'text', count, missing, distinct, values: listed, other: count - shown };
}
