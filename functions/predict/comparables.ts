/** POST /comparables: the rows that the model learned from that are most like this one to it, with what became true. */
import type { Model } from '../../shared/ml/models/model.ts';
import { likenessOf, type ShownRow } from '../../shared/ml/neighbours/likeness.ts';
import { nearestRows } from '../../shared/ml/neighbours/neighbours.ts';
import type { Matrix } from '../../shared/ml/table.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http.ts';
import { readComparables } from '../../shared/tracking/comparables.ts';
import type { ModelAnswer } from './answers.ts';
import { readInput, summaryOf } from './input.ts';
import { requestIdOf } from './request-id.ts';
import { modelOf, type Service } from './service.ts';
import { tableOf } from './table.ts';

export interface Comparable {
  /** 1 is alike in every term of the model. */
  readonly similarity: number;
  readonly row: ShownRow;
}

/** @param x features of one row @param asked the same row as it was given */
export type Comparables = (x: Matrix, asked: ShownRow, count: number) => Comparable[];

const FEW = 5;
const MOST = 50;
/** Rows among which likeness to people decides too: so many are about as alike to the model. */
const CANDIDATES = 50;

export async function comparables(service: Service, request: HttpRequest): Promise<Answer> {
  const model = modelOf(service);
  const count = countOf(request);
  const input = await readInput(service.dataset, request);
  const find = await model.comparables();
  const { graph, answers, metadata } = model;
  const outputs = await graph.run(tableOf(graph.inputs, [input.row]), [...answers.wanted, 'features']);
  const x = { rows: 1, names: metadata.featureNames, data: outputs.features as Float32Array };
  return json({
    ...(answers.of(outputs, 1)[0] as ModelAnswer),
    comparables: find(x, input.row, count).map(({ similarity, row }) => {
      const { [metadata.target]: actual, ...known } = row;
      return { similarity, [metadata.target]: actual, row: known };
    }),
    model_version: metadata.version,
    input_summary: summaryOf(input, model),
    request_id: requestIdOf(request),
  });
}

/** @throws HttpError 422 when ?k= is no whole number from 1 to 50 */
function countOf({ query }: HttpRequest): number {
  const count = Number(query.get('k') ?? FEW);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw new HttpError(
    422,
    `k is "${query.get('k')?.slice(0, 100)}": expected a whole number from 1 to ${MOST}`,
  );
}

/**
 * The rows that are most alike to the model, in the order of that and of how alike they are to people: of two houses
 * that the model can hardly tell apart, the one in the same town says more.
 *
 * @throws when the bytes are no comparables of this model
 */
export function comparablesFrom(bytes: Buffer, model: Model): Comparables {
  const { codes, count: known, row, spreads } = readComparables(bytes);
  return (x, asked, count) => {
    const candidates = nearestRows(model, codes, x, known, CANDIDATES).map(({ row: index, similarity }) => {
      const shown = row(index);
      return { similarity, row: shown, rank: similarity + likenessOf(asked, shown, spreads) };
    });
    candidates.sort((a, b) => b.rank - a.rank);
    return candidates.slice(0, count).map(({ similarity, row: shown }) => ({ similarity, row: shown }));
  };
}
