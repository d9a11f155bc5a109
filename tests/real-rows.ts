/** The rows that are learned from, of a real file, made without a database as `clean` and `train` make them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Dataset } from '../shared/datasets/declaration.ts';
import { withHistory } from '../shared/datasets/history.ts';
import { csvObjects } from '../shared/formats/index.ts';
import { takeRows } from '../shared/ml/table.ts';
import { frameColumn } from '../shared/rows/cleaning/frame.ts';
import { bucketFor } from '../shared/rows/cleaning/identity.ts';
import { processor } from '../shared/rows/cleaning/process.ts';
import type { ReadColumn } from '../shared/rows/cleaning/read-column.ts';
import type { CleanRows } from '../shared/store/clean-rows.ts';
import { realFile } from './services.ts';

/** In the order of their identities, as they are read from the database; undefined when the file is not there. */
export function realRows(dataset: Dataset): CleanRows | undefined {
  const file = realFile(`${dataset.name}.csv.gz`);
  if (!file) return undefined;
  const records = [...csvObjects(gunzipSync(readFileSync(file)))].flat();
  const { candidates, columns, read } = processor(dataset)({
    rows: records.length,
    rowNumbers: records.map((_, row) => row + 1),
    malformed: records.map(() => ''),
    columns: Object.keys(dataset.columns).map((name) =>
      frameColumn(records.map((record) => record[name] ?? '')),
    ),
  });
  const { rows, identities } = candidates;
  const order = [...rows.keys()].sort((a, b) => ((identities[a] ?? '') < (identities[b] ?? '') ? -1 : 1));
  const sorted = order.map((place) => rows[place] as number);
  const group = dataset.group.map((name) => read[name] as ReadColumn);
  const bucket = Uint8Array.from(order, (place) => {
    const row = rows[place] as number;
    return bucketFor(
      group.map(({ codes, texts }) => texts[codes[row] as number] as string),
      identities[place] as string,
    );
  });
  return { table: withHistory(dataset, takeRows({ columns }, sorted), bucket), bucket };
}
