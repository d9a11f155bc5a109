/** The resources in knative/ and eventing/, read as kustomize would, checked, and sorted by what the platform runs. */
import { Compile } from 'typebox/compile';
import { complaints } from './complaints.ts';
import { type Found, type Patch, patchResource, type Resource, readKustomization } from './kustomize.ts';
import {
  type Broker,
  type ConfigMap,
  type PingSource,
  type Service,
  type SinkBinding,
  schemas,
  type Trigger,
} from './schemas.ts';
import { scaling } from './service-schema.ts';

export interface Manifests {
  readonly namespace: string;
  readonly services: readonly Service[];
  readonly brokers: readonly Broker[];
  readonly triggers: readonly Trigger[];
  readonly pingSources: readonly PingSource[];
  readonly sinkBindings: readonly SinkBinding[];
  readonly configMaps: readonly ConfigMap[];
  /** ServiceAccounts whose pods get a token for the Kubernetes API. */
  readonly tokenAccounts: readonly string[];
}

/** What means something to a cluster only: here the stores and their preparation are the platform's own. */
const clusterOnly = new Set([
  'v1/Namespace',
  'v1/ServiceAccount',
  'v1/Service',
  'rbac.authorization.k8s.io/v1/Role',
  'rbac.authorization.k8s.io/v1/RoleBinding',
  'networking.k8s.io/v1/NetworkPolicy',
  'apps/v1/StatefulSet',
  'batch/v1/Job',
]);

type Key = keyof typeof schemas;
const validators = new Map(
  Object.entries(schemas).map(([key, schema]) => [key, Compile(schema as (typeof schemas)['v1/ConfigMap'])]),
);
const scalingValidator = Compile(scaling);

/** @throws naming the file and the field of whatever is not as Knative has it, or that points to nothing. */
export function readManifests(folders: readonly string[], overrides: readonly Patch[] = []): Manifests {
  const found = folders.flatMap(readKustomization).map(({ file, resource }) => ({
    file,
    resource: patchResource(resource, overrides),
  }));
  for (const one of found) check(one);
  const ofKind = <T>(key: Key): T[] =>
    found.filter(({ resource }) => keyOf(resource) === key).map(({ resource }) => resource as unknown as T);
  const manifests = {
    namespace: (found[0]?.resource.metadata.namespace ??
      found[0]?.resource.metadata.name ??
      'default') as string,
    services: ofKind<Service>('serving.knative.dev/v1/Service'),
    brokers: ofKind<Broker>('eventing.knative.dev/v1/Broker'),
    triggers: ofKind<Trigger>('eventing.knative.dev/v1/Trigger'),
    pingSources: ofKind<PingSource>('sources.knative.dev/v1/PingSource'),
    sinkBindings: ofKind<SinkBinding>('sources.knative.dev/v1/SinkBinding'),
    configMaps: ofKind<ConfigMap>('v1/ConfigMap'),
    tokenAccounts: found
      .filter(
        ({ resource }) =>
          resource.kind === 'ServiceAccount' && resource.automountServiceAccountToken !== false,
      )
      .map(({ resource }) => resource.metadata.name),
  };
  checkReferences(manifests);
  return manifests;
}

function check({ file, resource }: Found): void {
  try {
    if (!clusterOnly.has(keyOf(resource))) checkResource(resource);
  } catch (cause) {
    throw new Error(`${file}: ${resource.kind} ${resource.metadata.name}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** @throws naming each field that Knative does not have, or that has a value of the wrong form. */
export function checkResource(resource: Resource): void {
  const validator = validators.get(keyOf(resource));
  if (!validator) {
    const known = [...validators.keys(), ...clusterOnly].join(', ');
    throw new Error(`the embedded platform does not know ${keyOf(resource)}; it knows ${known}`);
  }
  if (!validator.Check(resource)) throw new Error(complaints(validator.Errors(resource)));
  if (resource.kind === 'Service') checkScaling(resource as unknown as Service);
}

function checkScaling({ spec }: Service): void {
  const annotations = scalingOf(spec.template.metadata?.annotations ?? {});
  if (scalingValidator.Check(annotations)) return;
  throw new Error(`annotations autoscaling.knative.dev: ${complaints(scalingValidator.Errors(annotations))}`);
}

/** The annotations under autoscaling.knative.dev, without that prefix. */
export function scalingOf(annotations: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = 'autoscaling.knative.dev/';
  return Object.fromEntries(
    Object.entries(annotations).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function checkReferences({ services, brokers, triggers, pingSources, sinkBindings }: Manifests): void {
  const known = new Set([...services, ...brokers].map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  const need = (from: { kind: string; metadata: { name: string } }, kind: string, name: string): void => {
    if (known.has(`${kind} ${name}`)) return;
    throw new Error(`${from.kind} ${from.metadata.name}: there is no ${kind} ${name}`);
  };
  for (const trigger of triggers) need(trigger, 'Broker', trigger.spec.broker);
  for (const one of [...brokers, ...triggers]) {
    const ref = one.spec.delivery?.deadLetterSink?.ref;
    if (ref) need(one, ref.kind, ref.name);
  }
  for (const trigger of triggers) {
    const { ref } = trigger.spec.subscriber;
    if (ref) need(trigger, ref.kind, ref.name);
  }
  for (const one of [...pingSources, ...sinkBindings]) {
    if (one.spec.sink.ref) need(one, one.spec.sink.ref.kind, one.spec.sink.ref.name);
  }
}

const keyOf = (resource: Resource): string => `${resource.apiVersion}/${resource.kind}`;
