/**
 * The embedded platform: a Postgres, an object store, and a stand-in for Knative that runs the manifests of the
 * project on this machine, as processes behind one port of the loopback. For development; no second orchestrator.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Eventing, startEventing } from './eventing/eventing.ts';
import type { Front } from './front.ts';
import type { Patch } from './manifests/kustomization.ts';
import { type Manifests, readManifests, secretNames } from './manifests/manifests.ts';
import { type KnativeMetrics, knativeMetrics } from './metrics/knative.ts';
import type { Observe } from './metrics/observation.ts';
import { opened, openTo, type Place, type Undo } from './place.ts';
import { lockFolder } from './processes/lock.ts';
import { Cluster, type ClusterOptions } from './serving/cluster.ts';
import { type PodContext, podEnvironment } from './serving/environment.ts';
import { functionLogs } from './serving/logs.ts';
import { signingSecrets } from './signing.ts';
import type { ObjectAccess } from './stores/objects.ts';
import { type Stores, secretsOf, startStores, withoutStores } from './stores/stores.ts';
import { tellStores } from './stores/told.ts';
import { type Views, views } from './views.ts';

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
  /** Runs `observe` too, which one pod is for, always. */
  readonly metrics?: boolean;
  /** Folder of the functions' bundles, <FUNCTION>.js. */
  readonly bundles?: string;
  /** Brings database and object store up to date, before events are taken. */
  readonly prepare?: (access: { readonly databaseUrl: string; readonly s3: ObjectAccess }) => Promise<void>;
  readonly log?: (line: string) => void;
  /** Pods that one revision may have; default as many as processors, and at least two. */
  readonly machineScale?: number;
}

export interface Platform extends Views {
  readonly url: string;
  readonly databaseUrl: string;
  readonly s3: ObjectAccess;
  readonly kubeconfig: string;
  readonly token: string;
  /** Holds the token. */
  readonly tokenFile: string;
  readonly namespace: string;
  /** What its parts show each other, and nobody else knows: new at each start. */
  readonly platformToken: string;
  /**
   * Takes requests from other machines as well, at an address of this one; 0.0.0.0 and :: are all that it has.
   * @throws when it has no such address
   */
  open(host: string): Promise<void>;
  /** Ends every process; resolves when none is left. */
  stop(): Promise<void>;
}

/** Work is durable: who does not finish in this time is killed, and the next start goes on. */
const STOP_GRACE_MS = 5000;

/** @throws when the folder is in use, the port is taken, a manifest is wrong, or a part does not start. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { env = {}, log = () => {}, machineScale = Math.max(2, availableParallelism()) } = options;
  const data = resolve(options.data);
  const undo: Undo = [lockFolder(data)];
  try {
    const folders = [...(options.manifests ?? defaultManifests(env)), ...(options.metrics ? [OBSERVE] : [])];
    const manifests = readManifests(folders, options.overrides);
    return await start({ ...options, env, log, data, machineScale }, manifests, undo);
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

async function unwind(undo: Undo): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

const projectFolder = (path: string): string => resolve(import.meta.dirname, '../..', path);
const OBSERVE = projectFolder('knative/observability/observe');

/** PingSource collect only where there is something to collect from. */
function defaultManifests(env: NonNullable<PlatformOptions['env']>): string[] {
  const local = ['knative/overlays/local', 'eventing/overlays/local'];
  return [...local, ...(env.DATA_API_URL ? ['eventing/overlays/local-collect'] : [])].map(projectFolder);
}

type Settled = PlatformOptions & Required<Pick<PlatformOptions, 'env' | 'log' | 'data' | 'machineScale'>>;

/** What the brokers of a former run held was in memory: the work that they were to bring goes on now. */
const ALL_IS_LOST = '{"afterSeconds": 0}';

