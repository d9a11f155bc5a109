/** Where Prometheus finds the pods' own /metrics: its HTTP service discovery, with the labels that a cluster gives. */
import type { Running } from './running.ts';

export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Where the metrics of a pod are read: PODS_PATH and its name. */
export const PODS_PATH = '/prometheus/pods/';

/**
 * A pod answers the platform alone, so Prometheus asks the platform, at `host`. That is no request that would keep the
 * pod, or be counted as its load.
 */
export function targets(running: Running, namespace: string, host: string): TargetGroup[] {
  return running
    .pods()
    .filter(({ pod }) => pod.state === 'ready')
    .map(({ service, revision, pod }) => ({
      targets: [host],
      labels: {
        instance: `127.0.0.1:${pod.port}`,
        __metrics_path__: PODS_PATH + pod.name,
        namespace,
        pod: pod.name,
        service: service.name,
        revision: revision.name,
        function: revision.template.metadata?.labels?.['marea.dev/function'] ?? service.name,
      },
    }));
}
