/** Every event of the platform. The documentation and the validation are made of these schemas. */
import Type from 'typebox';
import { type EventType, eventType } from './event.ts';

const count = Type.Integer({ minimum: 0 });
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
    seed: Type.Integer(),
    rungs: Type.Optional(
      Type.Array(Type.Object({ rounds: Type.Integer({ minimum: 1 }), bar: Type.Optional(Type.Number()) }), {
        maxItems: 20,
        description: 'Rounds at which the fit stops when its validation loss is above the bar.',
      }),
    ),
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

export const trainingCompleted = eventType(
  'dev.marea.training.completed',
  'The search is over; the best candidate waits for a decision.',
  Type.Object({ run, trial: count }),
);

export const modelPromoted = eventType(
  'dev.marea.model.promoted',
  'A new production version, and why.',
  Type.Object({
    version: Type.Integer({ minimum: 1 }),
    run,
    reason,
    previous: Type.Optional(Type.Integer()),
  }),
);

export const modelRejected = eventType(
  'dev.marea.model.rejected',
  'The best candidate did not become the production version, and why.',
  Type.Object({ run, reason }),
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

export const eventTypes: readonly EventType[] = [
  batchReceived,
  batchStored,
  batchCleaned,
  driftChecked,
  trainingRequested,
  trialRequested,
  trialCompleted,
  trainingCompleted,
  modelPromoted,
  modelRejected,
  inferenceLogged,
];
