/** The few calls to the Kubernetes API that a rollout makes. The embedded platform answers at the same paths. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

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
    readonly generation?: number;
    readonly resourceVersion?: string;
  };
  readonly spec: {
    readonly template: {
      readonly metadata?: Record<string, unknown>;
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
  readonly env?: readonly { name: string; value?: string }[];
};

export interface Revision {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface KnativeApi {
  /** undefined when there is no such Service. */
  service(name: string): Promise<KnativeService | undefined>;
  revision(name: string): Promise<Revision | undefined>;
  /** JSON merge patch. */
  patch(name: string, change: unknown): Promise<KnativeService>;
}

export interface ApiOptions {
  readonly url: string;
  readonly namespace: string;
  /** Read again at each call: Kubernetes renews it. */
  readonly tokenFile?: string | undefined;
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Where the API is: told by the embedded platform, or as every pod is told by Kubernetes. */
export function apiOptions(env: NodeJS.ProcessEnv): ApiOptions {
  const { KUBE_API_URL, KUBE_NAMESPACE, KUBE_TOKEN_FILE, KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT } =
    env;
  const namespace = KUBE_NAMESPACE ?? 'marea';
  if (KUBE_API_URL) return { url: KUBE_API_URL, namespace, tokenFile: KUBE_TOKEN_FILE };
  if (!KUBERNETES_SERVICE_HOST) throw new Error('neither KUBE_API_URL nor KUBERNETES_SERVICE_HOST is set');
  const url = `https://${KUBERNETES_SERVICE_HOST}:${KUBERNETES_SERVICE_PORT ?? 443}`;
  return { url, namespace, tokenFile: KUBE_TOKEN_FILE ?? `${ACCOUNT}/token` };
}

export function knativeApi({ url, namespace, tokenFile }: ApiOptions): KnativeApi {
  const call = async (path: string, change?: unknown): Promise<unknown> => {
    const token = tokenFile ? (await readFile(tokenFile, 'utf8')).trim() : undefined;
    const answer = await fetch(`${url}/apis/serving.knative.dev/v1/namespaces/${namespace}/${path}`, {
      method: change ? 'PATCH' : 'GET',
      headers: {
        accept: 'application/json',
        ...(change ? { 'content-type': 'application/merge-patch+json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(change ? { body: JSON.stringify(change) } : {}),
      signal: AbortSignal.timeout(15_000),
    });
    if (answer.status === 404 && !change) return undefined;
    if (!answer.ok)
      throw new Error(`the API answered ${answer.status} to ${path}: ${(await answer.text()).slice(0, 500)}`);
    return await answer.json();
  };
  return {
    service: async (name) => (await call(`services/${name}`)) as KnativeService | undefined,
    revision: async (name) => (await call(`revisions/${name}`)) as Revision | undefined,
    patch: async (name, change) => (await call(`services/${name}`, change)) as KnativeService,
  };
}

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
