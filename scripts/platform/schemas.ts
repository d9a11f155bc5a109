/**
 * What the resources that the embedded platform runs may say: the fields of Knative v1 that it heeds, or may safely
 * pass over on one machine. Any other field is refused, so that a misspelt one is not found out on the cluster.
 */
import Type, { type Static, type TSchema } from 'typebox';

const closed = { additionalProperties: false };
const optional = Type.Optional;
const text = Type.String();
const texts = Type.Record(Type.String(), Type.String());
const anything = Type.Unknown();
/** ISO 8601 durations, as Knative's delivery takes them. */
const iso = Type.String({
  pattern: '^P(?=.)(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?$',
});
const seconds = Type.String({ pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h))+$' });
const count = Type.String({ pattern: '^\\d+$' });

const metadata = Type.Object(
  {
    name: text,
    namespace: optional(text),
    labels: optional(texts),
    annotations: optional(texts),
  },
  closed,
);

const resource = <A extends string, K extends string, S extends TSchema>(apiVersion: A, kind: K, spec: S) =>
  Type.Object(
    {
      apiVersion: Type.Literal(apiVersion),
      kind: Type.Literal(kind),
      metadata,
      spec,
    },
    closed,
  );

/** Annotations of a revision under autoscaling.knative.dev. */
export const scaling = Type.Object(
  {
    class: optional(Type.Literal('kpa.autoscaling.knative.dev')),
    metric: optional(Type.Literal('concurrency')),
    target: optional(Type.String({ pattern: '^\\d+(\\.\\d+)?$' })),
    'target-utilization-percentage': optional(Type.String({ pattern: '^\\d+(\\.\\d+)?$' })),
    'target-burst-capacity': optional(Type.String({ pattern: '^(-1|\\d+)$' })),
    'min-scale': optional(count),
    'max-scale': optional(count),
    'initial-scale': optional(count),
    'activation-scale': optional(count),
    window: optional(seconds),
    'scale-down-delay': optional(seconds),
    'scale-to-zero-pod-retention-period': optional(seconds),
    'panic-window-percentage': optional(Type.String()),
    'panic-threshold-percentage': optional(Type.String()),
  },
  closed,
);

const keyRef = Type.Object({ name: text, key: text, optional: optional(Type.Boolean()) }, closed);
const nameRef = Type.Object({ name: text, optional: optional(Type.Boolean()) }, closed);

const environment = Type.Array(
  Type.Object(
    {
      name: text,
      value: optional(text),
      valueFrom: optional(
        Type.Object({ configMapKeyRef: optional(keyRef), secretKeyRef: optional(keyRef) }, closed),
      ),
    },
    closed,
  ),
);

const probe = Type.Object(
  {
    httpGet: Type.Object(
      {
        path: text,
        port: optional(Type.Integer()),
        scheme: optional(Type.Literal('HTTP')),
      },
      closed,
    ),
    initialDelaySeconds: optional(Type.Integer({ minimum: 0 })),
    periodSeconds: optional(Type.Integer({ minimum: 0 })),
    timeoutSeconds: optional(Type.Integer({ minimum: 1 })),
    successThreshold: optional(Type.Integer({ minimum: 1 })),
    failureThreshold: optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);

const container = Type.Object(
  {
    name: optional(text),
    // A tag, or a digest: what `latest` means changes under a revision.
    image: Type.String({
      pattern: '(:(?!latest$)[\\w.-]+|@sha256:[0-9a-f]{64})$',
    }),
    env: optional(environment),
    envFrom: optional(
      Type.Array(
        Type.Object(
          {
            prefix: optional(text),
            configMapRef: optional(nameRef),
            secretRef: optional(nameRef),
          },
          closed,
        ),
      ),
    ),
    ports: optional(
      Type.Array(
        Type.Object(
          {
            name: optional(text),
            containerPort: Type.Integer(),
            protocol: optional(text),
          },
          closed,
        ),
      ),
    ),
    readinessProbe: optional(probe),
    livenessProbe: optional(probe),
    startupProbe: optional(probe),
    resources: optional(Type.Object({ requests: optional(texts), limits: optional(texts) }, closed)),
    securityContext: optional(
      Type.Object(
        {
          runAsNonRoot: optional(Type.Boolean()),
          runAsUser: optional(Type.Integer()),
          runAsGroup: optional(Type.Integer()),
          readOnlyRootFilesystem: optional(Type.Boolean()),
          allowPrivilegeEscalation: optional(Type.Boolean()),
          capabilities: optional(Type.Object({ drop: optional(Type.Array(text)) }, closed)),
          seccompProfile: optional(Type.Object({ type: text }, closed)),
        },
        closed,
      ),
    ),
    volumeMounts: optional(
      Type.Array(
        Type.Object(
          {
            name: text,
            mountPath: text,
            readOnly: optional(Type.Boolean()),
            subPath: optional(text),
          },
          closed,
        ),
      ),
    ),
    imagePullPolicy: optional(text),
    terminationMessagePolicy: optional(text),
  },
  closed,
);

export const template = Type.Object(
  {
    metadata: optional(
      Type.Object(
        {
          name: optional(text),
          labels: optional(texts),
          annotations: optional(texts),
          creationTimestamp: optional(Type.Null()),
        },
        closed,
      ),
    ),
    spec: Type.Object(
      {
        containers: Type.Array(container, { minItems: 1, maxItems: 1 }),
        containerConcurrency: optional(Type.Integer({ minimum: 0, maximum: 1000 })),
        timeoutSeconds: optional(Type.Integer({ minimum: 1, maximum: 600 })),
        responseStartTimeoutSeconds: optional(Type.Integer({ minimum: 1 })),
        idleTimeoutSeconds: optional(Type.Integer({ minimum: 1 })),
        serviceAccountName: optional(text),
        automountServiceAccountToken: optional(Type.Boolean()),
        enableServiceLinks: optional(Type.Boolean()),
        imagePullSecrets: optional(Type.Array(Type.Object({ name: text }, closed))),
        volumes: optional(
          Type.Array(
            Type.Object(
              {
                name: text,
                emptyDir: optional(anything),
                secret: optional(anything),
                configMap: optional(anything),
              },
              closed,
            ),
          ),
        ),
        topologySpreadConstraints: optional(anything),
        affinity: optional(anything),
      },
      closed,
    ),
  },
  closed,
);

export const traffic = Type.Array(
  Type.Object(
    {
      revisionName: optional(text),
      latestRevision: optional(Type.Boolean()),
      configurationName: optional(text),
      percent: optional(Type.Integer({ minimum: 0, maximum: 100 })),
      tag: optional(Type.String({ pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$' })),
      url: optional(text),
    },
    closed,
  ),
);

const serviceSpec = Type.Object({ template, traffic: optional(traffic) }, closed);

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

export const serviceSchema = resource('serving.knative.dev/v1', 'Service', serviceSpec);

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
