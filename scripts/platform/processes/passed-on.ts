/** What a command that runs the platform hands on of its own environment. */

/** What the functions, and the platform itself, may be told by the environment. */
const PASSED = [
  'DATABASE_URL',
  'S3_ENDPOINT',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'S3_REGION',
  'DATA_API_URL',
  'DATASET_MODULES',
  'LOG_LEVEL',
  'SEARCH_TRIALS',
  'SEARCH_SECONDS',
  'SEARCH_SEED',
  'THREADS',
  'RECONCILE_AFTER_SECONDS',
  'TRAINING_HOURS',
  'INFERENCE_LOG_DAYS',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'OTEL_SDK_DISABLED',
] as const;

export function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(PASSED.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
