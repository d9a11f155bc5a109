/** What Prometheus learns of predictions, beside what every function tells. */
import { Gauge } from 'prom-client';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { counter, histogram } from '../../shared/runtime/instruments.ts';
import type { ModelAnswer } from './answers.ts';
import { valueBuckets } from './value-buckets.ts';

export const predictions = counter({
  name: 'marea_predictions_total',
  help: 'Rows that a model has answered, by the route that asked',
  labelNames: ['route'],
});

export const runRows = histogram({
  name: 'marea_model_run_rows',
  help: 'Rows of one run of the model: concurrent requests share a run',
  labelNames: [],
  buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
}).with({});

export const unknownValues = counter({
  name: 'marea_unknown_values_total',
  help: 'Values that the model had never seen, by column',
  labelNames: ['column'],
});

/** @param unknown of one row, by column */
export function countUnknown(unknown: Readonly<Record<string, string>> | undefined): void {
  for (const column in unknown) unknownValues.with({ column }).value += 1;
}

const logEntries = counter({
  name: 'marea_inference_log_entries_total',
  help: 'Entries of the inference log that were sent, and that could not be taken',
  labelNames: ['outcome'],
});
export const sentEntries = logEntries.with({ outcome: 'sent' });
export const droppedEntries = logEntries.with({ outcome: 'dropped' });

const feedbackWords = counter({
  name: 'marea_predict_feedback_total',
  help: 'True answers that came back, by whether this replica had answered the prediction lately',
  labelNames: ['known'],
});
const feedbackKnown = feedbackWords.with({ known: 'true' });
const feedbackUnknown = feedbackWords.with({ known: 'false' });

export function countFeedback(isKnown: boolean, words: number): void {
  (isKnown ? feedbackKnown : feedbackUnknown).value += words;
}

const predictedValue = histogram({
  name: 'marea_predicted_value',
  help: 'Answers of a regression, in the unit of its target',
  labelNames: ['dataset'],
  buckets: ({ dataset }) => valueBuckets(datasetNamed(dataset)),
});

const predictedClass = counter({
  name: 'marea_predicted_class_total',
  help: 'Answers of a classification, by label',
  labelNames: ['dataset', 'label'],
});

const modelVersion = new Gauge({
  name: 'marea_model_version',
  help: 'The model version that answers',
});

const modelInfo = new Gauge({
  name: 'marea_model_info',
  help: 'Always 1: which version of the model of which data set answers',
  labelNames: ['dataset', 'version'] as const,
});

const modelLoadSeconds = new Gauge({
  name: 'marea_model_load_duration_seconds',
  help: 'Time that loading the model took, from the object store to the first answer',
});

/** This version answers from now on, and no other. */
export function loaded(dataset: string, version: number, seconds: number): void {
  modelVersion.set(version);
  modelInfo.reset();
  modelInfo.set({ dataset, version: String(version) }, 1);
  modelLoadSeconds.set(seconds);
}

const routes = {
  predict: predictions.with({ route: 'predict' }),
  batch_predict: predictions.with({ route: 'batch_predict' }),
  infer: predictions.with({ route: 'infer' }),
};

type CountAnswer = (answer: ModelAnswer) => void;
const counting = new Map<string, CountAnswer>();

/** Counts what a model has answered: how many rows, and what. */
export function countAnswers(
  dataset: Dataset,
  route: keyof typeof routes,
  answers: readonly ModelAnswer[],
): void {
  routes[route].value += answers.length;
  let count = counting.get(dataset.name);
  if (!count) {
    count = countingOf(dataset);
    counting.set(dataset.name, count);
  }
  for (const answer of answers) count(answer);
}

function countingOf({ name: dataset, target }: Dataset): CountAnswer {
  if (target.task === 'regression') {
    const values = predictedValue.with({ dataset });
    return (answer) => values.observe(answer[target.column] as number);
  }
  const labels = new Map(target.classes.map((label) => [label, predictedClass.with({ dataset, label })]));
  return (answer) => {
    const series = labels.get(answer.label as string);
    if (series) series.value += 1;
  };
}
