/** The Kubernetes API as far as it lists Services and revisions, for tests of a function that reads them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KnativeService, Revision } from '../../shared/runtime/knative/api.ts';

export interface ListingServer {
  readonly url: string;
  services: readonly KnativeService[];
  revisions: readonly Revision[];
  /** What it answers with; default 200. */
  status: number;
  stop(): void;
}

export async function serveListing(): Promise<ListingServer> {
  const answerTo = (path: string): unknown => {
    const [kind = '', name] = path.split('/').slice(/\/(services|revisions)$/.test(path) ? -1 : -2);
    const items = kind === 'services' ? server.services : kind === 'revisions' ? server.revisions : [];
    return name === undefined ? { items } : items.find(({ metadata }) => metadata.name === name);
  };
  const listening = createServer((request, response) => {
    const answer = answerTo(request.url ?? '');
    response.writeHead(answer === undefined ? 404 : server.status).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const server: ListingServer = {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    services: [],
    revisions: [],
    status: 200,
    stop() {
      listening.close();
      listening.closeAllConnections();
    },
  };
  return server;
}

/** A Service of that many revisions, by what each gets of the traffic. */
export function serviceOf(
  name: string,
  env: Readonly<Record<string, string>>,
  traffic: readonly {
    readonly revision: string;
    readonly percent?: number;
    readonly tag?: string;
    readonly url?: string;
  }[],
): KnativeService {
  const containers = [{ env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }];
  return {
    metadata: { name },
    spec: { template: { spec: { containers } } },
    status: {
      traffic: traffic.map(({ revision: revisionName, ...target }) => ({ revisionName, ...target })),
    },
  };
}

export interface GivenRevision {
  readonly service: string;
  readonly created: string;
  readonly pods?: readonly [now: number, wanted: number];
  readonly version?: number;
  readonly failure?: string;
}

export const revisionOf = (
  name: string,
  { service, created, pods, version, failure }: GivenRevision,
): Revision => ({
  metadata: { name, creationTimestamp: created, labels: { 'serving.knative.dev/service': service } },
  spec: {
    containers: [{ env: version === undefined ? [] : [{ name: 'MODEL_VERSION', value: String(version) }] }],
  },
  status: {
    conditions: [
      failure === undefined
        ? { type: 'Ready', status: 'True' }
        : { type: 'Ready', status: 'False', message: failure },
    ],
    ...(pods ? { actualReplicas: pods[0], desiredReplicas: pods[1] } : {}),
  },
});
