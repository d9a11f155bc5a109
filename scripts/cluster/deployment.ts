/** Brings the platform onto a cluster, a step at a time; safe to run again on one where it runs already. */
import { apiServerPolicy, askersIn } from './api-server.ts';
import { refuseTags } from './by-digest.ts';
import { eventingParts } from './health/eventing.ts';
import type { Part } from './health/part.ts';
import { serviceParts } from './health/services.ts';
import { storeParts } from './health/stores.ts';
import { checkCluster } from './installed.ts';
import type { Kubectl } from './kubectl.ts';
import { loginSecrets } from './logins.ts';
import { NAMESPACE, render } from './manifests.ts';
import { type Phases, phasesOf } from './phases.ts';
import { keepVersion } from './pinned.ts';
import type { Resource } from './resource.ts';
import { ADMIN_KEY, ensureSecrets } from './secrets.ts';
import { type Snapshot, snapshot } from './snapshot.ts';
import { type Surroundings, startAnew, surroundingsOf, withSurroundings } from './surroundings.ts';
import { untilWell } from './wait.ts';

export interface DeploymentOptions {
  readonly overlay: string;
  /** Of the kubeconfig; the current one when it is not given. */
  readonly context?: string | undefined;
  readonly image: string | undefined;
  readonly timeoutMs: number;
  readonly env: NodeJS.ProcessEnv;
  /** One line for each step that is done. */
  readonly tell: (step: string) => void;
}

/** @throws UserError when the cluster lacks something, refuses something, or a part does not become ready */
export async function deploy(kubectl: Kubectl, options: DeploymentOptions): Promise<void> {
  options.tell(await checkCluster(kubectl));
  const resources = await render(kubectl, options.overlay, options.image);
  refuseTags(options.overlay, resources);
  const phases = phasesOf(resources);
  const around = await surroundingsOf(kubectl, phases.ground, options.env);
  const deployment = { kubectl, phases, around, ...options };
  await ground(deployment);
  await stores(deployment);
  await jobs(deployment);
  // What is served now, before anything that serves is touched.
  const live = (await snapshot(kubectl)).all;
  await brokers(deployment);
  await services(deployment, live);
  await settle(deployment);
  await flow(deployment);
  options.tell(`the first admin key, where it is still valid: ${adminKeyLine(options.context)}`);
}

/** The command that prints it. */
const adminKeyLine = (context?: string): string =>
  `${process.env.KUBECTL ?? 'kubectl'}${context ? ` --context ${context}` : ''} get secret ${ADMIN_KEY} -n ${NAMESPACE} -o go-template='{{.data.key | base64decode}}'`;

interface Deployment extends DeploymentOptions {
  readonly kubectl: Kubectl;
  readonly phases: Phases;
  readonly around: Surroundings;
}

async function ground({ kubectl, phases, around, tell }: Deployment): Promise<void> {
  await applied(kubectl, phases.namespaces);
  await applied(kubectl, [
    ...withSurroundings(phases.ground, around),
    await apiServerPolicy(kubectl, askersIn([...phases.ground, ...phases.services])),
  ]);
  tell(`namespace ${NAMESPACE}, accounts, configuration, network policies`);
}

async function stores(deployment: Deployment): Promise<void> {
  const { kubectl, phases, env, tell } = deployment;
  const ownStores = phases.stores.length > 0;
  const logins = loginSecrets([...phases.deadLetters, ...phases.services]);
  const made = await ensureSecrets(kubectl, ownStores, env, logins);
  tell(made.length > 0 ? `Secrets made: ${made.join(', ')}` : 'Secrets were there');
  await applied(kubectl, phases.stores);
  await well(deployment, (state) => only(storeParts(state), phases.stores));
  tell(ownStores ? 'PostgreSQL and MinIO are ready' : 'PostgreSQL and object store are not ours');
}

async function jobs(deployment: Deployment): Promise<void> {
  await renewed(deployment.kubectl, deployment.phases.jobs);
  await well(deployment, (state) => storeParts(state).filter(({ name }) => name.startsWith('job ')));
  deployment.tell('database migrated, first admin key kept, buckets made');
}

async function brokers(deployment: Deployment): Promise<void> {
  const { kubectl, phases, tell } = deployment;
  await applied(kubectl, [...phases.deadLetters, ...phases.brokers]);
  await well(deployment, (state) => eventingParts(state, phases.brokers));
  tell('brokers and sink bindings are ready');
}

async function services(deployment: Deployment, live: readonly Resource[]): Promise<void> {
  const { kubectl, phases, tell } = deployment;
  const wanted = phases.services.map((service) => keepVersion(service, live));
  await applied(kubectl, wanted);
  const names = [...phases.deadLetters, ...wanted].map(({ metadata }) => metadata.name);
  await well(deployment, (state) => serviceParts(state, names));
  tell(`${names.length} functions are ready`);
}

/** At the first deployment it is only now that there is a console to ask where it is. */
async function settle({ kubectl, phases, around: before, env, tell }: Deployment): Promise<void> {
  const around = await surroundingsOf(kubectl, phases.ground, env);
  if (around.isNew) await applied(kubectl, withSurroundings(phases.ground, around));
  if (before.isNew || around.isNew) await startAnew(kubectl);
  for (const line of around.told) tell(line);
}

async function flow(deployment: Deployment): Promise<void> {
  const { kubectl, phases, tell } = deployment;
  await applied(kubectl, phases.flow);
  await well(deployment, (state) => eventingParts(state, phases.flow));
  tell('triggers and sources are ready');
}

/** Waits until these parts are. @throws UserError when they are not in time */
function well({ kubectl, timeoutMs }: Deployment, parts: (state: Snapshot) => Part[]): Promise<void> {
  return untilWell(async () => parts(await snapshot(kubectl)), timeoutMs);
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
