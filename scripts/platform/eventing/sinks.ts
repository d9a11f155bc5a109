/** Where an event goes: a Service, a Broker, or a URL. */

import { readMessage } from '../../../shared/events/codec.ts';
import type { Destination } from '../manifests/schemas.ts';
import type { Cluster } from '../serving/cluster.ts';
import { Timeout } from '../serving/connection.ts';
import { type Asked, withPod } from '../serving/exchange.ts';
import { type Lease, Unavailable } from '../serving/pool.ts';
import { type Answer, post } from '../serving/post.ts';
import type { RevisionSettings } from '../serving/settings.ts';
import type { Broker } from './broker.ts';
import type { Send, Sink } from './delivery.ts';

export interface Sinks {
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly brokers: ReadonlyMap<string, Broker>;
}

const TIMEOUT_MS = 600_000;

/** @throws when the destination names neither a Service, nor a Broker, nor a URL. */
export function sinkFor(destination: Destination, sinks: Sinks): Sink {
  const { ref, uri } = destination;
  const inCluster = /^http:\/\/([^./]+)\.[^./]+\.svc\.cluster\.local(\/.*)?$/.exec(uri ?? '');
  if (ref?.kind === 'Service') return serviceSink(ref.name, uri ?? '/', sinks);
  if (ref?.kind === 'Broker') return brokerSink(ref.name, sinks);
  if (inCluster) return serviceSink(inCluster[1] as string, inCluster[2] ?? '/', sinks);
  if (uri) return urlSink(new URL(uri));
  throw new Error(`a sink needs a ref to a Service or a Broker, or a uri: ${JSON.stringify(destination)}`);
}

function serviceSink(name: string, path: string, { cluster, namespace }: Sinks): Sink {
  const host = `${name}.${namespace}.svc.cluster.local`;
  return {
    url: `http://${host}${path === '/' ? '' : path}`,
    send: async (headers, body, timeoutMs) => {
      const service = cluster.service(name);
      if (!service) return plain(404, `there is no Service ${name}`);
      const event = { path, headers: { ...headers, host }, body, timeoutMs };
      return await sentToPod(cluster, { service, method: 'POST' }, event);
    },
  };
}

interface Event {
  readonly path: string;
  readonly headers: Parameters<Send>[0];
  readonly body: Buffer;
  readonly timeoutMs: number | undefined;
}

/** @throws when the connection to the pod breaks */
async function sentToPod(cluster: Cluster, asked: Asked, event: Event): Promise<Answer> {
  let answer = plain(503, 'no pod was asked');
  try {
    await withPod(cluster, asked, async (lease, settings) => {
      answer = await postTo(lease, settings, event);
      return answer.status;
    });
  } catch (error) {
    if (error instanceof Unavailable) return plain(503, error.message);
    throw error;
  }
  return answer;
}

async function postTo(
  lease: Lease,
  settings: RevisionSettings,
  { path, headers, body, timeoutMs }: Event,
): Promise<Answer> {
  const { port, agent, shown } = lease.pod;
  const limit = Math.min(timeoutMs ?? settings.timeoutMs, settings.timeoutMs);
  try {
    return await post({ host: '127.0.0.1', port, path, agent }, { ...headers, ...shown }, body, limit);
  } catch (error) {
    if (!(error instanceof Timeout)) lease.suspect();
    throw error;
  }
}

function brokerSink(name: string, { brokers, namespace }: Sinks): Sink {
  return {
    url: `http://broker-ingress.knative-eventing.svc.cluster.local/${namespace}/${name}`,
    send: async (headers, body) => {
      const status = await brokers.get(name)?.receive(readMessage(headers, body));
      return plain(status ?? 404, '');
    },
  };
}

function urlSink(url: URL): Sink {
  const target = {
    host: url.hostname,
    port: Number(url.port || 80),
    path: url.pathname + url.search,
  };
  return {
    url: url.href,
    send: (headers, body, timeoutMs) => post(target, headers, body, timeoutMs ?? TIMEOUT_MS),
  };
}

const plain = (status: number, text: string): Answer => ({
  status,
  headers: {},
  body: Buffer.from(text),
});
