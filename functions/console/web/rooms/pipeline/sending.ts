/** A file as it is looked at and as it is offered: the same that the command line does. */
import type { BatchAnswer } from '../../../../../shared/api/batches.ts';
import type { Upload } from '../../../../../shared/api/changes.ts';
import type { FileCheck } from '../../../../../shared/api/check.ts';
import { ask, reached, refusalOf } from '../../data/ask.ts';
import { Refused } from '../../data/refused.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';

/** By which names files are offered; what they really are shows when they are read. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/octet-stream',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  gz: 'application/gzip',
};

const typeOf = ({ name }: File): string =>
  TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';

/** What would become of it; nothing is stored. @throws Refused */
export async function checked(dataset: string, file: File): Promise<FileCheck> {
  const path = withQuery('/api/check', { dataset, filename: file.name });
  return await answerOf<FileCheck>(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': typeOf(file) },
    body: file,
  });
}

/**
 * Uploads it, and offers it as a batch.
 * @param batch what it is called from now on. @throws Refused, also when there is a batch of that name already
 */
export async function offered(dataset: string, file: File, batch: string): Promise<void> {
  if (await isThere(dataset, batch)) throw new Refused(409, t().upload.isThere(batch));
  const upload = await answerOf<Upload>(`/api${pathOf('uploads', dataset, file.name)}`, {
    method: 'PUT',
    headers: { accept: 'application/json', 'content-type': typeOf(file) },
    body: file,
  });
  await answerOf('/ingest', {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-type': 'dev.marea.batch.received',
      'ce-source': `/marea/console/${dataset}`,
      'ce-id': batch,
      'ce-subject': batch,
      'ce-time': new Date().toISOString(),
      'ce-dataset': dataset,
      'ce-dataref': inHeader(upload.dataref),
    },
    body: JSON.stringify({ origin: 'source', filename: file.name }),
  });
}

/** An event that was taken is not taken again: nothing would come of the file. Who may not look finds out by the answer. */
async function isThere(dataset: string, batch: string): Promise<boolean> {
  try {
    return 'outcome' in (await ask<BatchAnswer>(`/api${pathOf('batches', dataset, batch)}`));
  } catch (error) {
    if (error instanceof Refused && (error.status === 404 || error.status === 403)) return false;
    throw error;
  }
}

/** As attributes of events are written in headers. */
const inHeader = (value: string): string => value.replace(/[^!#$&-~]/gu, encodeURIComponent);

async function answerOf<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await reached(path, init);
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as T;
}

/** What an event may be called in a header, and a page in an address. */
export const isName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text);

/** 'listings-20261130-2234': the file's name and the minute, in UTC. */
export function nameFor({ name }: File, now = new Date()): string {
  const stem = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replace(/(\.[a-z]+)+$/i, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  const minute = now.toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${stem.slice(0, 60) || 'batch'}-${minute}`;
}
