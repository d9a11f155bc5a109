/** Whether a resource is as Knative has it, in the fields that the embedded platform knows. */
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { complaints } from './complaints.ts';
import type { Resource } from './kustomization.ts';
import { type Kinds, type Service, schemas } from './schemas.ts';
import { scaling } from './service-schema.ts';

export type Key = keyof Kinds;

interface Checked<T> {
  is(value: unknown): value is T;
  /** What is wrong with it, in one line. */
  complaints(value: unknown): string;
}

function checked<S extends TSchema>(schema: S): Checked<Static<S>> {
  const validator = Compile(schema);
  return {
    is: (value): value is Static<S> => validator.Check(value),
    complaints: (value) => complaints(validator.Errors(value)),
  };
}

const validators: { readonly [K in Key]: Checked<Kinds[K]> } = {
  'serving.knative.dev/v1/Service': checked(schemas['serving.knative.dev/v1/Service']),
  'eventing.knative.dev/v1/Broker': checked(schemas['eventing.knative.dev/v1/Broker']),
  'eventing.knative.dev/v1/Trigger': checked(schemas['eventing.knative.dev/v1/Trigger']),
  'sources.knative.dev/v1/PingSource': checked(schemas['sources.knative.dev/v1/PingSource']),
  'sources.knative.dev/v1/SinkBinding': checked(schemas['sources.knative.dev/v1/SinkBinding']),
  'v1/ConfigMap': checked(schemas['v1/ConfigMap']),
};
const scalingValidator = checked(scaling);

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

const keyOf = ({ apiVersion, kind }: { apiVersion: string; kind: string }): string => `${apiVersion}/${kind}`;
const isKnown = (key: string): key is Key => Object.hasOwn(validators, key);

/** Those of one kind, which have been checked. */
export const ofKind = <K extends Key>(resources: readonly Resource[], key: K): Kinds[K][] =>
  resources.filter((resource) => keyOf(resource) === key).filter(validators[key].is);

/** @throws naming each field that Knative does not have, or that has a value of the wrong form. */
export function checkResource(resource: Resource): void {
  const key = keyOf(resource);
  if (clusterOnly.has(key)) return;
  if (!isKnown(key)) {
    const known = [...Object.keys(validators), ...clusterOnly].join(', ');
    throw new Error(`the embedded platform does not know ${key}; it knows ${known}`);
  }
  if (key === 'serving.knative.dev/v1/Service') asService(resource);
  else if (!validators[key].is(resource)) throw new Error(validators[key].complaints(resource));
}

/** @throws as checkResource, and when it is no Service */
export function asService(value: unknown): Service {
  const validator = validators['serving.knative.dev/v1/Service'];
  if (!validator.is(value)) throw new Error(validator.complaints(value));
  const annotations = scalingOf(value.spec.template.metadata?.annotations ?? {});
  if (!scalingValidator.is(annotations))
    throw new Error(`annotations autoscaling.knative.dev: ${scalingValidator.complaints(annotations)}`);
  return value;
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
