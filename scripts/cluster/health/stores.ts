/** Postgres, MinIO and the Jobs that prepare them, as far as the cluster runs them. */
import type { Resource } from '../resource.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Part } from './part.ts';
import { troubleOf } from './pods.ts';

export function storeParts(state: Snapshot): Part[] {
  const sets = state.of('apps/StatefulSet').map((set) => {
    const { readyReplicas = 0 } = (set.status ?? {}) as { readyReplicas?: number };
    const { replicas = 1 } = (set.spec ?? {}) as { replicas?: number };
    return part(set.metadata.name, readyReplicas >= Math.max(1, replicas), {
      good: `${readyReplicas} of ${replicas} pods ready`,
      bad:
        replicas === 0
          ? `scaled to 0: kubectl -n marea scale statefulset ${set.metadata.name} --replicas 1`
          : `${readyReplicas} of ${replicas} pods ready`,
      pods: podsNamed(state, set.metadata.name),
    });
  });
  const jobs = state.of('batch/Job').map((job) => {
    const conditions = (job.status?.conditions ?? []) as readonly {
      type: string;
      status: string;
      message?: string;
    }[];
    const is = (type: string) => conditions.find((one) => one.type === type && one.status === 'True');
    return part(`job ${job.metadata.name}`, is('Complete') !== undefined, {
      good: 'done',
      bad: is('Failed')?.message ?? 'not done yet',
      pods: podsNamed(state, job.metadata.name),
    });
  });
  return [...sets, ...jobs];
}

function part(
  name: string,
  ok: boolean,
  { good, bad, pods }: { good: string; bad: string; pods: readonly Resource[] },
): Part {
  const trouble = ok ? undefined : pods.map(troubleOf).find((one) => one !== undefined);
  return { name, ok, detail: ok ? good : [bad, trouble].filter(Boolean).join('; ') };
}

const podsNamed = (state: Snapshot, name: string): Resource[] =>
  state.of('v1/Pod').filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === name);
