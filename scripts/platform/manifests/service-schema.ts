/** What a Knative Service may say. */
import Type from 'typebox';
import type { Json } from './json.ts';
import { closed, optional, text, texts } from './schema-words.ts';

const anything = Type.Unsafe<Json>(Type.Unknown());
const seconds = Type.String({ pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h))+$' });
const count = Type.String({ pattern: '^\\d+$' });

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

export const serviceSpec = Type.Object({ template, traffic: optional(traffic) }, closed);
