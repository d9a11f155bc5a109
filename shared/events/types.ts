/** Every event of the platform. The documentation and the validation are made of these schemas. */
import Type from 'typebox';
import { type EventType, eventType } from './event.ts';

/** What a column of whole numbers holds. */
const MOST = 2 ** 31 - 1;
const count = Type.Integer({ minimum: 0, maximum: MOST });
const batch = Type.String({ minLength: 1, maxLength: 200 });
const reason = Type.String({ minLength: 1, maxLength: 2000 });
const run = Type.String({ minLength: 1, maxLength: 64 });
const metrics = Type.Record(Type.String(), Type.Number());
const json = Type.Record(Type.String(), Type.Unknown());

export const batchReceived = eventType(
  'dev.marea.batch.received',
  'A producer offers rows: inline, or by `dataref` to a CSV, JSON or Parquet object (gzip allowed).',
  Type.Object({
    origin: Type.Optional(Type.Union([Type.Literal('source'), Type.Literal('user')])),
    filename: Type.Optional(Type.String({ maxLength: 500 })),
    mediaType: Type.Optional(Type.String({ maxLength: 200 })),
    rows: Type.Optional(Type.Array(json, { minItems: 1, maxItems: 20_000 })),
  }),
);

export const batchStored = eventType(
  'dev.marea.batch.stored',
  'The raw rows of a batch are durable.',
  Type.Object({ batch, received: count }),
);

export const batchCleaned = eventType(
  'dev.marea.batch.cleaned',
  'The clean rows of a batch are durable; received = clean + rejected + duplicate.',
  Type.Object({ batch, received: count, clean: count, rejected: count, duplicate: count }),
);

export const driftChecked = eventType(
  'dev.marea.drift.checked',
  'A batch was held against the production model’s reference; whether to train, and why.',
  Type.Object({ batch, drifted: Type.Boolean(), train: Type.Boolean(), reason }),
);

export const retractionRequested = eventType(
  'dev.marea.retraction.requested',
  'Somebody takes a batch back, and why: its rows leave what models learn from.',
  Type.Object({
    batch,
    began: Type.String({
      maxLength: 40,
      description: 'When the batch began: after a reset another of its name is not meant.',
    }),
    reason,
    by: Type.String({ minLength: 1, maxLength: 200 }),
  }),
);

export const trainingRequested = eventType(
  'dev.marea.training.requested',
  'Somebody asks for a training now.',
  Type.Object({ reason }),
);

export const trialRequested = eventType(
  'dev.marea.trial.requested',
  'Fit and score one candidate.',
  Type.Object({
    run,
    trial: count,
    round: count,
    family: Type.String(),
    parameters: metrics,
    seed: Type.Integer({ minimum: -MOST, maximum: MOST }),
  }),
);

export const trialCompleted = eventType(
  'dev.marea.trial.completed',
  'A candidate was fitted and scored, was given up on the way, or could not be fitted.',
  Type.Object({
    run,
    trial: count,
    status: Type.Union([Type.Literal('finished'), Type.Literal('stopped'), Type.Literal('failed')]),
    metrics,
    seconds: Type.Number({ minimum: 0 }),
    error: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
);

export const trainingSearched = eventType(
  'dev.marea.training.searched',
  'The search is over: the best trials are to become one artifact.',
  Type.Object({ run }),
);

export const trainingCompleted = eventType(
  'dev.marea.training.completed',
  'The candidate is assembled and proven, and waits for a decision.',
  Type.Object({
    run,
    trial: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MOST,
        description: 'The best of its trials; not told when it is judged anew.',
      }),
    ),
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST,
        description: 'Registered before: judged anew, as another version came into production meanwhile.',
      }),
    ),
  }),
);

const version = Type.Integer({ minimum: 1, maximum: MOST });

export const versionOffered = eventType(
  'dev.marea.version.offered',
  'Somebody has registered a model of their own under the name of a data set: it is to be checked and judged.',
  Type.Object({ version, by: Type.String({ minLength: 1, maxLength: 200 }) }),
);

/** Who asks for a version when nobody did: all of the traffic was found at it. */
export const TRAFFIC = 'traffic';

export const modelApproved = eventType(
  'dev.marea.model.approved',
  'A candidate is good enough to be rolled out, and why.',
  Type.Object({
    version,
    run,
    reason,
    champion: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST,
        description: 'The version in production that it was held against.',
      }),
    ),
  }),
);

export const modelRejected = eventType(
  'dev.marea.model.rejected',
  'A candidate is not to be rolled out, and why.',
  Type.Object({ run, reason, version: Type.Optional(version), champion: Type.Optional(version) }),
);

export const versionRequested = eventType(
  'dev.marea.version.requested',
  'Somebody wants this version in production, and why; by a canary, or at once with `force`.',
  Type.Object({
    version,
    reason,
    by: Type.String({ minLength: 1, maxLength: 200 }),
    force: Type.Optional(Type.Boolean()),
  }),
);

export const modelPromoted = eventType(
  'dev.marea.model.promoted',
  'This version is in production now, and why.',
  Type.Object({
    version,
    run: Type.Optional(run),
    reason,
    previous: Type.Optional(version),
  }),
);

export const modelRolledBack = eventType(
  'dev.marea.model.rolled-back',
  'This version did not come into production, and why: nothing else has changed.',
  Type.Object({ version, run: Type.Optional(run), reason, production: Type.Optional(version) }),
);

export const inferenceLogged = eventType(
  'dev.marea.inference.logged',
  'What was asked and answered, a batch of them.',
  Type.Object({
    predictions: Type.Array(
      Type.Object({
        requestId: Type.String({ maxLength: 64 }),
        at: Type.String({ maxLength: 40 }),
        modelVersion: Type.Integer(),
        input: json,
        output: json,
        milliseconds: Type.Optional(Type.Number()),
        /** Subject of who asked; none where anybody may. */
        principal: Type.Optional(Type.String({ maxLength: 500 })),
      }),
      { maxItems: 1000 },
    ),
    feedback: Type.Optional(
      Type.Array(
        Type.Object({ requestId: Type.String({ maxLength: 64 }), actual: Type.Unknown(), at: Type.String() }),
        {
          maxItems: 1000,
        },
      ),
    ),
  }),
);

const name = Type.String({ maxLength: 300 });

export const changeRecorded = eventType(
  'dev.marea.change.recorded',
  'Somebody has changed something, and why: a row of the audit, which it is told with.',
  Type.Object({
    id: Type.Integer({ minimum: 1 }),
    at: Type.String({ maxLength: 40 }),
    subject: name,
    name,
    action: name,
    target: Type.Union([name, Type.Null()]),
    reason: Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]),
    details: json,
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of the row, and all before it.' }),
  }),
);

export const workOwed = eventType(
  'dev.marea.work.owed',
  'A pod ends, and somewhere an event waits that nobody is at work on: `reconcile` is to look.',
  Type.Object({}),
);

export const eventTypes: readonly EventType[] = [
  batchReceived,
  batchStored,
  batchCleaned,
  driftChecked,
  retractionRequested,
  trainingRequested,
  trialRequested,
  trialCompleted,
  trainingSearched,
  trainingCompleted,
  versionOffered,
  modelApproved,
  modelRejected,
  versionRequested,
  modelPromoted,
  modelRolledBack,
  inferenceLogged,
  changeRecorded,
  workOwed,
];
