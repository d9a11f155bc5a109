/** What a manifest and a live Service say of the same fields, so that they can be compared and merged. */
import { asService } from '../manifests/check.ts';
import { isObject, type JsonObject, threeWayApply } from '../manifests/json.ts';
import type { Service } from '../manifests/schemas.ts';
import type { ServiceState } from './state.ts';

const content = ({ metadata, spec }: Service): JsonObject => ({
  metadata: {
    ...metadata,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
  },
  spec,
});

const liveContent = ({ name, labels, annotations, template, traffic }: ServiceState): JsonObject => ({
  metadata: { name, labels, annotations },
  spec: { template, ...(traffic ? { traffic } : {}) },
});

/** The live Service with what has changed between its manifest as last read and this one. @throws when it makes none */
export function reapplied(live: ServiceState, manifest: Service): Service {
  const { apiVersion, kind } = manifest;
  const merged = threeWayApply(content(live.applied), content(manifest), liveContent(live));
  return asService(isObject(merged) ? { ...merged, apiVersion, kind } : merged);
}
