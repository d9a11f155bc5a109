/**
 * What a cluster says that functions have to know, where nobody else says it: where the console is, so that its own pages
 * may change something, and how many proxies in front tell whom they took a request from.
 */
import type { Kubectl } from './kubectl.ts';
import { NAMESPACE } from './manifests.ts';
import type { Resource } from './resource.ts';

type Values = Readonly<Record<string, string>>;

/** The ConfigMap that every function reads. */
const MAP = 'marea-config';
/** What browsers ask: they hold the origin of a page against CONSOLE_URL. */
const BROWSED = ['console', 'entrance', 'registry'];

export interface Surroundings {
  /** For the ConfigMap, beside what is in it. */
  readonly values: Values;
  /** Whether pods that run may have read something else. */
  readonly isNew: boolean;
  /** Lines for whoever deploys. */
  readonly told: readonly string[];
}

/** @param resources to be deployed: what their ConfigMap says stays @param env of whoever deploys, which says it as well */
export async function surroundingsOf(
  kubectl: Kubectl,
  resources: readonly Resource[],
  env: NodeJS.ProcessEnv,
): Promise<Surroundings> {
  const given = resources.find(isMap)?.data ?? {};
  const { data: live = {} } = (await kubectl.find<Resource>('configmap', MAP, '-n', NAMESPACE)) ?? {};
  const found = [
    given.CONSOLE_URL ? undefined : await consoleUrl(kubectl, live, env),
    given.TRUSTED_PROXIES ? undefined : await trustedProxies(kubectl, env),
  ].filter((one) => one !== undefined);
  const values = Object.fromEntries(found.map(({ name, value }) => [name, value]));
  const wanted: Values = { ...given, ...values };
  return {
    values,
    isNew: ['CONSOLE_URL', 'TRUSTED_PROXIES'].some((name) => (wanted[name] ?? '') !== (live[name] ?? '')),
    told: found.map(({ name, value, from }) => `${name}=${value} (${from})`),
  };
}

/** These resources, with the values in the ConfigMap. */
export const withSurroundings = (resources: readonly Resource[], { values }: Surroundings): Resource[] =>
  resources.map((one) => (isMap(one) ? { ...one, data: { ...one.data, ...values } } : one));

/** Pods read it when they start: those that browsers ask are started anew. */
export async function startAnew(kubectl: Kubectl): Promise<void> {
  const services = `serving.knative.dev/service in (${BROWSED.join(',')})`;
  await kubectl.run(['delete', 'pod', '-n', NAMESPACE, '-l', services, '--ignore-not-found', '--wait=false']);
}

interface Found {
  readonly name: string;
  readonly value: string;
  /** Who says so. */
  readonly from: string;
}

/** What somebody has put into the ConfigMap of the cluster stays, and with it https, of which the Service knows nothing. */
async function consoleUrl(
  kubectl: Kubectl,
  live: Values,
  env: NodeJS.ProcessEnv,
): Promise<Found | undefined> {
  const name = 'CONSOLE_URL';
  if (env.CONSOLE_URL) return { name, value: env.CONSOLE_URL, from: 'of the environment' };
  const service = await kubectl.find<Resource>('ksvc', 'console', '-n', NAMESPACE);
  const address = typeof service?.status?.url === 'string' ? service.status.url : undefined;
  const value = live.CONSOLE_URL ?? address;
  if (value === undefined) return undefined;
  return { name, value, from: value === address ? 'the Service console' : 'as it was in marea-config' };
}

/** The gateway's word counts only where it adds one: what stands in its place otherwise is made up. */
async function trustedProxies(kubectl: Kubectl, env: NodeJS.ProcessEnv): Promise<Found | undefined> {
  const name = 'TRUSTED_PROXIES';
  if (env.TRUSTED_PROXIES) return { name, value: env.TRUSTED_PROXIES, from: 'of the environment' };
  const kourier = await kubectl.find<Resource>('configmap', 'config-kourier', '-n', 'knative-serving');
  const adds = kourier?.data?.['use-remote-address'] === 'true';
  return adds ? { name, value: '2', from: 'use-remote-address of config-kourier' } : undefined;
}

const isMap = ({ kind, metadata }: Resource): boolean => kind === 'ConfigMap' && metadata.name === MAP;
