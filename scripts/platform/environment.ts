/** The environment of a container, as Kubernetes puts it together from its template, ConfigMaps and Secrets. */
import type { Template } from './schemas.ts';

/** ConfigMaps and Secrets by name. */
export interface Sources {
  readonly configMaps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Container = Template['spec']['containers'][number];

/** @throws when a ConfigMap, a Secret or a key is missing that is not marked optional. */
export function containerEnvironment(container: Container, sources: Sources): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const values = {
      ...(configMapRef && all('ConfigMap', sources.configMaps, configMapRef)),
      ...(secretRef && all('Secret', sources.secrets, secretRef)),
    };
    for (const [name, value] of Object.entries(values)) env[prefix + name] = value;
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
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
