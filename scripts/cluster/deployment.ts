/** Brings the platform onto a cluster, a step at a time; safe to run again on one where it runs already. */
import { apiServerPolicy } from './api-server.ts';
import { eventingParts } from './health/eventing.ts';
import type { Part } from './health/part.ts';
import { serviceParts } from './health/services.ts';
import { storeParts } from './health/stores.ts';
import { checkCluster } from './installed.ts';
import type { Kubectl } from './kubectl.ts';
import { NAMESPACE, render } from './manifests.ts';
import { phasesOf } from './phases.ts';
import { keepVersion } from './pinned.ts';
import type { Resource } from './resource.ts';
import { ensureSecrets } from './secrets.ts';
import { type Snapshot, snapshot } from './snapshot.ts';
import { untilWell } from './wait.ts';

export interface DeploymentOptions {
  readonly overlay: string;
  readonly image: string | undefined;
  readonly timeoutMs: number;
  readonly env: NodeJS.ProcessEnv;
  /** One line for each step that is done. */
  readonly tell: (step: string) => void;
}

/** @throws UserError when the cluster lacks something, refuses something, or a part does not become ready */
export async function deploy(
  kubectl: Kubectl,
  { overlay, image, timeoutMs, env, tell }: DeploymentOptions,
): Promise<void> {
  tell(await checkCluster(kubectl));
  const phases = phasesOf(await render(kubectl, overlay, image));
  const apply = (resources: readonly Resource[]): Promise<void> => applied(kubectl, resources);
  const well = (parts: (state: Snapshot) => Part[]): Promise<void> =>
    untilWell(async () => parts(await snapshot(kubectl)), timeoutMs);

  await apply(phases.namespaces);
  await apply([...phases.ground, await apiServerPolicy(kubectl)]);
  tell(`namespace ${NAMESPACE}, accounts, configuration, network policies`);

  const ownStores = phases.stores.length > 0;
  const made = await ensureSecrets(kubectl, ownStores, env);
  tell(made.length > 0 ? `Secrets made: ${made.join(', ')}` : 'Secrets were there');

  await apply(phases.stores);
  await well((state) => only(storeParts(state), phases.stores));
  tell(ownStores ? 'PostgreSQL and MinIO are ready' : 'PostgreSQL and object store are not ours');

  await renewed(kubectl, phases.jobs);
  await well((state) => storeParts(state).filter(({ name }) => name.startsWith('job ')));
  tell('database migrated, buckets made');

  const live = (await snapshot(kubectl)).all;
  await apply([...phases.deadLetters, ...phases.brokers]);
  await well((state) => eventingParts(state, phases.brokers));
  tell('brokers and sink bindings are ready');

  const services = phases.services.map((service) => keepVersion(service, live));
  await apply(services);
  const names = [...phases.deadLetters, ...services].map(({ metadata }) => metadata.name);
  await well((state) => serviceParts(state, names));
  tell(`${names.length} functions are ready`);

  await apply(phases.flow);
  await well((state) => eventingParts(state, phases.flow));
  tell('triggers and sources are ready');
}

async function applied(kubectl: Kubectl, resources: readonly Resource[]): Promise<void> {
  if (resources.length > 0) await kubectl.run(['apply', '-f', '-'], listOf(resources));
}

/** A Job cannot be changed, only made anew. */
async function renewed(kubectl: Kubectl, jobs: readonly Resource[]): Promise<void> {
  const names = jobs.map(({ metadata }) => metadata.name);
  await kubectl.run(['delete', 'job', ...names, '-n', NAMESPACE, '--ignore-not-found']);
  await applied(kubectl, jobs);
}

const only = (parts: readonly Part[], wanted: readonly Resource[]): Part[] =>
  parts.filter(({ name }) => wanted.some(({ metadata }) => metadata.name === name));

const listOf = (items: readonly Resource[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
