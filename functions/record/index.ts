/** The inference log: what was asked of a model, what it answered, and what turned out to be true. */
import { touchKeys } from '../../shared/access/keys.ts';
import { keyIdsIn } from '../../shared/access/principal.ts';
import { inferenceLogged } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { matchFeedback, recordFeedback, takeTurn } from './feedback.ts';
import { recordPredictions } from './predictions.ts';

export const record = stage(
  { name: 'record', on: inferenceLogged, emits: [] },
  async ({ predictions, feedback = [] }, { sql, dataset: { name } }) => {
    await takeTurn(sql, name, feedback.length > 0);
    await recordPredictions(sql, name, predictions);
    await touchKeys(sql, keyIdsIn(predictions.flatMap(({ principal }) => principal ?? [])));
    await recordFeedback(sql, name, feedback);
    const ids = [...predictions, ...feedback].map(({ requestId }) => requestId);
    await matchFeedback(sql, name, ids);
  },
);

serveStages('record', record);
