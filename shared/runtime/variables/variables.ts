/** Every environment variable that a function or a job reads. What a table says here is all there is to know of it. */

import { grants, issuer } from './access.ts';
import {
  baseUrl,
  databaseUrl,
  flag,
  oneOf,
  risingPercents,
  seconds,
  secret,
  text,
  textOr,
  url,
  versionOrProduction,
  whole,
  wholeOrNone,
} from './kinds.ts';
import { origins } from './origins.ts';

/** Longer than `reconcile` sends an event again: what may still come is known for as long. */
const LEAST_DAYS = 8;

const days = (description: string, otherwise: number) =>
  whole(description, { least: LEAST_DAYS, most: 36_500, otherwise });

/** What somebody who runs the platform may say. */
export const settings = {
  DATABASE_URL: databaseUrl('Postgres'),
  LOGINS_SEED: secret(
    "Of the passwords of the functions' own roles in a Postgres that is not the platform's; without it they all ask as DATABASE_URL says",
  ),
  S3_ENDPOINT: url('The object store'),
  S3_ACCESS_KEY: text('Who asks the object store'),
  S3_SECRET_KEY: secret('Its password'),
  S3_REGION: text('As the object store names it'),
  CONSOLE_URL: baseUrl(
    'Where the console is reached from outside, for links to a batch; without it the name console in the domain that was asked',
  ),
  DATA_API_URL: url('The external data API that `collect` pulls from; without it there is none'),
  DATASET_MODULES: text('Paths of files, comma-separated, with further data sets: YAML, JSON, or modules'),
  LOG_LEVEL: oneOf(
    'What goes to the log',
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'info',
  ),
  ACCESS: oneOf(
    'Who may call: `required` for those with a credential alone; `loopback` for anybody as long as there is no key, on a platform that nothing but its own machine reaches',
    ['required', 'loopback'],
    'required',
  ),
  TRUSTED_PROXIES: whole(
    'How many proxies in front each add to x-forwarded-for whom they took a request from: wrong credentials are counted by what the first of them has seen. `npm run deploy` sets 2 where Kourier has `use-remote-address`',
    { least: 0, most: 10, otherwise: 1 },
  ),
  ACCESS_GRANTS: grants(
    'Roles of ServiceAccounts, and of groups and people of the OIDC issuer: a line each, as "group:analysts viewer *"',
  ),
  ACCESS_AUDIENCE: textOr('The audience that a token of a ServiceAccount has to be for', 'marea'),
  OIDC_ISSUER: issuer('Whose tokens are taken, as they name it; without it those of nobody'),
  OIDC_CLIENT_ID: text('What the console is called at the issuer; also the audience of tokens'),
  OIDC_CLIENT_SECRET: secret('Of the console at the issuer, where it is a confidential client'),
  OIDC_AUDIENCE: text('The audience of tokens, where it is not OIDC_CLIENT_ID'),
  OIDC_GROUPS_CLAIM: textOr('The claim of a token that names groups', 'groups'),
  CORS_ORIGINS: origins('Whose pages a browser may let ask a predict Service; without it those of nobody'),
  THREADS: wholeOrNone('Threads of a fit; without it as many as the cores that the process may use', {
    least: 1,
    most: 256,
  }),
  SEARCH_TRIALS: whole('Trials of a training', { least: 1, most: 1000, otherwise: 10 }),
  SEARCH_SECONDS: seconds('From the beginning of a training, after which no further round is planned', {
    least: 1,
    most: 1_000_000,
    otherwise: 1800,
  }),
  SEARCH_SEED: whole('Where splits, samples and the search begin: the same data give the same model', {
    least: 0,
    most: 1_000_000,
    otherwise: 42,
  }),
  TRAINING_HOURS: whole('When a training of which no trial ends any more is closed as failed', {
    least: 1,
    most: 1000,
    otherwise: 3,
  }),
  ROLLOUT_STEPS: risingPercents(
    'Shares of the traffic that a new version gets, one after the other',
    [10, 50, 100],
  ),
  ROLLOUT_STEP_SECONDS: seconds('How long it is watched at each of them', {
    least: 0,
    most: 3600,
    otherwise: 30,
  }),
  ROLLOUT_READY_SECONDS: seconds('How long a new version may take to become ready', {
    least: 0,
    most: 3600,
    otherwise: 120,
  }),
  RECONCILE_AFTER_SECONDS: seconds('When a sent event whose work is not done is sent again', {
    least: 0,
    most: 86_400,
    otherwise: 120,
  }),
  OUTBOX_DAYS: days('How long events that were sent are kept', 30),
  STAGES_DAYS: days('How long it is known that an event was handled, never less than the event itself', 90),
  INFERENCE_LOG_DAYS: whole('How long predictions and what turned out to be true are kept in the log', {
    least: 1,
    most: 36_500,
    otherwise: 90,
  }),
  DEAD_LETTERS_DAYS: days('How long dead letters are kept after they were replayed or discarded', 90),
  PROFILES_DAYS: days('How long the profiles of batches are kept', 365),
  WORKSPACE_DAYS: days('How long matrices and trial models of a training are kept after its end', 14),
  SNAPSHOT_DAYS: days('How long the rows of a training are kept after its end', 180),
} as const;

