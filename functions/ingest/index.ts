/** ingest: makes a batch durable. The object stays as it came, every record becomes a raw row of text. */
import { PermanentError } from '../../shared/events/errors.ts';
import { addressFor } from '../../shared/events/offered.ts';
import { batchReceived, batchStored } from '../../shared/events/types.ts';
import { fileRows } from '../../shared/rows/reading/file.ts';
import { limits } from '../../shared/rows/reading/limits.ts';
import { withoutLongValues } from '../../shared/rows/reading/long-values.ts';
import { elementOf, objectRows } from '../../shared/rows/reading/object-rows.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { copyIn } from '../../shared/store/copy.ts';
import { uriOf } from '../../shared/store/objects.ts';
import { closeBatch } from '../../shared/tracking/ledger.ts';
import { batchOf, openBatch } from './batch.ts';
import { openFile } from './object.ts';
import { copyStatement, rawRows } from './raw-rows.ts';
import { refused } from './refused.ts';

export const ingest = stage(
  { name: 'ingest', on: batchReceived, emits: [batchStored] },
  async (data, { event, dataset, sql, objects, log, trace, emit }) => {
    const batch = batchOf(event, data);
    await openBatch(sql, batch, { event, filename: data.filename, trace });
    const address = addressFor(event, batch.id, data.rows !== undefined);
    const file = data.rows
      ? withoutLongValues(objectRows([data.rows.map(elementOf)], dataset, limits, 'json'), limits.value)
      : await fileRows(
          await openFile(objects, address),
          { filename: data.filename ?? address.key, ...data },
          dataset,
          limits,
        ).catch(refused);
    const rows = rawRows(batch, file.columns.length, limits);
    await copyIn(sql, copyStatement(dataset, file.columns), rows.chunks(file.feed(rows)))
      .catch(refused)
      .finally(() => file.close?.());
    const received = rows.count();
    if (received === 0) throw new PermanentError('the batch has no rows');
    if (data.rows) await objects.put(address, data.rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await closeBatch(sql, batch, { object: uriOf(address), received, reading: file.reading });
    log.info({ batch: batch.id, received }, 'batch stored');
    emit(batchStored, { batch: batch.id, received }, { subject: batch.id });
  },
);

serveStages('ingest', ingest);
