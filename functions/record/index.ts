/** The inference log: what was asked of a model, what it answered, and what turned out to be true. */
import { inferenceLogged } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { stage } from '../../shared/runtime/stage.ts';
import { recordFeedback } from './feedback.ts';
import { recordPredictions } from './predictions.ts';

export const record = stage(
  { name: 'record', on: inferenceLogged, emits: [] },
  async ({ predictions, feedback }, { sql, dataset }) => {
    await recordPredictions(sql, dataset.name, predictions);
    await recordFeedback(sql, dataset.name, feedback ?? []);
  },
);

serveStages('record', record);
