/** The form of /docs: a field for each column that matters, filled with the data set's example. */
import type { ColumnDeclaration, Dataset } from '../../../shared/datasets/declaration.ts';
import { requestColumns } from '../../../shared/datasets/schema.ts';
import { escaped } from '../../../shared/page/html.ts';
import type { ModelMetadata } from '../../../shared/tracking/artifact.ts';

/** Longer lists would make the page heavy. */
const MOST_VALUES = 500;

/** @param model whose inputs are asked for, with the values that it has seen; all columns while there is none */
export function fieldsOf(dataset: Dataset, model?: Pick<ModelMetadata, 'inputs' | 'values'>): string {
  const used = new Set(model?.inputs.map(({ name }) => name));
  const known = model?.values ?? {};
  return requestColumns(dataset)
    .filter(([name]) => !model || used.has(name))
    .map(([name, column]) => field(name, column, dataset.example[name], known[name] ?? column.values ?? []))
    .join('\n');
}

function field(
  name: string,
  column: ColumnDeclaration,
  example: string | number | undefined,
  values: readonly string[],
): string {
  const list = values.length > 0 ? ` list="values-${escaped(name)}"` : '';
  const options = values.slice(0, MOST_VALUES).map((value) => `<option value="${escaped(value)}">`);
  const hint = [column.description, column.unit && `in ${column.unit}`].filter(Boolean).join('; ');
  return `<label><span>${escaped(column.label)}${column.unit ? ` <small>${escaped(column.unit)}</small>` : ''}</span>
<input name="${escaped(name)}" ${typeOf(column)} value="${escaped(String(example ?? ''))}"${list} title="${escaped(hint)}" autocomplete="off">
${list ? `<datalist id="values-${escaped(name)}">${options.join('')}</datalist>` : ''}</label>`;
}

/** As text even where it is a number: what the browser would refuse, the service explains. */
function typeOf({ type }: ColumnDeclaration): string {
  if (type === 'date') return 'type="date"';
  return type === 'number' || type === 'integer' ? 'inputmode="decimal"' : 'type="text"';
}
