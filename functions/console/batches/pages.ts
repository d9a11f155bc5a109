/** Batches page by page, and what there is to read of one beside its report. */
import type { BatchDrift, BatchPage, RejectedRows } from '../../../shared/api/batch-pages.ts';
import type { BatchReport } from '../../../shared/rows/drift/compare.ts';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { batchNamed, pageOfBatches } from '../../../shared/tracking/batch-lines.ts';
import type { BatchOutcome } from '../../../shared/tracking/batches.ts';
import { driftReportOf } from '../../../shared/tracking/drift-checks.ts';
import { rejectedRows } from '../../../shared/tracking/rejected-rows.ts';
import { onWire } from '../on-wire.ts';
import { knownDataset, limitOf, partsAfter } from '../path.ts';
import { momentOf, oneOf, textOf, wholeOf } from '../query.ts';
import { told } from '../viewing.ts';

const OUTCOMES: readonly (BatchOutcome | 'open')[] = [
  'open',
  'promoted',
  'rejected',
  'not trained',
  'rolled back',
  'training failed',
  'held',
  'discarded',
  'retracted',
];

export async function batchPage(request: HttpRequest): Promise<Answer> {
  const { name: dataset } = knownDataset(request.query.get('dataset'));
  const limit = limitOf(request, 50);
  const filter = {
    outcome: oneOf(request, 'outcome', OUTCOMES),
    since: momentOf(request, 'since'),
    before: textOf(request, 'before'),
    limit,
  };
  return await told(async (sql) => {
    const batches = await pageOfBatches(sql, dataset, filter);
    const next = batches.length < limit ? null : (batches.at(-1)?.id ?? null);
    return { dataset, batches: onWire(batches), next } satisfies BatchPage;
  });
}

export async function rejectedPage(request: HttpRequest): Promise<Answer> {
  const { dataset, batch } = batchIn(request, 'rejected');
  const limit = limitOf(request, 100);
  const page = { reason: textOf(request, 'reason'), after: wholeOf(request, 'after') ?? 0, limit };
  return await told(async (sql) => {
    if (!(await batchNamed(sql, dataset, batch))) throw noBatch(dataset, batch);
    const rows = await rejectedRows(sql, dataset, batch, page);
    const next = rows.length < limit ? null : (rows.at(-1)?.row ?? null);
    return { dataset, batch, rows, next } satisfies RejectedRows;
  });
}

export async function batchDrift(request: HttpRequest): Promise<Answer> {
  const { dataset, batch } = batchIn(request, 'drift');
  return await told(async (sql) => {
    const check = await driftReportOf(sql, dataset, batch);
    if (!check) throw new HttpError(404, `the batch "${batch}" of ${dataset} was not checked for drift`);
    const { report, ...line } = check;
    return { dataset, ...onWire(line), report: report as Partial<BatchReport> } satisfies BatchDrift;
  });
}

function batchIn(request: HttpRequest, tail: string): { readonly dataset: string; readonly batch: string } {
  const [dataset, batch = '', last] = partsAfter(request, '/api/batches/', 3);
  if (last !== tail) throw new HttpError(404, `there is nothing at ${request.path}`);
  return { dataset: knownDataset(dataset).name, batch };
}

const noBatch = (dataset: string, batch: string): HttpError =>
  new HttpError(404, `no batch "${batch}" of ${dataset}`);