/** The port first, so that /health can be asked; events are taken when all else is there. */
async function start(options: Settled, manifests: Manifests, undo: Undo): Promise<Platform> {
  const watched = watchedBy(options, manifests, undo);
  const file = join(options.data, 'services.json');
  const wentOn = existsSync(file);
  let context: PodContext | undefined;
  const podSpec: ClusterOptions['podSpec'] = (...whose) => podEnvironment(context, ...whose);
  const { machineScale } = options;
  const cluster = new Cluster({ file, machineScale, podSpec, ...watched });
  const front = newFront(cluster, manifests, watched, options.log);
  const place = await opened(front, options.port, options.data, undo);

  const stores = await startStores({ ...options, onStarted: (stop) => undo.push(stop) });
  front.stores = stores;
  tellStores(options.data, stores);
  await options.prepare?.(stores);
  context = podContext(options, manifests, stores, { ...place, platformToken: front.token });

  undo.push(() => cluster.stop(STOP_GRACE_MS));
  const eventing = takeEvents(front, cluster, manifests, place, watched.observe);
  options.log(`platform ready at http://localhost:${place.port}`);
  if (wentOn) void eventing.clocks.get('reconcile')?.ping(ALL_IS_LOST);
  const stop = once(() => ended(front, eventing, undo));
  const { url, access } = place;
  return {
    url,
    namespace: front.namespace,
    platformToken: front.token,
    open: (host) => openTo(host, place.port, front, undo),
    databaseUrl: stores.databaseUrl,
    s3: stores.s3,
    ...access,
    ...views(cluster, eventing, watched.listeners),
    stop,
  };
}

const newFront = (
  cluster: Cluster,
  { namespace }: Manifests,
  { meter }: { meter: KnativeMetrics },
  log: Settled['log'],
): Front => ({
  namespace,
  cluster,
  token: randomBytes(24).toString('base64url'),
  metrics: meter,
  isReady: false,
  log,
});

/** Who is told of what happens: logs, metrics, and whoever else listens. */
function watchedBy({ data }: Settled, { namespace }: Manifests, undo: Undo) {
  const meter = knativeMetrics(namespace);
  const logs = functionLogs(join(data, 'logs'));
  undo.push(logs.close);
  const listeners = new Set<Observe>([logs.write, meter.notice]);
  const observe: Observe = (observation) => {
    for (const listener of listeners) listener(observation);
  };
  return { meter, listeners, observe };
}

/** Services first, then what sends them events, then the door for events from outside. */
function takeEvents(
  front: Front,
  cluster: Cluster,
  manifests: Manifests,
  { port, access }: Place,
  observe: Observe,
): Eventing {
  const { token } = access;
  front.api = { cluster, manifests, addresses: addresses(manifests.namespace, port), token };
  cluster.apply(manifests.services);
  const eventing = startEventing(manifests, cluster, observe);
  front.brokers = eventing.brokers;
  front.isReady = true;
  return eventing;
}

async function ended(front: Front, eventing: Eventing, undo: Undo): Promise<void> {
  front.isReady = false;
  // No pauses between tries any more; what is at a pod may finish before the pods are told to end.
  await Promise.all([eventing.stop(), unwind(undo)]);
}

function podContext(
  { bundles, data, env, machineScale }: Settled,
  manifests: Manifests,
  stores: Stores,
  { url, access: { tokenFile }, platformToken }: Place & Pick<PodContext, 'platformToken'>,
): PodContext {
  return {
    manifests,
    bundles: resolve(bundles ?? resolve(import.meta.dirname, '../../dist/functions')),
    // Nothing but this machine reaches it.
    env: {
      ACCESS: 'loopback',
      ...withoutStores(env),
      INGEST_URL: `${url}/${manifests.namespace}/ingest`,
      INGRESS_URL: url,
    },
    secrets: { ...secretsOf(stores, secretNames(manifests)), ...signingSecrets(data) },
    url,
    tokenFile,
    platformToken,
    threads: Math.max(1, Math.floor(availableParallelism() / machineScale)),
  };
}

function addresses(namespace: string, port: number) {
  const urlOf = (host: string, isLocal: boolean): string =>
    isLocal
      ? `http://${host}.${namespace}.svc.cluster.local`
      : `http://${host}.${namespace}.localhost:${port}`;
  return { namespace, urlOf };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
