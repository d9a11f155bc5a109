/**
 * The embedded platform: a Postgres, an object store, and a stand-in for Knative that runs the manifests of the
 * project on this machine, as processes behind one port of the loopback. For development; no second orchestrator.
 */
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Broker, startBroker } from './broker.ts';
import { Cluster } from './cluster.ts';
import { podEnvironment } from './environment.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { Patch } from './kustomize.ts';
import { lockFolder } from './lock.ts';
import { functionLogs } from './logs.ts';
import { type Manifests, readManifests } from './manifests.ts';
import { type ObjectAccess, startObjects } from './objects.ts';
import type { Observation, Observe } from './observation.ts';
import { type Clock, startPingSource } from './pingsource.ts';
import { startPostgres } from './postgres.ts';
import { createProxy } from './proxy.ts';
import { sinkFor } from './sinks.ts';

export interface PlatformOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Everything that is kept is under this folder. */
  readonly data: string;
  /** For all functions, over what the ConfigMaps say; also where DATABASE_URL, S3_ENDPOINT, S3_... are looked for. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Changes to the manifests, as patches of a kustomization. */
  readonly overrides?: readonly Patch[];
  /** Kustomizations to run; default the local overlays of the project. */
  readonly manifests?: readonly string[];
  /** Folder of the functions' bundles, <FUNCTION>.js. */
  readonly bundles?: string;
  /** Brings database and object store up to date, before events are taken. */
  readonly prepare?: (access: { readonly databaseUrl: string; readonly s3: ObjectAccess }) => Promise<void>;
  readonly log?: (line: string) => void;
  /** Pods that one revision may have; default as many as processors, and at least two. */
  readonly machineScale?: number;
}

export interface PodView {
  readonly service: string;
  readonly revision: string;
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly state: string;
  readonly inFlight: number;
}

export interface Platform {
  readonly url: string;
  readonly databaseUrl: string;
  readonly s3: ObjectAccess;
  readonly kubeconfig: string;
  readonly token: string;
  /** @returns what ends the watching */
  observe(listener: Observe): () => void;
  /** Of one service, or of all. */
  pods(service?: string): PodView[];
  /** Events that a broker has taken and not yet delivered. */
  pending(): number;
  /** Sends the event of a PingSource now. @throws when there is no such source. */
  ping(source: string): Promise<void>;
  /** Ends every process; resolves when none is left. */
  stop(): Promise<void>;
}

/** Work is durable: who does not finish in this time is killed, and the next start goes on. */
const STOP_GRACE_MS = 10_000;

/** @throws when the folder is in use, the port is taken, a manifest is wrong, or a part does not start. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { env = {}, log = () => {} } = options;
  const data = resolve(options.data);
  const undo: (() => unknown)[] = [lockFolder(data)];
  /** In the reverse of the order in which things were started. */
  const unwind = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const manifests = readManifests(options.manifests ?? defaultManifests(env), options.overrides);
    return await start({ ...options, env, log, data }, manifests, undo, unwind);
  } catch (error) {
    await unwind();
    throw error;
  }
}

/** PingSource collect only where there is something to collect from. */
function defaultManifests(env: NonNullable<PlatformOptions['env']>): string[] {
  const folder = (path: string): string => resolve(import.meta.dirname, '../..', path);
  const local = [folder('knative/overlays/local'), folder('eventing/overlays/local')];
  return env.DATA_API_URL ? [...local, folder('eventing/overlays/local-collect')] : local;
}

type Settled = PlatformOptions & Required<Pick<PlatformOptions, 'env' | 'log' | 'data'>>;

