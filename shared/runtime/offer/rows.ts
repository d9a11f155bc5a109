/** Rows that ride in an event are read at the door as `ingest` will read them, and go nowhere. */
import type { Dataset } from '../../datasets/declaration.ts';
import { PermanentError } from '../../events/errors.ts';
import { FormatError } from '../../formats/index.ts';
import { limits } from '../../rows/reading/limits.ts';
import { elementOf, objectRows } from '../../rows/reading/object-rows.ts';
import type { RowSink } from '../../rows/reading/row-file.ts';

const NOWHERE: RowSink = { record: () => {}, malformed: () => {} };

/** @throws PermanentError for what `ingest` would refuse: a field that the data set has not */
export async function checkRows(rows: readonly unknown[], dataset: Dataset): Promise<void> {
  try {
    const file = objectRows([rows.map(elementOf)], dataset, limits, 'json');
    for await (const _ of file.feed(NOWHERE));
  } catch (cause) {
    if (cause instanceof FormatError) throw new PermanentError(cause.message, { cause });
    throw cause;
  }
}
