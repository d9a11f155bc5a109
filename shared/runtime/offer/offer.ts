/**
 * Takes a batch at the door: what can be seen to be wrong is refused here, the rest is passed on to the ingest broker,
 * which answers when the batch is durable. A broker of Knative takes any event, and answers nothing.
 */

import type { Dataset } from '../../datasets/declaration.ts';
import { datasets } from '../../datasets/index.ts';
import { didYouMean } from '../../datasets/nearest.ts';
import { binaryHeaders } from '../../events/codec.ts';
import { PermanentError } from '../../events/errors.ts';
import type { DataOf, Event } from '../../events/event.ts';
import { addressFor, batchNameOf } from '../../events/offered.ts';
import { batchReceived } from '../../events/types.ts';
import { checkData } from '../../events/wire.ts';
import type { ObjectStore } from '../../store/objects.ts';
import { mustReach } from '../access/admit.ts';
import type { Answer, HttpRequest } from '../http/http.ts';
import { accepted } from './accepted.ts';
import { offeredBy } from './offered-by.ts';
import { passOn } from './pass-on.ts';
import { type OfferedFile, readOffered, type Sendable } from './read.ts';
import { checkRows } from './rows.ts';
import { store } from './upload.ts';

export interface Door {
  /** Address of the ingest broker. */
  readonly broker: string | undefined;
  /** Asked for when a file is posted. */
  objects(): ObjectStore;
}

/**
 * Events in binary or structured mode, with rows or a `dataref`; in binary mode also with the file itself as the body.
 * @returns 202 with the name of the batch and where to follow it, or what the broker answered
 * @throws HttpError 403 for whose roles are not for its data set; 411, 413, 415; BadEvent for what is no event; PermanentError for one that would never be taken
 */
export async function offer(request: HttpRequest, { broker, objects }: Door): Promise<Answer> {
  const offered = await readOffered(request);
  const { event } = offered;
  const dataset = namedDataset(event);
  mustReach(request.principal, dataset.name);
  const batch = batchNameOf(event);
  const sendable =
    'file' in offered
      ? await withDataref(offered, dataset.name, objects)
      : await checked(offered, dataset, batch);
  const refusal = await passOn(request, offeredBy(request.principal, sendable), broker);
  return refusal ?? accepted(request, dataset.name, batch);
}

/** @throws PermanentError when it is not about a batch of a data set that there is */
function namedDataset({ type, dataset: name }: Event): Dataset {
  if (type !== batchReceived.type)
    throw new PermanentError(
      `the type is "${type}", which nobody takes here${didYouMean(type, [batchReceived.type])}; send ${batchReceived.type}`,
    );
  const names = datasets().map((dataset) => dataset.name);
  const there = `there are: ${names.join(', ')}`;
  if (name === undefined)
    throw new PermanentError(`the event names no data set (extension attribute dataset), ${there}`);
  const dataset = datasets().find((known) => known.name === name);
  if (!dataset)
    throw new PermanentError(`no data set "${name.slice(0, 100)}", ${there}${didYouMean(name, names)}`);
  return dataset;
}

/** @throws PermanentError when the data do not fit their schema, or the rows are nowhere or not of the data set */
async function checked(
  { event, ...sendable }: Sendable & { readonly event: Event },
  dataset: Dataset,
  batch: string,
): Promise<Sendable> {
  if (Array.isArray(event.data))
    throw new PermanentError('the data is a list: send {"rows": [...]}, or the file as text/csv or NDJSON');
  const { data } = checkData(batchReceived, event) as Event<DataOf<typeof batchReceived>>;
  addressFor(event, batch, data.rows !== undefined);
  if (data.rows) await checkRows(data.rows, dataset);
  return sendable;
}

/** The file goes to the object store, and the event says where it is. */
async function withDataref(
  { event, attributes, file }: OfferedFile,
  dataset: string,
  objects: Door['objects'],
): Promise<Sendable> {
  if (event.dataref) throw new PermanentError('the event has a file and a dataref: send one of them');
  const { body, bytes, mediaType } = file;
  const dataref = await store(objects(), dataset, 'body', body, bytes);
  const told = { ...attributes, dataref, datacontenttype: 'application/json' };
  return { headers: binaryHeaders(told), body: JSON.stringify({ mediaType }) };
}