/**
 * Traces, as OpenTelemetry names what says where they go; without an endpoint there are none. Its specification wants a
 * wrong text to be warned of rather than refused: whoever uses it does so.
 */
export const telemetry = {
  OTEL_EXPORTER_OTLP_ENDPOINT: url('Where traces go, by OTLP over HTTP (port 4318 of a collector)'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url('The same with its path, for traces alone'),
  OTEL_EXPORTER_OTLP_HEADERS: secret(
    'Sent with traces, as key=value pairs, comma-separated: a key of the collector',
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: textOr('http/json is what there is', 'http/json'),
  OTEL_SERVICE_NAME: text('Of all functions in their spans; without it the name of the Service of each'),
  OTEL_RESOURCE_ATTRIBUTES: text('On all spans, as key=value pairs, comma-separated'),
  OTEL_TRACES_SAMPLER: textOr('Which traces are kept', 'parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: text('The share of traces that traceidratio keeps, 0 to 1'),
  OTEL_SDK_DISABLED: flag('No traces, whatever else is set'),
} as const;

/** What the manifests, Knative and Kubernetes say, or the embedded platform in their place. */
export const place = {
  FUNCTION: text('Name of the function that this process runs'),
  PORT: whole('Port to listen on', { least: 0, most: 65_535, otherwise: 8080 }),
  HOST: text('Address to listen on; without it all'),
  HOSTNAME: text('Name of the pod'),
  REQUEST_SECONDS: seconds('How long a request may take: timeoutSeconds of the Service', {
    least: 1,
    most: 600,
    otherwise: 600,
  }),
  K_SERVICE: text('Name of the Service'),
  K_REVISION: text('Name of its revision'),
  K_SINK: url('Where events are sent (SinkBinding)'),
  INGEST_URL: url('The ingest broker: where an uploaded or replayed batch.received goes'),
  INGRESS_URL: url(
    'Where requests for all hosts of Services are taken: a rollout asks a canary there, the console a predictor',
  ),
  DATASET: text('Data set of a predict Service'),
  MODEL_VERSION: versionOrProduction('What a predict Service serves; production is followed'),
  MODEL_CHECKSUM: text(
    'What a pinned version was when it was registered, set by `rollout`: its number, a colon, the SHA-256 of its metadata.json; another one is refused',
  ),
  KUBE_API_URL: url('The Kubernetes API, where it is not that of the cluster'),
  KUBE_NAMESPACE: textOr('Where the Services are', 'marea'),
  KUBE_TOKEN_FILE: text('Who asks it; without it the token of the ServiceAccount'),
  KUBERNETES_SERVICE_HOST: text('The API of the cluster, as Kubernetes tells each pod'),
  KUBERNETES_SERVICE_PORT: whole('Its port', { least: 1, most: 65_535, otherwise: 443 }),
  POSTGRES_PASSWORD: secret(
    "Of the superuser of a PostgreSQL of the deployment's own; the job that migrates alone has it",
  ),
  ACCESS_VERIFY_KEY: text('What the snapshot of the API keys is checked with (Ed25519, 32 bytes, base64)'),
  ACCESS_SIGNING_KEY: secret('What it is signed with; for the functions that publish it'),
  FIRST_ADMIN_KEY: secret('The first API key of a deployment; the job that migrates keeps its hash'),
  MINIO_ROOT_USER: text("Of a MinIO of the deployment's own; the job that makes buckets alone has it"),
  MINIO_ROOT_PASSWORD: secret('Its password'),
  BACKUP_TO: text('Where the job `backup` writes to: s3://BUCKET/PREFIX, or a folder that is mounted'),
  BACKUP_KEY: secret('What backups are encrypted with: 32 bytes in base64; without one they are not'),
  BACKUP_S3_ENDPOINT: url('The S3 of the backups, another one than the platform uses'),
  BACKUP_S3_ACCESS_KEY: text('Who asks it'),
  BACKUP_S3_SECRET_KEY: secret('Its password'),
  BACKUP_S3_REGION: text('As it names it'),
  PLATFORM_TOKEN: secret(
    'Set by the embedded platform: requests that do not carry it did not come through it, and are refused',
  ),
  MAREA_PARENT_PIPE: text('Set by the embedded platform: the process ends when its standard input does'),
} as const;

export const variables = { ...settings, ...telemetry, ...place };
