/** POST /comparables: the rows that the model learned from that are most like this one to it, with what became true. */
import { isoDay } from '../../shared/datasets/day.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { ShownRow } from '../../shared/ml/neighbours/likeness.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import type { ModelAnswer } from './answers.ts';
import { readInput, summaryOf } from './input.ts';
import { callersId } from './request-id.ts';
import { modelOf, type Service } from './service.ts';
import { tableOf } from './table.ts';

const FEW = 5;
const MOST = 50;

export async function comparables(service: Service, request: HttpRequest, body: unknown): Promise<Answer> {
  const model = modelOf(service);
  const count = countOf(request);
  const input = readInput(service.dataset, body);
  const find = await model.comparables();
  const { graph, answers, metadata, comparedBy } = model;
  const outputs = await graph.run(tableOf(graph.inputs, [input.row]), [...answers.wanted, comparedBy]);
  const data = outputs[comparedBy] as Float32Array;
  const x = { rows: 1, names: Array.from(data, (_, at) => String(at)), data };
  return json({
    ...(answers.of(outputs, 1)[0] as ModelAnswer),
    comparables: find(x, input.row, count).map(({ similarity, likeness, row }) => {
      const { [metadata.target]: actual, ...known } = row;
      return { similarity, likeness, [metadata.target]: actual, row: withDates(service.dataset, known) };
    }),
    model_version: metadata.version,
    input_summary: summaryOf(input, model),
    request_id: callersId(request.headers),
  });
}

/** Days as people write them: in the index they are numbers. */
function withDates({ columns }: Dataset, row: ShownRow): ShownRow {
  const cells = Object.entries(row).map(([name, value]) => [
    name,
    columns[name]?.type === 'date' && typeof value === 'number' ? isoDay(value) : value,
  ]);
  return Object.fromEntries(cells);
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
