/** The few calls to the Kubernetes API that Marea makes. The embedded platform answers at the same paths. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Configuration } from '../configuration.ts';
import { type Received, send } from '../send.ts';

export interface TrafficTarget {
  readonly revisionName?: string;
  readonly latestRevision?: boolean;
  readonly percent?: number;
  readonly tag?: string;
  readonly url?: string;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
}

export interface KnativeService {
  readonly metadata: {
    readonly name: string;
    readonly uid?: string;
    readonly generation?: number;
    readonly resourceVersion?: string;
  };
  readonly spec: {
    readonly template: {
      readonly metadata?: {
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      } & Record<string, unknown>;
      readonly spec: { readonly containers: readonly Container[] } & Record<string, unknown>;
    };
    readonly traffic?: readonly TrafficTarget[];
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly latestCreatedRevisionName?: string;
    readonly latestReadyRevisionName?: string;
    readonly traffic?: readonly TrafficTarget[];
    readonly url?: string;
  };
}

export type Container = Record<string, unknown> & {
  readonly env?: readonly { name: string; value?: string; valueFrom?: unknown }[];
};

export interface Revision {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly containers: readonly Container[] };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    /** Pods that are ready, and how many the autoscaler wants. */
    readonly actualReplicas?: number;
    readonly desiredReplicas?: number;
  };
}

export interface Pod {
  readonly metadata: {
    readonly name: string;
    /** It is to go: it may linger for minutes, and answers no more. */
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly containers: readonly {
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status?: {
    readonly podIP?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface ContainerStatus {
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly exitCode?: number; readonly message?: string };
}

export interface KnativeApi {
  /** undefined when there is no such Service. */
  service(name: string): Promise<KnativeService | undefined>;
  revision(name: string): Promise<Revision | undefined>;
  /** The pods of a revision. */
  pods(revision: string): Promise<readonly Pod[]>;
  /** JSON merge patch. @throws Conflict when it names a `metadata.resourceVersion` that is not the newest */
  patch(name: string, change: unknown): Promise<KnativeService>;
}

export interface ListingApi extends KnativeApi {
  /** All that there are. */
  services(): Promise<readonly KnativeService[]>;
  revisions(): Promise<readonly Revision[]>;
}

/** The resource has been changed since it was read. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

export interface ApiOptions {
  readonly url: string;
  readonly namespace: string;
  /** Read again at each call: Kubernetes renews it. */
  readonly tokenFile?: string | undefined;
  /** Who signed the API server's certificate. */
  readonly authorityFile?: string | undefined;
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

type Told = Pick<
  Configuration,
  | 'KUBE_API_URL'
  | 'KUBE_NAMESPACE'
  | 'KUBE_TOKEN_FILE'
  | 'KUBERNETES_SERVICE_HOST'
  | 'KUBERNETES_SERVICE_PORT'
>;

/** Whether there is an API to ask: a test of a function alone has none. */
export const hasApi = ({ KUBE_API_URL, KUBERNETES_SERVICE_HOST }: Told): boolean =>
  KUBE_API_URL !== undefined || KUBERNETES_SERVICE_HOST !== undefined;

/** Where the API is: told by the embedded platform, or as every pod is told by Kubernetes. */
export function apiOptions(told: Told): ApiOptions {
  const { KUBE_API_URL, KUBE_NAMESPACE: namespace, KUBE_TOKEN_FILE, KUBERNETES_SERVICE_HOST: host } = told;
  if (KUBE_API_URL) return { url: KUBE_API_URL, namespace, tokenFile: KUBE_TOKEN_FILE };
  if (!host) throw new Error('neither KUBE_API_URL nor KUBERNETES_SERVICE_HOST is set');
  return {
    url: `https://${host}:${told.KUBERNETES_SERVICE_PORT}`,
    namespace,
    tokenFile: KUBE_TOKEN_FILE ?? `${ACCOUNT}/token`,
    authorityFile: `${ACCOUNT}/ca.crt`,
  };
}

interface Call {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Of the body; none without one. */
  readonly type?: string;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** Bytes of the answer; default as send() has it. */
  readonly limit?: number;
}

const CALL_MS = 15_000;

/** One call of the API server, whatever it answers, as who has the token. */
export async function callApi(
  { url, tokenFile, authorityFile }: ApiOptions,
  path: string,
  { method, type, body, timeoutMs = CALL_MS, ...limits }: Call,
): Promise<Received> {
  const token = tokenFile ? (await readFile(tokenFile, 'utf8')).trim() : undefined;
  return await send(url + path, {
    method,
    headers: {
      accept: 'application/json',
      ...(type ? { 'content-type': type } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ca: authorityFile ? await readFile(authorityFile, 'utf8') : undefined,
    timeoutMs,
    ...limits,
  });
}

export function knativeApi(options: ApiOptions): ListingApi {
  const { namespace } = options;
  const call = async (path: string, change?: unknown): Promise<unknown> => {
    const { status, text } = await callApi(
      options,
      path,
      change ? { method: 'PATCH', type: 'application/merge-patch+json', body: change } : { method: 'GET' },
    );
    if (status === 404 && !change) return undefined;
    if (status === 409) throw new Conflict(`${path} was changed meanwhile: ${text.slice(0, 200)}`);
    if (status < 200 || status > 299)
      throw new Error(`the API answered ${status} to ${path}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const knative = `/apis/serving.knative.dev/v1/namespaces/${namespace}`;
  return {
    service: async (name) => (await call(`${knative}/services/${name}`)) as KnativeService | undefined,
    services: async () => itemsOf<KnativeService>(await call(`${knative}/services`)),
    revisions: async () => itemsOf<Revision>(await call(`${knative}/revisions`)),
    revision: async (name) => (await call(`${knative}/revisions/${name}`)) as Revision | undefined,
    pods: async (revision) => {
      const selector = encodeURIComponent(`serving.knative.dev/revision=${revision}`);
      return itemsOf<Pod>(await call(`/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`));
    },
    patch: async (name, change) => (await call(`${knative}/services/${name}`, change)) as KnativeService,
  };
}

const itemsOf = <T>(list: unknown): readonly T[] => (list as { items: T[] } | undefined)?.items ?? [];

/** Asks again until there is an answer. @returns undefined when the time is over */
export async function until<T>(
  ask: () => Promise<T | undefined>,
  { timeoutMs, everyMs }: { readonly timeoutMs: number; readonly everyMs: number },
): Promise<T | undefined> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() >= end) return answer;
    await pause(everyMs);
  }
}
