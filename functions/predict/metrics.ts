/** What Prometheus learns of predictions, beside what every function tells. */
import { Counter, Gauge, Histogram } from 'prom-client';

export const predictions = new Counter({
  name: 'marea_predictions_total',
  help: 'Rows that a model has answered, by the route that asked',
  labelNames: ['route'] as const,
});

export const runRows = new Histogram({
  name: 'marea_model_run_rows',
  help: 'Rows of one run of the model: concurrent requests share a run',
  buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
});

export const unknownValues = new Counter({
  name: 'marea_unknown_values_total',
  help: 'Values that the model had never seen, by column',
  labelNames: ['column'] as const,
});

export const logEntries = new Counter({
  name: 'marea_inference_log_entries_total',
  help: 'Entries of the inference log that were sent, and that could not be taken',
  labelNames: ['outcome'] as const,
});

export const modelVersion = new Gauge({
  name: 'marea_model_version',
  help: 'The model version that answers',
});

export const modelLoadSeconds = new Gauge({
  name: 'marea_model_load_duration_seconds',
  help: 'Time that loading the model took, from the object store to the first answer',
});
