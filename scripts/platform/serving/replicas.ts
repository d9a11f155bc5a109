/** The pods that one revision has: started, told of, picked from, and stopped. */
import type { Observation, Observe } from '../metrics/observation.ts';
import { type Patience, type Pod, type PodSpec, startPod } from './pod.ts';
import type { RevisionSettings } from './settings.ts';

export interface ReplicaOptions {
  readonly service: string;
  readonly revision: string;
  readonly settings: RevisionSettings;
  /** The environment is asked for at each start: it may have changed. */
  readonly podSpec: () => Pick<PodSpec, 'script' | 'env'>;
  readonly observe: Observe;
}

/** What is observed of a pod, beside whose it is. */
type PodNews = Pick<Extract<Observation, { kind: 'pod' }>, 'state' | 'ms' | 'code'>;

/** As Kubernetes: from SIGTERM to SIGKILL. */
const GRACE_MS = 30_000;

export class Replicas {
  readonly pods = new Set<Pod>();
  private readonly options: ReplicaOptions;
  private readonly onEnded: () => void;
  private readonly starting = new Set<Promise<Pod>>();
  private serial = 0;

  /** @param onEnded a pod is gone, for whatever reason */
  constructor(options: ReplicaOptions, onEnded: () => void) {
    this.options = options;
    this.onEnded = onEnded;
  }

  /** Those that are asked for, and have no process yet. */
  get pending(): number {
    return this.starting.size;
  }

  /** Those that run, or will: not those that are about to end. */
  get live(): number {
    return this.count('starting') + this.count('ready') + this.pending;
  }

  count(state: Pod['state']): number {
    let count = 0;
    for (const pod of this.pods) if (pod.state === state) count++;
    return count;
  }

  /** Of those that are ready and do not rest. */
  leastBusy(): Pod | undefined {
    let best: Pod | undefined;
    for (const pod of this.pods) {
      if (pod.state !== 'ready' || (pod.restsUntil > 0 && pod.restsUntil > Date.now())) continue;
      if (!best || pod.inFlight < best.inFlight) best = pod;
    }
    return best;
  }

  /** Those that had nothing to do since a moment, the one that waits longest first. */
  idleSince(moment: number): Pod[] {
    return [...this.pods]
      .filter(({ state, inFlight, usedAt }) => state === 'ready' && inFlight === 0 && usedAt <= moment)
      .sort((a, b) => a.usedAt - b.usedAt);
  }

  /** @returns the pod when it has a process; it is not ready then. @throws when it gets none */
  async start(): Promise<Pod> {
    const starting = startPod(this.spec());
    this.starting.add(starting);
    try {
      const pod = await starting;
      this.follow(pod);
      return pod;
    } finally {
      this.starting.delete(starting);
    }
  }

  /** What it has in hand may take as long as any request; with a grace it all has to end within that. */
  async stop(pod: Pod, graceMs?: number): Promise<void> {
    if (pod.state === 'starting' || pod.state === 'ready') this.tell(pod, { state: 'stopping' });
    await pod.stop(patience(this.options.settings.timeoutMs, graceMs));
  }

  async stopAll(graceMs?: number): Promise<void> {
    await Promise.allSettled(this.starting);
    await Promise.all([...this.pods].map((pod) => this.stop(pod, graceMs)));
  }

  private spec(): PodSpec {
    const { revision, settings, podSpec } = this.options;
    const { probePath, readyWithinMs } = settings;
    const name = `${revision}-${(++this.serial).toString(36)}${Date.now().toString(36).slice(-5)}`;
    const onLine = (line: string): void => this.log({ name }, line);
    return { name, ...podSpec(), probePath, readyWithinMs, onLine };
  }

  private follow(pod: Pod): void {
    this.pods.add(pod);
    this.tell(pod, { state: 'started' });
    pod.ready.then(
      () => this.tell(pod, { state: 'ready', ms: Date.now() - pod.startedAt.getTime() }),
      (error: Error) => {
        this.log(pod, error.message);
        void this.stop(pod);
      },
    );
    pod.exited.then(({ code, signal }) => {
      this.pods.delete(pod);
      this.tell(pod, { state: 'ended', code: signal ?? code ?? 0 });
      this.onEnded();
    });
  }

  private log({ name }: Pick<Pod, 'name'>, line: string): void {
    const { service, observe } = this.options;
    observe({ kind: 'log', service, pod: name, line });
  }

  private tell({ name, pid }: Pod, news: PodNews): void {
    const { service, revision, observe } = this.options;
    observe({ kind: 'pod', service, revision, pod: name, pid, ...news });
  }
}

/** Half of a grace is for what is in flight; the other half too, but then the process knows. */
const patience = (timeoutMs: number, graceMs: number | undefined): Patience =>
  graceMs === undefined
    ? { drainMs: timeoutMs, graceMs: GRACE_MS }
    : { drainMs: graceMs / 2, graceMs: graceMs / 2 };
