/** Where Prometheus finds the pods' own /metrics: its HTTP service discovery, with the labels that a cluster gives. */
import type { Running } from './running.ts';

export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A scrape goes straight to the pod: it is no request that would keep the pod, or be counted as its load. */
export function targets(running: Running, namespace: string): TargetGroup[] {
  return running
    .pods()
    .filter(({ pod }) => pod.state === 'ready')
    .map(({ service, revision, pod }) => ({
      targets: [`127.0.0.1:${pod.port}`],
      labels: {
        namespace,
        pod: pod.name,
        service: service.name,
        revision: revision.name,
        function: revision.template.metadata?.labels?.['marea.dev/function'] ?? service.name,
      },
    }));
}
