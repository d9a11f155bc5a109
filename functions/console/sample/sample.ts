/**
 * POST /api/datasets/<dataset>/sample: made-up rows, enough for a first model, offered as a producer would. They are the
 * same each time, in the same events: who asks twice has them once.
 */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Sample } from '../../../shared/api/sample.ts';
import { binaryHeaders } from '../../../shared/events/codec.ts';
import { batchReceived } from '../../../shared/events/types.ts';
import { configuration } from '../../../shared/runtime/configuration.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { offeredBy } from '../../../shared/runtime/offer/offered-by.ts';
import { passOn } from '../../../shared/runtime/offer/pass-on.ts';
import { store } from '../../../shared/runtime/offer/upload.ts';
import { objects } from '../../../shared/runtime/resources.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { KEYS, type Source } from './source.ts';
import { syntheticSource } from './synthetic.ts';

/** Of the data sets that have one. Two batches of so many reach the 20,000 clean rows of a first training. */
const SAMPLES: Readonly<Record<string, () => Source>> = {
  realtor: () => syntheticSource({ seed: 42, batches: 2, rows: 12_000 }),
};
const READER = { group: 1, day: 'Tuesday' };

export async function bringSample(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  const source = Object.hasOwn(SAMPLES, name) ? SAMPLES[name]?.() : undefined;
  if (!source)
    throw new HttpError(404, `there is no sample of ${name}, only of ${Object.keys(SAMPLES).join(', ')}`);
  const batches: string[] = [];
  for (let number = 1; number <= source.batches; number++) {
    const batch = `sample-${number}`;
    const refusal = await offerOne(request, name, batch, csvOf(source, number));
    if (refusal) return refusal;
    batches.push(batch);
  }
  return json({ dataset: name, batches } satisfies Sample, 202);
}

/** @returns what the broker answers where it does not take it */
async function offerOne(
  request: HttpRequest,
  dataset: string,
  batch: string,
  csv: string,
): Promise<Answer | undefined> {
  const packed = await promisify(gzip)(csv);
  const filename = `${batch}.csv.gz`;
  const dataref = await store(objects(), dataset, filename, Readable.from([packed]), packed.length);
  const attributes = {
    specversion: '1.0',
    id: batch,
    source: '/marea/sample',
    type: batchReceived.type,
    subject: batch,
    dataset,
    dataref,
    datacontenttype: 'application/json',
  };
  const event = { headers: binaryHeaders(attributes), body: JSON.stringify({ origin: 'source', filename }) };
  return await passOn(request, offeredBy(request.principal, event), configuration().INGEST_URL);
}

/** With a header, as the file of a producer. */
function csvOf(source: Source, number: number): string {
  const lines = [KEYS.join(',')];
  for (const listing of source.batch(number, READER))
    lines.push(KEYS.map((key) => fieldOf(listing[key])).join(','));
  return `${lines.join('\n')}\n`;
}

function fieldOf(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