async function start(
  options: Settled,
  manifests: Manifests,
  undo: (() => unknown)[],
  unwind: () => Promise<void>,
): Promise<Platform> {
  const { data, env, log } = options;
  const { namespace } = manifests;
  const listeners = new Set<Observe>();
  const observe = (observation: Observation): void => {
    for (const listener of listeners) listener(observation);
  };
  const logs = functionLogs(join(data, 'logs'));
  listeners.add(logs.write);
  undo.push(logs.close);

  const brokers = new Map<string, Broker>();
  let ready = false;
  let api: import('./kubernetes.ts').Api | undefined;
  let podEnv: Parameters<typeof podEnvironment>[0];
  const cluster: Cluster = new Cluster({
    file: join(data, 'services.json'),
    machineScale: options.machineScale ?? Math.max(2, availableParallelism()),
    podSpec: (service, revision) => podEnvironment(podEnv, service, revision),
    observe,
  });
  const server = createProxy({
    namespace,
    cluster,
    brokers,
    api: () => api,
    isReady: () => ready,
  });
  const port = await listen(server, options.port);
  undo.push(() => closeServer(server));
  const url = `http://127.0.0.1:${port}`;
  const access = writeKubeconfig(data, url, namespace);

  const [databaseUrl, s3] = await startStores(options, undo);
  await options.prepare?.({ databaseUrl, s3 });

  podEnv = {
    manifests,
    bundles: resolve(options.bundles ?? resolve(import.meta.dirname, '../../dist/functions')),
    env: { ...env, INGEST_URL: `${url}/${namespace}/ingest` },
    secrets: {
      'marea-database': { DATABASE_URL: databaseUrl },
      'marea-objects': {
        S3_ENDPOINT: s3.endpoint,
        S3_ACCESS_KEY: s3.accessKey,
        S3_SECRET_KEY: s3.secretKey,
        S3_REGION: s3.region,
      },
    },
    url,
    tokenFile: access.tokenFile,
  };
  const urlOf = (host: string, isLocal: boolean): string =>
    isLocal
      ? `http://${host}.${namespace}.svc.cluster.local`
      : `http://${host}.${namespace}.localhost:${port}`;
  api = {
    cluster,
    manifests,
    addresses: { namespace, urlOf },
    token: access.token,
  };
  cluster.apply(manifests.services);
  undo.push(() => cluster.stop(STOP_GRACE_MS));

  const sinks = { namespace, cluster, brokers };
  for (const broker of manifests.brokers) {
    const triggers = manifests.triggers.filter(({ spec }) => spec.broker === broker.metadata.name);
    const running = startBroker({
      broker,
      triggers,
      sinkFor: (destination) => sinkFor(destination, sinks),
      observe,
    });
    brokers.set(broker.metadata.name, running);
  }
  const clocks = new Map<string, Clock>();
  for (const source of manifests.pingSources) {
    const clock = startPingSource(source, sinkFor(source.spec.sink, sinks), observe);
    clocks.set(source.metadata.name, clock);
    undo.push(clock.stop);
  }
  ready = true;
  log(`platform ready at http://localhost:${port}`);

  let stopping: Promise<void> | undefined;
  return {
    url,
    databaseUrl,
    s3,
    kubeconfig: access.kubeconfig,
    token: access.token,
    observe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pods: (name) =>
      cluster
        .pods()
        .filter(({ service }) => name === undefined || service.name === name)
        .map(({ service, revision, pod }) => ({
          service: service.name,
          revision: revision.name,
          name: pod.name,
          pid: pod.pid,
          port: pod.port,
          state: pod.state,
          inFlight: pod.inFlight,
        })),
    pending: () => [...brokers.values()].reduce((sum, broker) => sum + broker.pending(), 0),
    ping: async (source) => {
      const clock = clocks.get(source);
      if (!clock)
        throw new Error(`there is no PingSource ${source}; there are: ${[...clocks.keys()].join(', ')}`);
      await clock.ping();
    },
    stop: () => {
      stopping ??= (async () => {
        ready = false;
        // No pauses between tries any more; what is at a pod may finish while the pods are told to end.
        const drained = Promise.all([...brokers.values()].map((broker) => broker.stop()));
        await unwind();
        await drained;
      })();
      return stopping;
    },
  };
}

/** What the environment names is used as it is; the rest is started here. */
async function startStores(
  { data, env, log }: Settled,
  undo: (() => unknown)[],
): Promise<[string, ObjectAccess]> {
  mkdirSync(data, { recursive: true });
  const tell = (from: string) => (line: string) => log(`${from}: ${line}`);
  const database = async (): Promise<string> => {
    if (env.DATABASE_URL) return env.DATABASE_URL;
    const postgres = await startPostgres(data, (line) => /FATAL|PANIC/.test(line) && tell('postgres')(line));
    undo.push(postgres.stop);
    return postgres.url;
  };
  const objects = async (): Promise<ObjectAccess> => {
    if (env.S3_ENDPOINT) {
      const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY = '', S3_SECRET_KEY = '', S3_REGION = 'us-east-1' } = env;
      return {
        endpoint,
        accessKey: S3_ACCESS_KEY,
        secretKey: S3_SECRET_KEY,
        region: S3_REGION,
      };
    }
    const store = await startObjects(data, tell('objects'));
    undo.push(store.stop);
    return store;
  };
  const [one, other] = await Promise.allSettled([database(), objects()]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolvePort, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken ? new Error(`port ${port} is in use: stop what uses it, or give another with --port`) : error,
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolvePort(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
