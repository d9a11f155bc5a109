/** The environment of a container, as Kubernetes puts it together from its template, ConfigMaps and Secrets. */
import { join } from 'node:path';
import type { Manifests } from '../manifests/manifests.ts';
import type { SinkBinding, Template } from '../manifests/schemas.ts';
import type { RevisionState, ServiceState } from './state.ts';

/** ConfigMaps and Secrets by name. */
export interface Sources {
  readonly configMaps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Container = Template['spec']['containers'][number];

/** @throws when a ConfigMap, a Secret or a key is missing that is not marked optional. */
function containerEnvironment(container: Container | undefined, sources: Sources): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { configMapRef, secretRef, prefix = '' } of container?.envFrom ?? []) {
    const values = {
      ...(configMapRef && all('ConfigMap', sources.configMaps, configMapRef)),
      ...(secretRef && all('Secret', sources.secrets, secretRef)),
    };
    for (const [name, value] of Object.entries(values)) env[prefix + name] = value;
  }
  for (const { name, value, valueFrom } of container?.env ?? []) {
    const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    const found =
      value ??
      (configMapKeyRef && one('ConfigMap', sources.configMaps, configMapKeyRef)) ??
      (secretKeyRef && one('Secret', sources.secrets, secretKeyRef));
    if (found !== undefined) env[name] = found;
  }
  return env;
}

type Store = Sources['secrets'];
interface Reference {
  readonly name: string;
  readonly optional?: boolean;
}

function all(kind: string, store: Store, { name, optional }: Reference): Readonly<Record<string, string>> {
  const found = store[name];
  if (!found && !optional) throw new Error(`${kind} ${name} does not exist`);
  return found ?? {};
}

function one(kind: string, store: Store, ref: Reference & { readonly key: string }): string | undefined {
  const value = all(kind, store, ref)[ref.key];
  if (value === undefined && !ref.optional) throw new Error(`${kind} ${ref.name} has no key ${ref.key}`);
  return value;
}

/** What the pods of this platform are started with. */
export interface PodContext {
  readonly manifests: Manifests;
  readonly bundles: string;
  /** Over what the ConfigMaps say. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: Sources['secrets'];
  /** Where this platform listens. */
  readonly url: string;
  /** For a pod that works beside others of its revision. */
  readonly threads: number;
  readonly tokenFile: string;
  /** What comes through the platform carries it. */
  readonly platformToken: string;
}

/** The bundle of a revision, and the environment that Knative, its SinkBinding and its ServiceAccount would give it. */
export function podEnvironment(
  context: PodContext | undefined,
  service: ServiceState,
  revision: RevisionState,
): { script: string; env: Record<string, string> } {
  if (!context) throw new Error('the platform is not yet ready to start pods');
  const { spec } = revision.template;
  const own = containerEnvironment(spec.containers[0], sourcesOf(context));
  if (!own.FUNCTION) throw new Error(`Service ${service.name}: its container has no env FUNCTION`);
  return {
    script: join(context.bundles, `${own.FUNCTION}.js`),
    env: {
      // One request a pod: as many pods as there is work for, each with its share of the cores.
      ...(spec.containerConcurrency === 1 ? { THREADS: String(context.threads) } : {}),
      ...own,
      PLATFORM_TOKEN: context.platformToken,
      K_SERVICE: service.name,
      K_CONFIGURATION: service.name,
      K_REVISION: revision.name,
      ...sinkEnvironment(context, service),
      ...apiEnvironment(context, spec.serviceAccountName),
    },
  };
}

function sourcesOf({ manifests, env, secrets }: PodContext): Sources {
  const given = Object.fromEntries(Object.entries(env).filter(isGiven));
  const configMaps = manifests.configMaps.map(({ metadata, data }) => [metadata.name, { ...data, ...given }]);
  return { configMaps: Object.fromEntries(configMaps), secrets };
}

const isGiven = (variable: [string, string | undefined]): variable is [string, string] =>
  variable[1] !== undefined;

/** A pod whose account has a token reaches the Kubernetes API. */
function apiEnvironment({ manifests, url, tokenFile }: PodContext, account = ''): Record<string, string> {
  if (!manifests.tokenAccounts.includes(account)) return {};
  return { KUBE_API_URL: url, KUBE_TOKEN_FILE: tokenFile, KUBE_NAMESPACE: manifests.namespace };
}

function sinkEnvironment({ manifests, url }: PodContext, service: ServiceState): Record<string, string> {
  const binding = manifests.sinkBindings.find(({ spec }) => isSubject(spec.subject, service));
  if (!binding) return {};
  const { sink, ceOverrides } = binding.spec;
  const target = sink.ref?.kind === 'Broker' ? `${url}/${manifests.namespace}/${sink.ref.name}` : sink.uri;
  return {
    ...(target ? { K_SINK: target } : {}),
    ...(ceOverrides ? { K_CE_OVERRIDES: JSON.stringify(ceOverrides) } : {}),
  };
}

function isSubject(subject: SinkBinding['spec']['subject'], { name, labels }: ServiceState): boolean {
  if (subject.kind !== 'Service') return false;
  if (subject.name) return subject.name === name;
  const wanted = Object.entries(subject.selector?.matchLabels ?? {});
  return wanted.every(([label, value]) => labels[label] === value);
}
