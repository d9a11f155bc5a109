/** A file as a table of text; what a browser cannot read, the server reads for it. */
import type { PredictForm } from '../../../../../../shared/api/predicting.ts';
import { reached, refusalOf } from '../../../data/ask.ts';
import { pathOf, withQuery } from '../../../shell/place.ts';
import { type TableFile, tableIn } from './table.ts';
import { isForServer } from './text-file.ts';

/** @returns undefined where there is not even a header @throws Refused */
export async function opened(
  file: File,
  form: PredictForm,
  stop: AbortSignal,
): Promise<TableFile | undefined> {
  const text = (await isForServer(file)) ? await asCsv(file, form.dataset, stop) : file;
  return await tableIn(text, form, stop);
}

async function asCsv(file: File, dataset: string, signal: AbortSignal): Promise<Blob> {
  const path = withQuery(`/api${pathOf('datasets', dataset, 'as-csv')}`, { filename: file.name });
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await reached(path, { method: 'POST', headers, body: file, signal });
  if (!answer.ok) throw await refusalOf(answer);
  return await answer.blob();
}
