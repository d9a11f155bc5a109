/** Watching Services: one JSON line for each change, as the Kubernetes API sends them. */
import type { ServerResponse } from 'node:http';
import type { Change, Cluster } from '../serving/cluster.ts';
import type { ServiceState } from '../serving/state.ts';
import type { Addresses } from './resources/addresses.ts';
import { serviceResource } from './resources/service.ts';
import { isSelected } from './selectors.ts';

/** No history is kept: who is behind gets each Service as it is now, once. */
export function watchServices(
  { cluster, addresses }: { readonly cluster: Cluster; readonly addresses: Addresses },
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const send = (type: Change, service: ServiceState): void => {
    const object = serviceResource(service, addresses);
    if (isSelected(object, query)) response.write(`${JSON.stringify({ type, object })}\n`);
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const since = Number(query.get('resourceVersion') ?? 0);
  for (const service of cluster.services()) {
    // kn waits for a word on what is wrong, even if it was so before it began to watch.
    if (service.resourceVersion > since || service.routesMessage)
      send(since === 0 ? 'ADDED' : 'MODIFIED', service);
  }
  const timeoutSeconds = Number(query.get('timeoutSeconds') ?? 1800);
  const timer = setTimeout(() => response.end(), timeoutSeconds * 1000).unref();
  cluster.on('service', send);
  response.on('close', () => {
    clearTimeout(timer);
    cluster.off('service', send);
  });
}
