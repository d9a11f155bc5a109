/** What a function's process is told by its environment: read once, checked at the first use. */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const schema = Type.Object({
  FUNCTION: Type.Optional(Type.String({ description: 'Name of the function that this process runs' })),
  PORT: Type.Optional(Type.String({ pattern: '^\\d+$', description: 'Port to listen on; default 8080' })),
  HOST: Type.Optional(Type.String({ description: 'Address to listen on; default all' })),
  K_SERVICE: Type.Optional(Type.String()),
  K_REVISION: Type.Optional(Type.String()),
  K_SINK: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'Where events are sent (SinkBinding)' }),
  ),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://' })),
  S3_ENDPOINT: Type.Optional(Type.String({ pattern: '^https?://' })),
  S3_ACCESS_KEY: Type.Optional(Type.String()),
  S3_SECRET_KEY: Type.Optional(Type.String()),
  S3_REGION: Type.Optional(Type.String()),
  MINIO_ROOT_USER: Type.Optional(
    Type.String({
      description: "Of a MinIO of the deployment's own; the job that makes buckets alone has it",
    }),
  ),
  MINIO_ROOT_PASSWORD: Type.Optional(Type.String()),
  LOG_LEVEL: Type.Optional(Type.String({ pattern: '^(trace|debug|info|warn|error|silent)$' })),
  DATASET: Type.Optional(Type.String({ description: 'Data set of a predict Service' })),
  MODEL_VERSION: Type.Optional(
    Type.String({
      pattern: '^(production|[1-9]\\d*)?$',
      description: 'Of predict; empty, as a label that is not there is read, follows production',
    }),
  ),
  DATA_API_URL: Type.Optional(Type.String({ pattern: '^https?://' })),
  INGEST_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'The ingest broker: where a replayed batch.received goes',
    }),
  ),
  SEARCH_TRIALS: Type.Optional(
    Type.String({ pattern: '^\\d+$', description: 'Trials of a training; default 10' }),
  ),
  SEARCH_SECONDS: Type.Optional(
    Type.String({
      pattern: '^\\d+$',
      description: 'From the beginning of a training, after which no further round is planned; default 1800',
    }),
  ),
  SEARCH_SEED: Type.Optional(
    Type.String({ pattern: '^\\d+$', description: 'Where splits, samples and the search begin; default 42' }),
  ),
  TRAINING_HOURS: Type.Optional(
    Type.String({
      pattern: '^[1-9]\\d*$',
      description: 'When a training of which no trial ends any more is closed as failed; default 3',
    }),
  ),
  RECONCILE_AFTER_SECONDS: Type.Optional(
    Type.String({
      pattern: '^\\d+$',
      description: 'When a sent event whose work is not done is sent again; default 120',
    }),
  ),
  INFERENCE_LOG_DAYS: Type.Optional(
    Type.String({
      pattern: '^[1-9]\\d*$',
      description: 'How long predictions are kept in the log; default 90',
    }),
  ),
  THREADS: Type.Optional(
    Type.String({
      pattern: '^[1-9]\\d*$',
      description: 'Threads of a fit; default: the cores that the process may use',
    }),
  ),
  DATASET_MODULES: Type.Optional(
    Type.String({
      description: 'Paths of modules, comma-separated, whose default exports are further data sets',
    }),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'Where traces go, by OTLP over HTTP (port 4318 of a collector); without it there are none',
    }),
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'The same with its path, for traces alone' }),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: Type.Optional(
    Type.String({
      description: 'Sent with traces, as key=value pairs, comma-separated: a key of the collector',
    }),
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: Type.Optional(Type.String({ description: 'http/json is what there is' })),
  OTEL_SERVICE_NAME: Type.Optional(
    Type.String({ description: 'Of all functions in their spans; default the name of the Service of each' }),
  ),
  OTEL_RESOURCE_ATTRIBUTES: Type.Optional(
    Type.String({ description: 'On all spans, as key=value pairs, comma-separated' }),
  ),
  OTEL_TRACES_SAMPLER: Type.Optional(
    Type.String({
      description: 'Which traces are kept; default parentbased_always_on: all that their beginner keeps',
    }),
  ),
  OTEL_TRACES_SAMPLER_ARG: Type.Optional(
    Type.String({ description: 'The share of traces that traceidratio keeps, 0 to 1' }),
  ),
  OTEL_SDK_DISABLED: Type.Optional(Type.String({ description: 'true: no traces, whatever else is set' })),
});
const validator = Compile(schema);

export type Configuration = Static<typeof schema>;

let read: Configuration | undefined;

/** @throws when a variable has a value of the wrong form, with its name and what is expected. */
export function configuration(): Configuration {
  read ??= parseConfiguration(process.env);
  return read;
}

function parseConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const own = Object.fromEntries(
    Object.keys(schema.properties).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  if (validator.Check(own)) return own;
  const [error] = validator.Errors(own);
  throw new Error(`environment variable ${error?.instancePath.slice(1)}: ${error?.message}`);
}

/** A variable that this function cannot do without. @throws when it is not set. */
export function required(name: keyof Configuration): string {
  const value = configuration()[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
}
