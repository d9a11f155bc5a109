/** Training rows grouped by their key. */
import type { FittedKeyPart } from './fitted.ts';
import { fitPrefix } from './prefix.ts';
import type { KeyPart } from './specification.ts';
import type { TableKeys } from './table-keys.ts';

export interface Grouping {
  readonly key: readonly FittedKeyPart[];
  /** Distinct keys in the order of their first row. */
  readonly keys: readonly string[];
  /** For each row of the table the number of its key; -1 where a part is missing, and in rows not for training. */
  readonly groupOf: Int32Array;
}

/** Groups the given rows; the keys of all other rows are not looked at. */
export function groupRows(key: readonly KeyPart[], table: TableKeys, rows: Int32Array): Grouping {
  const fitted = key.map((part) => (typeof part === 'string' ? part : learnPrefix(part, table, rows)));
  const { numbers, texts, whole } = table.of(fitted);
  const groupOf = new Int32Array(numbers.length).fill(-1);
  const groupOfText = new Int32Array(texts.length).fill(-1);
  const keys: string[] = [];
  for (const row of rows) {
    const at = numbers[row] as number;
    if (!whole[at]) continue;
    if ((groupOfText[at] as number) < 0) groupOfText[at] = keys.push(texts[at] as string) - 1;
    groupOf[row] = groupOfText[at] as number;
  }
  return { key: fitted, keys, groupOf };
}

function learnPrefix(part: Exclude<KeyPart, string>, table: TableKeys, rows: Int32Array): FittedKeyPart {
  const { numbers, texts } = table.of([part.column]);
  const present = new Uint8Array(texts.length);
  for (const row of rows) present[numbers[row] as number] = 1;
  return fitPrefix(
    part,
    texts.filter((_, at) => present[at] === 1),
  );
}
