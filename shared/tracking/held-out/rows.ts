/** The rows that versions are judged on. */
import { type Table, takeRows } from '../../ml/table.ts';
import type { CleanRows } from '../../store/clean-rows.ts';
import { rowsOf } from '../parts.ts';

/**
 * The test part of a training's own snapshot: the newest rows are among them, and no version ever learned from them.
 *
 * @throws Error when there are none
 */
export function heldOutRows({ table, bucket }: CleanRows): Table {
  const rows = rowsOf(bucket, 'test');
  if (rows.length === 0) throw new Error('no held-out rows: the data set is too small to judge a model');
  return takeRows(table, rows);
}
