/** Predictions that are in the log, and true answers that have come back: how many there ever were. */
import { counter, type Group, namesOf } from './group.ts';

interface Total {
  readonly dataset: string;
  readonly what: 'predicted' | 'told';
  readonly total: number;
}

export const predictions: Group = {
  name: 'predictions',
  async read(sql, datasets) {
    const totals = await sql<Total[]>`
      select dataset, what, sum(total)::float8 as total from marea.totals
      where what in ('predicted', 'told') group by dataset, what`;
    const each = (what: Total['what']) =>
      namesOf(datasets).map((dataset) => ({
        labels: { dataset },
        value: totals.find((row) => row.dataset === dataset && row.what === what)?.total ?? 0,
      }));
    return [
      counter(
        'marea_logged_predictions_total',
        'Predictions that are in the log, or have been',
        each('predicted'),
      ),
      counter('marea_feedback_total', 'True answers that came back to earlier predictions', each('told')),
    ];
  },
};
