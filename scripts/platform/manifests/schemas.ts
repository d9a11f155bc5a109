/**
 * What the resources that the embedded platform runs may say: the fields of Knative v1 that it heeds, or may safely
 * pass over on one machine. Any other field is refused, so that a misspelt one is not found out on the cluster.
 */
import Type, { type Static } from 'typebox';
import { closed, metadata, optional, resource, text, texts } from './schema-words.ts';
import { serviceSpec, type template, type traffic } from './service-schema.ts';

/** ISO 8601 durations, as Knative's delivery takes them. */
const iso = Type.String({
  pattern: '^P(?=.)(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$',
});
const destination = Type.Object(
  {
    ref: optional(
      Type.Object({ apiVersion: text, kind: text, name: text, namespace: optional(text) }, closed),
    ),
    uri: optional(text),
  },
  closed,
);

export const delivery = Type.Object(
  {
    retry: optional(Type.Integer({ minimum: 0 })),
    backoffPolicy: optional(Type.Union([Type.Literal('linear'), Type.Literal('exponential')])),
    backoffDelay: optional(iso),
    timeout: optional(iso),
    format: optional(Type.Literal('binary')),
    deadLetterSink: optional(destination),
  },
  closed,
);

const filter = Type.Cyclic(
  {
    Filter: Type.Object(
      {
        exact: optional(texts),
        prefix: optional(texts),
        suffix: optional(texts),
        all: optional(Type.Array(Type.Ref('Filter'))),
        any: optional(Type.Array(Type.Ref('Filter'))),
        not: optional(Type.Ref('Filter')),
      },
      { ...closed, minProperties: 1, maxProperties: 1 },
    ),
  },
  'Filter',
);

const serviceSchema = resource('serving.knative.dev/v1', 'Service', serviceSpec);

export const schemas = {
  'serving.knative.dev/v1/Service': serviceSchema,
  'eventing.knative.dev/v1/Broker': resource(
    'eventing.knative.dev/v1',
    'Broker',
    Type.Object(
      {
        config: optional(
          Type.Object(
            {
              apiVersion: text,
              kind: text,
              name: text,
              namespace: optional(text),
            },
            closed,
          ),
        ),
        delivery: optional(delivery),
      },
      closed,
    ),
  ),
  'eventing.knative.dev/v1/Trigger': resource(
    'eventing.knative.dev/v1',
    'Trigger',
    Type.Object(
      {
        broker: text,
        filter: optional(Type.Object({ attributes: texts }, closed)),
        filters: optional(Type.Array(filter)),
        subscriber: destination,
        delivery: optional(delivery),
      },
      closed,
    ),
  ),
  'sources.knative.dev/v1/PingSource': resource(
    'sources.knative.dev/v1',
    'PingSource',
    Type.Object(
      {
        schedule: text,
        timezone: optional(text),
        contentType: optional(text),
        data: optional(text),
        dataBase64: optional(text),
        sink: destination,
        ceOverrides: optional(Type.Object({ extensions: optional(texts) }, closed)),
      },
      closed,
    ),
  ),
  'sources.knative.dev/v1/SinkBinding': resource(
    'sources.knative.dev/v1',
    'SinkBinding',
    Type.Object(
      {
        subject: Type.Object(
          {
            apiVersion: text,
            kind: text,
            name: optional(text),
            namespace: optional(text),
            selector: optional(Type.Object({ matchLabels: texts }, closed)),
          },
          closed,
        ),
        sink: destination,
        ceOverrides: optional(Type.Object({ extensions: optional(texts) }, closed)),
      },
      closed,
    ),
  ),
  'v1/ConfigMap': Type.Object(
    {
      apiVersion: Type.Literal('v1'),
      kind: Type.Literal('ConfigMap'),
      metadata,
      data: texts,
    },
    closed,
  ),
} as const;

type Schemas = typeof schemas;
/** The type of each kind, by its apiVersion and kind. */
export type Kinds = { [K in keyof Schemas]: Static<Schemas[K]> };
export type Service = Static<Schemas['serving.knative.dev/v1/Service']>;
export type Broker = Static<Schemas['eventing.knative.dev/v1/Broker']>;
export type Trigger = Static<Schemas['eventing.knative.dev/v1/Trigger']>;
export type PingSource = Static<Schemas['sources.knative.dev/v1/PingSource']>;
export type SinkBinding = Static<Schemas['sources.knative.dev/v1/SinkBinding']>;
export type ConfigMap = Static<Schemas['v1/ConfigMap']>;
export type Template = Static<typeof template>;
export type TrafficTarget = Static<typeof traffic>[number];
export type Delivery = Static<typeof delivery>;
export type Destination = Static<typeof destination>;
export interface Filter {
  exact?: Record<string, string>;
  prefix?: Record<string, string>;
  suffix?: Record<string, string>;
  all?: Filter[];
  any?: Filter[];
  not?: Filter;
}
