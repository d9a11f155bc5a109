/** Which column names a row, and which names what several rows are of. */
import type { ColumnDraft } from './column-draft.ts';

export interface Keys {
  /** A column that differs in every row, and says nothing else. */
  readonly identity: string | undefined;
  readonly group: string | undefined;
}

const ROW_NAME = /^(id|index|row|rownum|row_?id|row_?names?|uuid|key|no|nr)$|(_|\b)(id|uuid|key)$/i;
const GROUP_NAME =
  /(patient|customer|client|user|person|subject|household|member|account|vehicle|player|pupil|student)/i;
/** A group of more rows than that is a category. */
const LARGEST_GROUP = 20;

/** @param rows of the sample */
export function keysOf(columns: readonly ColumnDraft[], rows: number): Keys {
  const identity = columns.find((column) => isRowKey(column, rows))?.name;
  const group = columns.find(
    ({ name, distinct, present, declaration: { type } }) =>
      name !== identity &&
      GROUP_NAME.test(name) &&
      (type === 'code' || type === 'text' || /(id|nbr|no|number|key)$/i.test(name)) &&
      distinct < present &&
      distinct * LARGEST_GROUP > present,
  )?.name;
  return { identity, group };
}

function isRowKey({ name, declaration: { type }, distinct, present, values }: ColumnDraft, rows: number) {
  if (distinct !== rows || present !== rows || rows < 2) return false;
  if (type === 'number' || type === 'date') return false;
  return ROW_NAME.test(name) || (type === 'integer' && isCounter(values));
}

/** Goes up by the same step from row to row. */
function isCounter(values: ArrayLike<number | string | null>): boolean {
  const step = Number(values[1]) - Number(values[0]);
  for (let row = 1; row < values.length; row++)
    if (Number(values[row]) - Number(values[row - 1]) !== step) return false;
  return step > 0;
}
