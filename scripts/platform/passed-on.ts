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
] as const;

export function passedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(PASSED.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
