/** Predictions that are in the log, and true answers that have come back: how many there ever were. */
import { type Counted, totalsOf } from '../../shared/runtime/totals.ts';
import { unmatchedFeedback } from '../../shared/tracking/inference-log.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

/** The log of predictions leaves each second; a broker may hold it for longer. */
const ON_ITS_WAY_SECONDS = 600;

export const predictions: Group = {
  name: 'predictions',
  async read(sql, datasets) {
    const totals = await totalsOf(sql, ['predicted', 'told'], namesOf(datasets));
    const each = (what: Counted) =>
      namesOf(datasets).map((dataset) => ({
        labels: { dataset },
        value: totals.find((row) => row.dataset === dataset && row.what === what)?.total ?? 0,
      }));
    const unmatched = await unmatchedFeedback(sql, ON_ITS_WAY_SECONDS);
    return [
      gauge(
        'marea_feedback_unmatched',
        'True answers to predictions that the log does not have: of wrong ids, or of a log that was lost',
        namesOf(datasets).map((dataset) => ({
          labels: { dataset },
          value: unmatched.find((row) => row.dataset === dataset)?.words ?? 0,
        })),
      ),
      counter(
        'marea_logged_predictions_total',
        'Predictions that are in the log, or have been',
        each('predicted'),
      ),
      counter('marea_feedback_total', 'True answers that came back to earlier predictions', each('told')),
    ];
  },
};
