/** The resources in knative/ and eventing/, read as kustomize would, checked, and sorted by what the platform runs. */
import { checkResource, ofKind } from './check.ts';
import type { Found, Patch, Resource } from './kustomization.ts';
import { patchResource, readKustomization } from './kustomize.ts';
import { checkReferences, type Referring } from './references.ts';
import type { ConfigMap } from './schemas.ts';

export interface Manifests extends Referring {
  readonly namespace: string;
  readonly configMaps: readonly ConfigMap[];
  /** ServiceAccounts whose pods get a token for the Kubernetes API. */
  readonly tokenAccounts: readonly string[];
}

/** @throws naming the file and the field of whatever is not as Knative has it, or that points to nothing. */
export function readManifests(folders: readonly string[], overrides: readonly Patch[] = []): Manifests {
  const resources = folders.flatMap(readKustomization).map(({ file, resource }) => {
    const found = { file, resource: patchResource(resource, overrides) };
    check(found);
    return found.resource;
  });
  const manifests = {
    namespace: namespaceOf(resources),
    services: ofKind(resources, 'serving.knative.dev/v1/Service'),
    brokers: ofKind(resources, 'eventing.knative.dev/v1/Broker'),
    triggers: ofKind(resources, 'eventing.knative.dev/v1/Trigger'),
    pingSources: ofKind(resources, 'sources.knative.dev/v1/PingSource'),
    sinkBindings: ofKind(resources, 'sources.knative.dev/v1/SinkBinding'),
    configMaps: ofKind(resources, 'v1/ConfigMap'),
    tokenAccounts: resources.filter(getsToken).map(({ metadata }) => metadata.name),
  };
  checkReferences(manifests);
  return manifests;
}

/** Of the Secrets that containers take variables from. */
export const secretNames = ({ services }: Pick<Manifests, 'services'>): string[] =>
  services.flatMap(({ spec }) =>
    spec.template.spec.containers.flatMap(({ env = [], envFrom = [] }) => [
      ...envFrom.flatMap(({ secretRef }) => (secretRef ? [secretRef.name] : [])),
      ...env.flatMap(({ valueFrom }) => (valueFrom?.secretKeyRef ? [valueFrom.secretKeyRef.name] : [])),
    ]),
  );

/** That of the first one, which may be the namespace itself. */
function namespaceOf([first]: readonly Resource[]): string {
  if (!first) return 'default';
  const { namespace, name } = first.metadata;
  return typeof namespace === 'string' ? namespace : name;
}

const getsToken = ({ kind, automountServiceAccountToken }: Resource): boolean =>
  kind === 'ServiceAccount' && automountServiceAccountToken !== false;

function check({ file, resource }: Found): void {
  try {
    checkResource(resource);
  } catch (cause) {
    throw new Error(`${file}: ${resource.kind} ${resource.metadata.name}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
