/** Predictions that are in the log, and true answers that have come back: how many there ever were. */
import { type Counted, totalsOf } from '../../shared/runtime/totals.ts';
import { counter, type Group, namesOf } from './group.ts';

export const predictions: Group = {
  name: 'predictions',
  async read(sql, datasets) {
    const totals = await totalsOf(sql, ['predicted', 'told'], namesOf(datasets));
    const each = (what: Counted) =>
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
