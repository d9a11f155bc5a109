/** What a manifest and a live Service say of the same fields, so that they can be compared and merged. */
import type { JsonObject } from '../manifests/json.ts';
import type { Service } from '../manifests/schemas.ts';
import type { ServiceState } from './state.ts';

export const content = ({ metadata, spec }: Service): JsonObject =>
  ({
    metadata: {
      ...metadata,
      labels: metadata.labels ?? {},
      annotations: metadata.annotations ?? {},
    },
    spec,
  }) as unknown as JsonObject;

export const liveContent = ({ name, labels, annotations, template, traffic }: ServiceState): JsonObject =>
  ({
    metadata: { name, labels, annotations },
    spec: { template, ...(traffic ? { traffic } : {}) },
  }) as unknown as JsonObject;
