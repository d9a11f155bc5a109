/** ingest: makes a batch durable. The object stays as it came, every record becomes a raw row of text. */
import { PermanentError } from '../../shared/events/errors.ts';
import type { Event } from '../../shared/events/event.ts';
import { batchReceived, batchStored } from '../../shared/events/types.ts';
import { fileRows } from '../../shared/rows/reading/file.ts';
import { limits } from '../../shared/rows/reading/limits.ts';
import { elementOf, objectRows } from '../../shared/rows/reading/object-rows.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { copyIn } from '../../shared/store/copy.ts';
import { keyPart } from '../../shared/store/keys.ts';
import { type Address, addressOf, uriOf } from '../../shared/store/objects.ts';
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
      ? objectRows([data.rows.map(elementOf)], dataset, limits, 'json')
      : await fileRows(
          await openFile(objects, address),
          { filename: data.filename ?? address.key, ...data },
          dataset,
          limits,
        ).catch(refused);
    const rows = rawRows(batch, file.columns.length, limits);
    await copyIn(sql, copyStatement(dataset, file.columns), rows.chunks(file.feed(rows))).catch(refused);
    const received = rows.count();
    if (received === 0) throw new PermanentError('the batch has no rows');
    if (data.rows) await objects.put(address, data.rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await closeBatch(sql, batch, { object: uriOf(address), received, reading: file.reading });
    log.info({ batch: batch.id, received }, 'batch stored');
    emit(batchStored, { batch: batch.id, received }, { subject: batch.id });
  },
);

/** Where the batch is as it came, or will be kept when its rows ride in the event. */
function addressFor({ dataref, dataset }: Event, batch: string, inline: boolean): Address {
  if (inline && dataref) throw new PermanentError('the event has rows and a dataref: send one of them');
  if (inline) return { bucket: 'data-raw', key: `${dataset}/${keyPart(`${batch}.ndjson`)}` };
  if (!dataref)
    throw new PermanentError(
      'the event has neither rows nor a dataref (extension attribute, s3://data-raw/<key>)',
    );
  const address = permanent(() => addressOf(dataref));
  if (address.bucket !== 'data-raw')
    throw new PermanentError(
      `the dataref is in the bucket ${address.bucket}: batches are read from data-raw`,
    );
  return address;
}

function permanent<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new PermanentError((cause as Error).message, { cause });
  }
}

serveStages('ingest', ingest);
