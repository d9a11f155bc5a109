/** A revision of predict serves the model version that its environment names. */
import type { Container } from './kubernetes.ts';

/** The container, serving this version and probed for it: it is ready only with the model loaded. */
export function pinned(container: Container, version: number): Container {
  const env = (container.env ?? []).filter((variable) => variable.name !== 'MODEL_VERSION');
  const probe = container.readinessProbe as { httpGet?: Record<string, unknown> } | undefined;
  return {
    ...container,
    env: [...env, { name: 'MODEL_VERSION', value: String(version) }],
    ...(probe?.httpGet
      ? { readinessProbe: { ...probe, httpGet: { ...probe.httpGet, path: '/ready' } } }
      : {}),
  };
}

/** The version that these containers are pinned to; undefined when they follow production. */
export function servedBy(containers: readonly Container[]): number | undefined {
  const version = Number(containers[0]?.env?.find(({ name }) => name === 'MODEL_VERSION')?.value);
  return Number.isInteger(version) ? version : undefined;
}
