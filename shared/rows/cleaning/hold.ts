/** Whether a batch is learned from: not where too much of a column could not be read. */
import type { Dataset } from '../../datasets/declaration.ts';
import type { Unreadable, UnreadableColumn } from './unreadable.ts';

/** Of the values that are there in one column; see Dataset.unreadable. */
const SHARE = 0.05;
/** Fewer unreadable values than these are slips of a hand, whatever their share: no file is written so. */
const HANDFUL = 5;

/** @returns why the batch is held, as a sentence that says what to do; undefined when it is not */
export function reasonToHold(
  { columns, unreadable: share = SHARE }: Pick<Dataset, 'columns' | 'unreadable'>,
  unreadable: Unreadable,
): string | undefined {
  const over = Object.entries(unreadable).filter(
    ([, { values, of }]) => values >= HANDFUL && values > share * of,
  );
  if (over.length === 0) return undefined;
  const named = over.map(([name, column]) => `${columns[name]?.label ?? name} (${name}): ${worded(column)}`);
  return (
    `not learned from, as more than ${percent(share)} of a column cannot be read. ${named.join('; ')}. ` +
    'It stays so: take the batch back, and send the file again, mended, or as it is once the declaration says how such values are written'
  );
}

/** "12 of 40 values, such as "a", "b"". */
export function worded({ values, of, examples }: UnreadableColumn): string {
  const shown = examples.map((example) => JSON.stringify(example)).join(', ');
  return `${number(values)} of ${number(of)} values, such as ${shown}`;
}

const number = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
