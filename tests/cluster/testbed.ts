/**
 * A deployment on the cluster that kubectl points at, for the tests here. They delete the namespace and break what is
 * in it, so they only touch one that they have made themselves: labelled marea.dev/disposable.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { deploy } from '../../scripts/cluster/deployment.ts';
import { kubectl } from '../../scripts/cluster/kubectl.ts';
import { NAMESPACE } from '../../scripts/cluster/manifests.ts';
import type { Resource } from '../../scripts/cluster/resource.ts';

export const kube = kubectl();
export const image = process.env.MAREA_IMAGE;
const DISPOSABLE = 'marea.dev/disposable';

/** Why the tests cannot run here; undefined when they can. */
export async function unavailable(): Promise<string | undefined> {
  try {
    await kube.run(['get', 'crd', 'services.serving.knative.dev', 'brokers.eventing.knative.dev']);
  } catch (error) {
    return `no cluster with Knative: ${(error as Error).message.split('\n')[0]}`;
  }
  const namespace = await kube.find<Resource>('namespace', NAMESPACE);
  if (namespace && !namespace.metadata.labels?.[DISPOSABLE])
    return `namespace ${NAMESPACE} is in use: label it ${DISPOSABLE}=true if it may be deleted`;
  return undefined;
}

const skipped = await unavailable();
if (skipped) console.warn(`cluster tests are skipped: ${skipped}`);
/** For describe.skipIf */
export const noCluster = skipped !== undefined;

/** Deletes what is there and deploys from nothing. @returns seconds from the empty namespace until all is ready */
export async function deployFresh(): Promise<number> {
  await stopClocks();
  await kube.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found', '--timeout=600s']);
  const labels = { [DISPOSABLE]: 'true' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } };
  await kube.run(['create', '-f', '-'], JSON.stringify(namespace));
  const started = performance.now();
  await deployed();
  return (performance.now() - started) / 1000;
}

/**
 * A ping to a function that is being deleted waits at the activator until its request's time is over, five minutes, and
 * counts as work for the function of the same name that is deployed meanwhile: that would not go to zero.
 */
async function stopClocks(): Promise<void> {
  await kube.run(['delete', 'pingsources', '--all', '-n', NAMESPACE, '--ignore-not-found']);
}

/** Brings what is there up to date, with a search that is short. */
export async function deployed(): Promise<void> {
  await deploy(kube, { overlay: 'local', image, timeoutMs: 300_000, env: process.env, tell: () => {} });
}

/** Deploys unless that was done; for tests that need any deployment. */
export async function ensureDeployed(): Promise<void> {
  if (await kube.find('ksvc', 'console', '-n', NAMESPACE)) await deployed();
  else await deployFresh();
}

/** Sets variables that every function has from now on: a pod that runs has those of its start, so it is told to go. */
export async function configure(data: Readonly<Record<string, string>>): Promise<void> {
  const { data: before = {} } = await kube.get<{ data?: Record<string, string> }>(
    'configmap',
    'marea-config',
    '-n',
    NAMESPACE,
  );
  if (Object.entries(data).every(([name, value]) => before[name] === value)) return;
  await patch('configmap', 'marea-config', { data });
  await kube.run(['delete', 'pods', '-n', NAMESPACE, '-l', 'serving.knative.dev/service', '--wait=false']);
}

/** Changes what is there by a JSON merge patch. */
export const patch = (kind: string, name: string, change: unknown, namespace = NAMESPACE): Promise<string> =>
  kube.run(['patch', kind, name, '-n', namespace, '--type', 'merge', '-p', JSON.stringify(change)]);

/** The rows of a query, each as its columns' text. */
export async function sql(query: string): Promise<string[][]> {
  const psql = [
    'psql',
    '-U',
    'postgres',
    '-d',
    'marea',
    '-v',
    'ON_ERROR_STOP=1',
    '-qAt',
    '-F',
    '\t',
    '-c',
    query,
  ];
  const text = await kube.run(['exec', 'postgres-0', '-n', NAMESPACE, '--', ...psql]);
  return text
    .split('\n')
    .filter(Boolean)
    .map((row) => row.split('\t'));
}

/** The pods of functions, or of one, that are there and not on their way out. */
export async function pods(service?: string): Promise<Resource[]> {
  const label = service ? `serving.knative.dev/service=${service}` : 'serving.knative.dev/service';
  const { items } = await kube.get<{ items: Resource[] }>('pods', '-n', NAMESPACE, '-l', label);
  return items;
}

/** Asks until the answer is not undefined. @throws when the time is over */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds: number,
  everyMs = 1000,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await pause(everyMs);
  }
}

/** Waits until no function has a pod. @returns seconds */
export async function allAtZero(seconds = 150): Promise<number> {
  const started = performance.now();
  await until(
    'every function at zero',
    async () => ((await pods()).length === 0 ? true : undefined),
    seconds,
  );
  return (performance.now() - started) / 1000;
}
